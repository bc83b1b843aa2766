"""Checks of the database before commands use it: whether it answers and has the tables of this version."""

import logging

from sqlalchemy.exc import DatabaseError

from app.commands.exits import exit_with_error
from app.database.engines import read_connection, read_engine
from app.errors import OnRecordError
from app.queries.listing.versions import require_revision

log = logging.getLogger("onrecord.database")


def require_database(url: str) -> None:
    """Check that the database answers and is at the revision of this version; else print the error and exit with 2."""
    try:
        _check_revision(url)
    except (DatabaseError, OnRecordError) as error:
        exit_with_error(error)


def warn_of_revision(url: str) -> None:
    """Log a warning if the database is at another revision. A database that does not answer yet may still start: no warning."""
    try:
        _check_revision(url)
    except OnRecordError as error:
        log.warning("every answer is 503 for now: %s", error)
    except DatabaseError:
        pass


def _check_revision(url: str) -> None:
    engine = read_engine(url, connections=1)
    try:
        with read_connection(engine) as connection:
            require_revision(connection)
    finally:
        engine.dispose()
