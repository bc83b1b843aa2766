"""Checks of pages, indexes and references, by the databases themselves."""

from collections.abc import Iterator

from sqlalchemy import Connection, ForeignKeyConstraint, and_, select, text
from sqlalchemy import Table as SqlTable

from app.database.tables import Table
from app.queries.checking.findings import MOST, Finding


def check_pages(connection: Connection) -> Iterator[Finding]:
    """Read every page of a SQLite file, or every row of a PostgreSQL database, whose pages only reading can check."""
    if connection.dialect.name == "sqlite":
        for (message,) in connection.execute(text(f"PRAGMA integrity_check({MOST})")):
            if message != "ok":
                yield Finding("database", "", message)
    else:
        for table in Table.metadata.sorted_tables:
            quoted = connection.dialect.identifier_preparer.quote(table.name)
            connection.execute(text(f"SELECT sum(length(CAST({quoted} AS text))) FROM {quoted}"))


def check_references(connection: Connection) -> Iterator[Finding]:
    """Look for rows that refer to a row that is not there."""
    for table in Table.metadata.sorted_tables:
        for key in table.foreign_key_constraints:
            yield from _dangling(connection, table, key)


def _dangling(connection: Connection, table: SqlTable, key: ForeignKeyConstraint) -> Iterator[Finding]:
    parent = key.referred_table.alias("parent")
    columns, referred = list(key.columns), [parent.c[element.column.name] for element in key.elements]
    pairs = and_(*(column == other for column, other in zip(columns, referred, strict=True)))
    known = [column.is_not(None) for column in columns]
    names = ", ".join(column.name for column in columns)
    rows = select(*table.primary_key.columns).outerjoin_from(table, parent, pairs).where(*known, referred[0].is_(None)).limit(MOST)
    for row in connection.execute(rows):
        yield Finding(table.name, "/".join(map(str, row)), f"{names} refers to no row of {key.referred_table.name}")
