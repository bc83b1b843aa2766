"""Read the data version, which cached lists depend on, and the revision of the database's tables."""

from sqlalchemy import Connection, exists, select, text

from app.answers.server import Ready
from app.database.tables.version import ABANDONED_REVISIONS, REVISION, REVISIONS
from app.errors import DatabaseBehind, RevisionAbandoned, RevisionUnknown
from app.queries.statements.compiled import on_driver
from app.queries.tables import articles, claims, data_version, entities, events

# Plain SQL for the driver, since every request runs it: half the time of a compiled statement.
DATA_STATE_SQL = "SELECT database_id, version FROM data_version"
READINESS_LOCK_TIMEOUT_MS = 300
READ_OF_EACH_NOUN = select(*(exists().select_from(table) for table in (articles, claims, entities, events)))


def get_data_state(connection: Connection) -> str:
    """Return the state of the data as "<database id>.<version>", which changes with every change of the data.

    Raises:
        DatabaseBehind: the database has no version row.
    """
    rows, _ = on_driver(connection, DATA_STATE_SQL, ())
    for database_id, version in rows:
        return f"{database_id}.{version}"
    raise DatabaseBehind


def get_data_version(connection: Connection) -> int:
    """Return the data version, which rises with every change of the data."""
    version: int = connection.execute(select(data_version.c.version)).scalar_one()
    return version


def get_readiness(connection: Connection) -> Ready:
    """Return the readiness of the database: it answers, has the tables that this version needs, and they can be read.

    Raises:
        DatabaseBehind: it is at another revision.
        OperationalError: another session has locked the tables.
    """
    require_revision(connection)
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SET LOCAL lock_timeout = {READINESS_LOCK_TIMEOUT_MS}"))
    connection.execute(READ_OF_EACH_NOUN)
    return Ready(status="ready", data_version=get_data_version(connection))


def require_revision(connection: Connection) -> None:
    """Check that the database has the tables that this version needs.

    Raises:
        DatabaseBehind: it is at another revision, or at none.
    """
    if require_migratable(connection) != REVISION:
        raise DatabaseBehind


def require_migratable(connection: Connection) -> str | None:
    """Return the database's revision, which this version can migrate from; None if it was never migrated.

    Raises:
        RevisionNotSupported: this version cannot migrate from it.
    """
    has_table = connection.dialect.has_table(connection, "alembic_version")
    revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none() if has_table else None
    if revision in ABANDONED_REVISIONS:
        raise RevisionAbandoned(revision)
    if revision is not None and revision not in REVISIONS:
        raise RevisionUnknown(revision)
    return revision
