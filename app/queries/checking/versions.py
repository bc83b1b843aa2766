"""Checks of versions: of the data, of the articles that each added, and of what people changed."""

from collections.abc import Iterator

from sqlalchemy import Connection, text

from app.queries.checking.findings import MOST, Finding

# By table, the statement that finds keys, and the problem.
STATEMENTS = (
    ("data_version", "SELECT count(*) FROM data_version HAVING count(*) <> 1", "has {key} rows in place of one"),
    (
        "version_starts",
        "SELECT version FROM version_starts WHERE version > (SELECT version FROM data_version)",
        "{key} is later than the version of the data",
    ),
    (
        "version_starts",
        "SELECT version FROM (SELECT version, first_article, lag(first_article) OVER (ORDER BY version) AS before FROM version_starts) "
        "AS starts WHERE first_article < before",
        "{key} starts before the version that precedes it",
    ),
    (
        "edit_numbers",
        "SELECT edits.thing_id FROM edits LEFT JOIN edit_numbers ON edit_numbers.thing_id = edits.thing_id "
        "GROUP BY edits.thing_id HAVING count(*) > coalesce(max(edit_numbers.number), 0)",
        "of {key} is less than the number of its edits",
    ),
)


def check_versions(connection: Connection) -> Iterator[Finding]:
    """Look for versions that cannot be."""
    for table, statement, problem in STATEMENTS:
        for (key,) in connection.execute(text(f"{statement} LIMIT {MOST}")):
            yield Finding(table, "", problem.format(key=key))
