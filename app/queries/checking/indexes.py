"""Check of PostgreSQL's indexes, by its extension ``amcheck``. SQLite's own check reads indexes with the pages."""

from collections.abc import Iterator

from sqlalchemy import Connection, text
from sqlalchemy.exc import DatabaseError

from app.database.tables import Table
from app.queries.checking.findings import Finding, IndexesUnchecked

# The extension is made where it is not there, in a transaction that is rolled back. Each index is looked at as it is now: one that was
# made a moment ago cannot be compared with an older snapshot.
BEGIN = text("SET TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE")
SCHEMA = text(
    "SELECT quote_ident(nspname) FROM pg_extension JOIN pg_namespace AS schemas ON schemas.oid = extnamespace WHERE extname = 'amcheck'"
)
INSUFFICIENT_PRIVILEGE = "42501"
INDEXES = text("""
    SELECT indexes.oid, indexes.relname
    FROM pg_index JOIN pg_class AS indexes ON indexes.oid = indexrelid JOIN pg_class AS tables ON tables.oid = indrelid
    JOIN pg_am ON pg_am.oid = indexes.relam AND amname = 'btree'
    WHERE tables.relname = ANY(:tables) AND pg_table_is_visible(tables.oid) AND indisvalid AND indisready
    ORDER BY indexes.relname
""")


def check_indexes(connection: Connection) -> Iterator[Finding]:
    """Read each B-tree of a PostgreSQL database, and compare it with the rows of its table.

    Raises:
        IndexesUnchecked: ``amcheck`` is not there and cannot be made, or may not be used.
    """
    if connection.dialect.name == "sqlite":
        return
    _begin(connection)
    with connection.begin_nested() as before:
        schema = _extension(connection)
        tables = [table.name for table in Table.metadata.sorted_tables]
        for oid, name in connection.execute(INDEXES, {"tables": tables}).all():
            yield from _check(connection, schema, oid, name)
        before.rollback()


def _begin(connection: Connection) -> None:
    try:
        connection.execute(BEGIN)
    except DatabaseError as error:  # a replica
        raise _unchecked(error) from error


def _extension(connection: Connection) -> str:
    """Return the schema of ``amcheck``, which is made where it is not there, until the transaction ends."""
    try:
        connection.execute(text("CREATE EXTENSION IF NOT EXISTS amcheck"))
    except DatabaseError as error:
        raise _unchecked(error) from error
    return str(connection.scalars(SCHEMA).one())


def _check(connection: Connection, schema: str, oid: int, name: str) -> Iterator[Finding]:
    try:
        with connection.begin_nested():
            connection.execute(text(f"SELECT {schema}.bt_index_check(:oid, true)"), {"oid": oid})
    except DatabaseError as error:
        if getattr(error.orig, "sqlstate", "") == INSUFFICIENT_PRIVILEGE:
            raise _unchecked(error) from error
        yield Finding(name, "", str(error.orig).rstrip())


def _unchecked(error: DatabaseError) -> IndexesUnchecked:
    return IndexesUnchecked(str(error.orig).splitlines()[0])
