"""Whether the database can be used by this version, for commands."""

import logging

from sqlalchemy.exc import DatabaseError

from app.commands.failures import fail
from app.database.engines import read_connection, read_engine
from app.errors import OnRecordError
from app.queries.listing.versions import require_revision

log = logging.getLogger("onrecord.database")


def require_database(url: str) -> None:
    """Check that the database answers and is at the revision of this version; else say so and exit with 2."""
    try:
        _check(url)
    except (DatabaseError, OnRecordError) as error:
        fail(error)


def warn_of_revision(url: str) -> None:
    """Log a warning if the database is at another revision. One that does not answer yet is not warned of: it may start later."""
    try:
        _check(url)
    except OnRecordError as error:
        log.warning("every answer is 503 for now: %s", error)
    except DatabaseError:
        pass


def _check(url: str) -> None:
    engine = read_engine(url, connections=1)
    try:
        with read_connection(engine) as connection:
            require_revision(connection)
    finally:
        engine.dispose()
