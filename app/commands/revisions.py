"""Checks of the database before commands use it: whether it is there and has the tables of this version."""

import logging
import os

from sqlalchemy.exc import DatabaseError

from app.commands.exits import exit_with_error
from app.database.advice import advice_on
from app.database.engines import database_url, read_connection, read_engine
from app.errors import DatabaseMissing, OnRecordError
from app.queries.listing.versions import require_migratable, require_revision
from app.queries.stats import get_stats
from app.terms.words import counted

log = logging.getLogger("onrecord.database")


def require_database(url: str) -> None:
    """Check that the database answers and is at the revision of this version; else print the error and exit with 2."""
    try:
        _check_revision(url)
    except (DatabaseError, OnRecordError) as error:
        exit_with_error(error)


def warn_of_revision(url: str) -> None:
    """Log a warning if the database is missing or at another revision. One that does not answer yet may still start: no warning."""
    try:
        _check_revision(url)
    except OnRecordError as error:
        log.warning("every answer is 503 for now: %s", error)
    except DatabaseError as error:
        if advice := advice_on(error):
            log.warning("every answer is 503 for now: %s", advice)


def stored_revision(url: str) -> str | None:
    """Return the revision of the database; None if it has no tables, or is a file that is not there.

    Raises:
        RevisionNotSupported: this version cannot migrate from it.
    """
    if _missing_file(url):
        return None
    engine = read_engine(url, connections=1)
    try:
        with read_connection(engine) as connection:
            return require_migratable(connection)
    finally:
        engine.dispose()


def describe_content(url: str) -> str:
    """Return in words how many articles and claims the database holds."""
    engine = read_engine(url, connections=1)
    try:
        with read_connection(engine) as connection:
            stats = get_stats(connection)
    finally:
        engine.dispose()
    return f"{counted(stats['articles'], 'article')} with {counted(stats['claims'], 'claim')}"


def database_name(url: str) -> str:
    """Return what people call the database: its file, or its address without the password."""
    parsed = database_url(url)
    is_file = parsed.get_backend_name() == "sqlite"
    return os.path.abspath(parsed.database or "") if is_file else parsed.render_as_string().replace("+psycopg", "")


def _missing_file(url: str) -> str | None:
    """Return the file of a SQLite database if it is not there."""
    parsed = database_url(url)
    is_missing = parsed.get_backend_name() == "sqlite" and not os.path.exists(parsed.database or "")
    return database_name(url) if is_missing else None


def _check_revision(url: str) -> None:
    if file := _missing_file(url):
        raise DatabaseMissing(file)
    engine = read_engine(url, connections=1)
    try:
        with read_connection(engine) as connection:
            require_revision(connection)
    finally:
        engine.dispose()
