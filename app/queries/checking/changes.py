"""Checks of the feed of changes against the articles and tombstones that are stored."""

from collections.abc import Iterator

from sqlalchemy import Connection, text

from app.queries.checking.findings import MOST, Finding

LATEST = """
    WITH latest AS (
        SELECT id, action FROM (
            SELECT id, action, row_number() OVER (PARTITION BY id ORDER BY version DESC, place DESC) AS place_from_last
            FROM changes WHERE type = 'article'
        ) AS ranked WHERE place_from_last = 1
    )
"""
# By table, the statement that finds ids with the last action that the feed has of them, and the problem.
COMPARISONS = (
    (
        "articles",
        "SELECT articles.id, action FROM articles LEFT JOIN latest ON latest.id = articles.id "
        "WHERE action IS NULL OR action NOT IN ('created', 'updated')",
        "is stored, but the feed of changes ends with {action}",
    ),
    (
        "tombstones",
        "SELECT article_id, action FROM tombstones LEFT JOIN latest ON latest.id = article_id WHERE action IS NULL OR action <> 'deleted'",
        "is withdrawn, but the feed of changes ends with {action}",
    ),
    (
        "changes",
        "SELECT latest.id, action FROM latest LEFT JOIN articles ON articles.id = latest.id LEFT JOIN tombstones ON article_id = latest.id "
        "WHERE (action IN ('created', 'updated') AND articles.id IS NULL) OR (action = 'deleted' AND article_id IS NULL)",
        "the feed ends with {action}, but nothing of it is stored",
    ),
)
GAPS = "SELECT version FROM changes GROUP BY version HAVING min(place) <> 1 OR max(place) <> count(*)"
TOO_LATE = "SELECT DISTINCT version FROM changes WHERE version > (SELECT version FROM data_version)"


def check_changes(connection: Connection) -> Iterator[Finding]:
    """Compare the last change of each article with what is stored, and look for gaps."""
    for table, statement, problem in COMPARISONS:
        for key, action in connection.execute(text(f"{LATEST} {statement} LIMIT {MOST}")):
            yield Finding(table, key, problem.format(action=action or "nothing"))
    for statement, problem in ((GAPS, "places are missing"), (TOO_LATE, "is later than the version of the data")):
        for (version,) in connection.execute(text(f"{statement} LIMIT {MOST}")):
            yield Finding("changes", str(version), problem)
