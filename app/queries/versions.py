"""Read the data version, which lists are cached by, and whether the database is ready."""

from sqlalchemy import Connection, select, text

from app.envelopes import Ready
from app.errors import DatabaseBehind
from app.models import REVISION
from app.queries.prepared import Prepared
from app.queries.tables import data_version

STATE = Prepared(lambda: select(data_version.c.database_id, data_version.c.version))


def get_data_state(connection: Connection) -> str:
    """Return what names the state of the data: the database and its number. It changes with every change of the data.

    Raises:
        DatabaseBehind: the database has no such number.
    """
    rows = STATE.rows(connection)
    if not rows:
        raise DatabaseBehind
    return f"{rows[0].database_id}.{rows[0].version}"


def get_readiness(connection: Connection) -> Ready:
    """Return that the database answers and has the tables this version needs.

    Raises:
        DatabaseBehind: it is at another migration.
    """
    if connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none() != REVISION:
        raise DatabaseBehind
    return Ready(status="ready", data_version=connection.execute(select(data_version.c.version)).scalar_one())
