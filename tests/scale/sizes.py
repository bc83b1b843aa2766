"""Measure the bytes of a claim in a loaded archive: ``python -m tests.scale.sizes DATABASE_URL [CLAIMS...]``.

Prints a Markdown table with a line for each table: its number of rows, the bytes a claim takes in rows, indexes and full text,
and the size for CLAIMS claims.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Connection, func, select, text

from app.database.engines import read_connection, read_engine
from app.database.tables import Table
from app.queries.tables import claims

# Table, index (empty for the rows, TOAST included) and bytes. Full text is an index on PostgreSQL, and tables on SQLite.
ON_POSTGRESQL = """
    SELECT relname, '', pg_table_size(oid) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
    UNION ALL SELECT tables.relname, indexes.relname, pg_relation_size(indexes.oid)
    FROM pg_index JOIN pg_class AS tables ON tables.oid = indrelid JOIN pg_class AS indexes ON indexes.oid = indexrelid
    WHERE tables.relnamespace = 'public'::regnamespace
"""
ON_SQLITE = """
    SELECT tbl_name, CASE type WHEN 'table' THEN '' ELSE sqlite_master.name END, sum(pgsize)
    FROM dbstat JOIN sqlite_master USING (name) GROUP BY 1, 2
"""


class Size(NamedTuple):
    """Bytes of a part of a table. ``part`` is '' for the rows, the name of an index, or ``full text``."""

    table: str
    part: str
    size: int


def sizes(connection: Connection) -> list[Size]:
    """Return the sizes in bytes of all tables and their indexes, the largest first."""
    found = connection.execute(text(ON_SQLITE if connection.dialect.name == "sqlite" else ON_POSTGRESQL))
    summed: dict[tuple[str, str], int] = defaultdict(int)
    for table, index, size in found:
        summed[_table_and_part(table, index)] += size
    return sorted((Size(*names, size) for names, size in summed.items()), key=lambda size: -size.size)


def _table_and_part(table: str, index: str) -> tuple[str, str]:
    """Return the table and the part of it to which an index or FTS5 table belongs."""
    if "_fts" in table:
        return table.partition("_fts")[0], "full text"
    return table, "full text" if index.endswith("_words") else index


def report(connection: Connection, expected: list[int]) -> Iterator[str]:
    """Yield the lines of a Markdown table: bytes a claim, and the size of archives of ``expected`` claims."""
    number = connection.execute(select(func.count()).select_from(claims)).scalar_one()
    all_sizes = sizes(connection)
    yield f"| of {number:,} claims | rows | bytes a claim: rows | indexes | full text | all |" + "".join(f" {n:,} |" for n in expected)
    yield "|---|" + "---|" * (5 + len(expected))
    for table in [*dict.fromkeys(size.table for size in all_sizes if size.table in Table.metadata.tables), None]:
        table_sizes = [size for size in all_sizes if table in (None, size.table)]
        rows = [size.size for size in table_sizes if not size.part]
        words = [size.size for size in table_sizes if size.part == "full text"]
        indexes = [size.size for size in table_sizes if size.part not in ("", "full text")]
        total = sum(rows) + sum(words) + sum(indexes)
        counted = "" if table is None else f"{_count(connection, table):,}"
        columns = [f"{sum(part) / number:,.0f}" for part in (rows, indexes, words, [total])]
        archive_sizes = [f"{total / number * n / 1e9:,.0f} GB" for n in expected]
        yield f"| {table or 'all'} | " + " | ".join([counted, *columns, *archive_sizes]) + " |"
    for size in all_sizes:
        if size.part and size.table == "claims":
            yield f"claims, {size.part}: {size.size / number:,.0f} bytes a claim"


def _count(connection: Connection, table: str) -> int:
    return int(connection.execute(select(func.count()).select_from(Table.metadata.tables[table])).scalar_one())


def main(url: str, *expected: str) -> None:
    engine = read_engine(url)
    with read_connection(engine) as connection:
        sys.stdout.write("".join(f"{line}\n" for line in report(connection, [int(number) for number in expected])))
    engine.dispose()


if __name__ == "__main__":
    main(*sys.argv[1:])
