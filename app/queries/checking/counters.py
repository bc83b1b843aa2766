"""Checks of counters against the rows that they count."""

from collections.abc import Iterator

from sqlalchemy import Connection, text

from app.queries.checking.counting import countings, countings_of_open_ends
from app.queries.checking.findings import MOST, Finding

KEY = ("what", "facet", "earliest", "latest", "value", "shown")
# By table and counter: how the rows are counted that belong to one of ``counted``.
COLUMNS = {
    ("articles", "claims"): "SELECT count(*) FROM claims WHERE claims.article_number = counted.number",
    ("articles", "speakers"): "SELECT count(DISTINCT speaker_position) FROM claims WHERE claims.article_number = counted.number",
    ("articles", "events"): "SELECT count(*) FROM events WHERE events.article_number = counted.number",
    ("entities", "claims"): "SELECT count(*) FROM claims WHERE claims.speaker_number = counted.number",
    ("entities", "articles"): "SELECT count(DISTINCT article_number) FROM appearances WHERE appearances.entity_number = counted.number",
    ("entities", "outlets"): "SELECT count(*) FROM outlets WHERE outlets.entity_number = counted.number",
    ("events", "claims"): "SELECT count(DISTINCT claim_number) FROM claim_abouts WHERE claim_abouts.event_number = counted.number",
}


def check_counters(connection: Connection) -> Iterator[Finding]:
    """Count all rows again, and compare: the database sorts what it counted, so that little is in memory here."""
    for (table, column), counting in COLUMNS.items():
        yield from _check_column(connection, table, column, counting)
    yield from _check_counts(connection)


def _check_column(connection: Connection, table: str, column: str, counting: str) -> Iterator[Finding]:
    rows = f"SELECT id, {column} AS stored, ({counting}) AS counted FROM {table} AS counted"
    if table == "entities":
        rows += " WHERE number = survivor_number"
    for key, stored, counted in connection.execute(text(f"SELECT * FROM ({rows}) AS compared WHERE stored <> counted LIMIT {MOST}")):
        yield Finding(table, key, f"{column} is {stored}, but counted are {counted}")


def _check_counts(connection: Connection) -> Iterator[Finding]:
    names = ", ".join(KEY)
    all_counted = " UNION ALL ".join(f"SELECT * FROM ({statement}) AS part" for statement in [*countings(), *countings_of_open_ends()])
    stored = f"SELECT {names}, number AS stored, 0 AS counted FROM counts"
    both = f"{stored} UNION ALL SELECT {names}, 0, number FROM ({all_counted}) AS counted_rows"
    sums = f"SELECT {names}, sum(stored) AS stored, sum(counted) AS counted FROM ({both}) AS one GROUP BY {names}"
    for *key, number, counted in connection.execute(text(f"{sums} HAVING sum(stored) <> sum(counted) LIMIT {MOST}")):
        yield Finding("counts", "/".join(key), f"number is {number}, but counted are {counted}")
