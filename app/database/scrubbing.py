"""Remove what deleted rows leave behind in the files of a database."""

import logging
from contextlib import closing
from sqlite3 import OperationalError

from sqlalchemy import Engine, column, insert, table, text

from app.database.engines import WRITER_TIMEOUT_S, checkpoint, write_engine, write_session
from app.database.tables import Table

LOG = logging.getLogger(__name__)
FULL_TEXT_TABLES = text(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE % USING fts5%' ORDER BY name"
)


def scrub(url: str) -> bool:
    """Remove the bytes of deleted rows; return whether all of it could be done.

    SQLite overwrites rows when they are deleted (``secure_delete``), but not the copies that stay in pages which its trees shared out
    anew: ``VACUUM`` makes the file from what is there. Indexes of full text note a deleted word beside the word, until they are merged.
    The write-ahead log has pages as they were before, until it is emptied, which a long read of another process prevents.
    PostgreSQL marks the room of deleted rows as free, and writes over it later.
    """
    engine = write_engine(url)
    try:
        is_done = _rewrite_sqlite(engine) if engine.dialect.name == "sqlite" else _vacuum_postgresql(engine)
    finally:
        engine.dispose()
    return checkpoint(url) and is_done


def _rewrite_sqlite(engine: Engine) -> bool:
    with write_session(engine) as session:
        names = list(session.connection().execute(FULL_TEXT_TABLES).scalars())
    for name in names:  # one transaction each, so that other writers wait no longer than for one index
        with write_session(engine) as session:
            session.connection().execute(insert(table(name, column(name))).values({name: "optimize"}))
    with closing(engine.raw_connection()) as connection:
        try:
            connection.cursor().execute(f"PRAGMA busy_timeout = {WRITER_TIMEOUT_S * 1000}")
            connection.cursor().execute("VACUUM")
        except OperationalError as error:  # another writer, or no room for a copy
            LOG.warning("the file could not be written anew: %s", error)
            return False
    return True


def _vacuum_postgresql(engine: Engine) -> bool:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for name in Table.metadata.tables:
            connection.exec_driver_sql(f"VACUUM {name}")
    return True
