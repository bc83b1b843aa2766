"""Copies of SQLite databases: made while others write, checked, and put in the place of another one."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from typing import Any
from urllib.parse import quote

from app.database.engines import read_connection, read_engine, unread_log
from app.errors import OnRecordError

PAGES_AT_ONCE = 2_000  # 16 MB: between them the program shows progress, and hears that it is to end
LOCK_TIMEOUT_S = 2.0
FILES_BESIDE = ("-wal", "-shm", "-journal")  # that SQLite makes
JOB_STORE_FILES = ("-jobs", "-jobs-wal", "-jobs-shm")
ADVICE_ON_DAMAGED = (
    "Move it away, with the files beside it whose names begin with its own, and give its tombstones by `--tombstones FILE`, if "
    "`onrecord tombstones --format ndjson` ever wrote them."
)


class CopyRefused(OnRecordError):
    """The file cannot be copied, or not be put in the place of the database."""


def copied_url(file: str) -> str:
    """Return the URL by which a copy is read: beside a file that nobody writes SQLite makes none of its own."""
    return f"sqlite:///{file}" if unread_log(file) else f"sqlite:///{file}?immutable=1"


def copy_database(url: str, file: str, advance: Callable[[int], None]) -> None:
    """Copy a SQLite database as it is at this moment, whatever is written meanwhile.

    Args:
        url: of the database.
        file: to write to; an empty one, which is thrown away if this fails.
        advance: is called with the number of further pages that are copied.
    """
    engine = read_engine(url, connections=1)
    try:
        with read_connection(engine) as connection, closing(sqlite3.connect(file)) as target:
            source: Any = connection.connection.dbapi_connection
            # From its first read on this transaction sees one moment. Else SQLite would begin anew whenever another process has written.
            source.execute("SELECT 1 FROM sqlite_master").close()
            target.execute("PRAGMA journal_mode = OFF")
            source.backup(target, pages=PAGES_AT_ONCE, progress=lambda _, left, pages: advance(min(PAGES_AT_ONCE, pages - left)))
    finally:
        engine.dispose()


def check_copy(file: str) -> None:
    """Open a copy, and read every page of it.

    Raises:
        CopyRefused: something is wrong with it.
    """
    engine = read_engine(copied_url(file), connections=1)
    try:
        with read_connection(engine) as connection:
            (message,) = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalars()
    finally:
        engine.dispose()
    if message != "ok":
        raise CopyRefused(f"The copy is damaged, as what was copied is: {message}")


@contextmanager
def hold_alone(file: str) -> Iterator[sqlite3.Connection | None]:
    """Lend a connection to a SQLite file that nobody else has open, or opens meanwhile; None where there is no file.

    Its write-ahead log is written into it and removed: SQLite would read one that is left behind as that of the next file of this name.

    Raises:
        CopyRefused: it is open elsewhere, or there is a log without a file.
    """
    if not os.path.exists(file):
        if log := unread_log(file):
            raise CopyRefused(f"There is {log}, but no {file}: SQLite would take it for the log of the restored file. Move it away.")
        yield None
        return
    with closing(sqlite3.connect(f"file:{quote(file)}?mode=rw", LOCK_TIMEOUT_S, isolation_level=None, uri=True)) as connection:
        try:
            connection.execute("PRAGMA journal_mode = DELETE").close()  # only whoever is alone may leave the mode WAL
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise CopyRefused(f"{file} is open in another process: stop what serves, loads or reads it, then try again.") from error
            raise damaged(file, error) from error
        try:
            yield connection
        except BaseException:
            with suppress(sqlite3.Error):  # it stays in place
                connection.execute("ROLLBACK")
                connection.execute("PRAGMA journal_mode = WAL").close()
            raise


def damaged(file: str, error: sqlite3.Error) -> CopyRefused:
    """Return the refusal to replace a database whose tombstones cannot be read."""
    return CopyRefused(f"The tombstones in {file} cannot be read ({error}). {ADVICE_ON_DAMAGED}")


def remove_files_beside(file: str) -> None:
    """Remove what SQLite made beside a copy that is not used."""
    for ending in FILES_BESIDE:
        with suppress(FileNotFoundError):
            os.unlink(f"{file}{ending}")


def remove_job_store(file: str) -> None:
    """Remove the job engine's file beside a database: it knows jobs of this one, and is made anew from the jobs that are stored."""
    for ending in JOB_STORE_FILES:
        with suppress(FileNotFoundError):
            os.unlink(f"{file}{ending}")


def sync_folder(file: str) -> None:
    """Wait until the disk knows the name of a file."""
    if os.name != "posix":
        return
    folder = os.open(os.path.dirname(os.path.abspath(file)), os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
