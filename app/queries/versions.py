"""Read the data version, which lists are cached by, and whether the database is ready."""

from sqlalchemy import Connection, select, text

from app.envelopes import Ready
from app.errors import DatabaseBehind
from app.models import REVISION
from app.queries.tables import data_version


def get_data_version(connection: Connection) -> int:
    """Return the number that rises with every transaction that changes data.

    Raises:
        DatabaseBehind: the database has no such number.
    """
    if (version := connection.execute(select(data_version.c.version)).scalar_one_or_none()) is None:
        raise DatabaseBehind
    return int(version)


def get_readiness(connection: Connection) -> Ready:
    """Return that the database answers and has the tables this version needs.

    Raises:
        DatabaseBehind: it is at another migration.
    """
    if connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none() != REVISION:
        raise DatabaseBehind
    return Ready(status="ready", data_version=get_data_version(connection))
