"""Engines and transactions: one that reads and cannot write, one that writes, on SQLite or PostgreSQL."""

import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from math import ceil
from sqlite3 import DatabaseError
from time import monotonic
from typing import Any
from urllib.parse import quote, unquote

import orjson
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import IsolationLevel
from sqlalchemy.exc import DisconnectionError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session

from app.database.advice import is_disk_full
from app.errors import LogUnread

LOG = logging.getLogger(__name__)

FileId = tuple[int, int]  # device and inode

BUSY_TIMEOUT_MS = 30_000  # of readers
CHECKPOINT_TIMEOUT_S = 1.0
WRITER_TIMEOUT_S = 300  # how long a writer waits for another one
SERVER_WRITER_CACHE_KIB = 16_000  # of pages that the server keeps for its writes

# A checkpoint fails without a warning where others use the file, where file or folder may not be written, and where there is no database.
EXPECTED_CHECKPOINT_ERRORS = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_NOTADB,
}

# page_size: a file gets its page size when it is made. With pages of 8 kB a load takes 15 µs a claim less than with 4 kB, and a read takes
#   no longer; with 16 kB a list of 200 claims takes a third longer.
# cache_size, wal_autocheckpoint: with 256 MB of pages in memory and a checkpoint every 80 MB, a load into a large archive takes a third
#   less time; with 512 MB, which only a load into a large archive fills, a twelfth less again.
# secure_delete: what is deleted is overwritten, so that nothing of a withdrawn article stays in free pages.
# busy_timeout: another writer may load for minutes. SQLite waits one second, then ``_begin`` tries again, so that Ctrl+C ends the waiting.
SQLITE_WRITER_PRAGMAS = (
    "PRAGMA page_size = 8192",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA cache_size = -524288",
    "PRAGMA wal_autocheckpoint = 10000",
    "PRAGMA journal_size_limit = 100000000",
    "PRAGMA secure_delete = ON",
    "PRAGMA busy_timeout = 1000",
)

# For 50 rows deep in a list of a million claims, PostgreSQL would merge whole indexes and read 154,000 pages of the database. Without merge
# joins it reads 1,000.
POSTGRESQL_READER_OPTIONS = "-c default_transaction_read_only=on -c enable_mergejoin=off"

# Of the time for a read, so much a lock is waited for. Less than half, so that the data version, too, is waited for no longer.
LOCK_SHARE = 0.4
LEAST_CONNECT_TIMEOUT_S = 2  # that libpq takes

# Any number, but the same in every process. By this lock the writers of a PostgreSQL database follow each other, as SQLite's do.
WRITERS_LOCK = 7_233_710
# Each statement sees what is committed. One snapshot, taken before a writer waits for another, would miss what that one writes.
WRITER_ISOLATION: IsolationLevel = "READ COMMITTED"


def database_url(url: str) -> URL:
    """Return the URL with the driver that On Record uses (``postgres://`` and ``postgresql://`` mean psycopg)."""
    parsed = make_url(url)
    if parsed.drivername in ("postgres", "postgresql"):
        return parsed.set(drivername="postgresql+psycopg")
    return parsed


def read_engine(url: str, connections: int = 16, timeout_s: float | None = None) -> Engine:
    """Return an engine whose connections are read-only in the database itself, one snapshot per transaction.

    Args:
        connections: at a time.
        timeout_s: seconds after which PostgreSQL breaks a statement off; it waits for a lock, or a connection, for half of that at most.

    Raises:
        LogUnread: the URL says ``immutable=1``, and the file has a log, which would be skipped.
    """
    parsed = database_url(url)
    if parsed.get_backend_name() == "sqlite":
        if "immutable" in parsed.query and (log := unread_log(os.path.abspath(parsed.database or ""))):
            raise LogUnread(log)
        engine = _sqlite_engine(_read_only_file(parsed), "BEGIN", ("PRAGMA query_only = ON",), connections)
        event.listen(engine, "do_connect", _connect_also_on_full_disk)
        return engine
    options: dict[str, Any] = {"isolation_level": "REPEATABLE READ", "connect_args": _postgresql_reader_arguments(parsed, timeout_s)}
    return create_engine(parsed, pool_size=connections, max_overflow=0, **_engine_options(), **options)


def write_engine(url: str) -> Engine:
    """Return an engine for ``ingest`` and migrations."""
    parsed = database_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite_engine(parsed, "BEGIN IMMEDIATE", SQLITE_WRITER_PRAGMAS, 1)
    return create_engine(parsed, pool_size=1, isolation_level=WRITER_ISOLATION, **_engine_options())


def server_write_engine(url: str, timeout_s: float) -> Engine:
    """Return an engine for writes of the server, which are small and many. A commit waits until the disk has what was written.

    Args:
        timeout_s: seconds that a write waits for other writers.
    """
    parsed = database_url(url)
    if parsed.get_backend_name() == "sqlite":
        # With synchronous = NORMAL a power cut would take what a client was told is stored. A load can be repeated; a request is not.
        pragmas = (*SQLITE_WRITER_PRAGMAS, f"PRAGMA cache_size = -{SERVER_WRITER_CACHE_KIB}", "PRAGMA synchronous = FULL")
        return _sqlite_engine(parsed, "BEGIN IMMEDIATE", pragmas, 1, timeout_s)
    options = {"options": f"-c lock_timeout={ceil(timeout_s * 1000)}"}
    return create_engine(parsed, pool_size=1, max_overflow=0, isolation_level=WRITER_ISOLATION, connect_args=options, **_engine_options())


@contextmanager
def write_session(engine: Engine) -> Iterator[Session]:
    """Open the one transaction of a write: committed at the end, rolled back by any error.

    Writers wait for each other, so that none fails half-way and none deadlocks.
    """
    with Session(engine) as session, session.begin():
        if engine.dialect.name == "postgresql":
            session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": WRITERS_LOCK})
        yield session


@contextmanager
def read_connection(engine: Engine) -> Iterator[Connection]:
    """Open a read-only transaction, which sees one moment of the data."""
    with engine.connect() as connection, connection.begin():
        yield connection


def checkpoint(url: str) -> bool:
    """Write a SQLite file's write-ahead log into the file, which then is whole by itself; return whether the log is empty then.

    The log is removed if nobody uses it. A server opens the file for writing only here: SQLite leaves the log in place when the last
    connection to close is read-only. Nothing is done, and nothing lost, while another process writes, or reads for longer than a second:
    the next load or stop tries again.
    """
    parsed = database_url(url)
    path = parsed.database or ""
    if parsed.get_backend_name() != "sqlite" or not os.path.exists(f"{path}-wal"):
        return True
    try:
        with closing(sqlite3.connect(f"file:{quote(path)}?mode=rw", CHECKPOINT_TIMEOUT_S, uri=True)) as connection:
            is_busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return not is_busy
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF not in EXPECTED_CHECKPOINT_ERRORS:
            LOG.warning("the write-ahead log was not written into %s, and nothing is lost: %s", path, error)
        return False


def unread_log(file: str) -> str | None:
    """Return the path of a SQLite file's write-ahead log if it holds anything; else None."""
    log = f"{file}-wal"
    return log if os.path.exists(log) and os.path.getsize(log) else None


def database_file(url: URL) -> str:
    """Return the path of a SQLite database, also where the URL is that of a read-only file."""
    return unquote((url.database or "").removeprefix("file:"))


def file_id(path: str) -> FileId | None:
    """Return device and inode of a file, which tell it from another one of the same name; None where there is no file."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _engine_options() -> dict[str, Any]:
    """Return the options of every engine: JSON by orjson, and no values in errors, for logs would have what was searched for."""
    return {"json_serializer": lambda value: orjson.dumps(value).decode(), "json_deserializer": orjson.loads, "hide_parameters": True}


def _postgresql_reader_arguments(url: URL, timeout_s: float | None) -> dict[str, Any]:
    """Return what the driver is given for a connection that reads."""
    if timeout_s is None:
        return {"options": POSTGRESQL_READER_OPTIONS}
    lock_timeout_s = LOCK_SHARE * timeout_s
    timeouts = f"-c statement_timeout={ceil(timeout_s * 1000)} -c lock_timeout={ceil(lock_timeout_s * 1000)}"
    connect_timeout = {} if "connect_timeout" in url.query else {"connect_timeout": max(ceil(timeout_s / 2), LEAST_CONNECT_TIMEOUT_S)}
    return {"options": f"{POSTGRESQL_READER_OPTIONS} {timeouts}", **connect_timeout}


def _read_only_file(url: URL) -> URL:
    return url.set(database=f"file:{quote(url.database or '')}", query={**url.query, "mode": "ro", "uri": "true"})


def _connect_also_on_full_disk(dialect: Any, _record: Any, arguments: list[Any], options: dict[str, Any]) -> Any:
    """Return a new connection of the driver to a SQLite file.

    SQLite indexes the write-ahead log in a file, for which a full disk has no room. With ``readonly_shm`` it reads the log into memory.
    """
    connection = dialect.connect(*arguments, **options)
    try:
        connection.execute("SELECT 1 FROM sqlite_master").close()
    except sqlite3.Error as error:
        if is_disk_full(error):
            connection.close()
            return dialect.connect(f"{arguments[0]}&readonly_shm=1", *arguments[1:], **options)
    return connection  # other errors come again, where they are answered


def _sqlite_engine(
    url: URL, begin_statement: str, pragmas: tuple[str, ...], connections: int, timeout_s: float = WRITER_TIMEOUT_S
) -> Engine:
    engine = create_engine(url, pool_size=connections, max_overflow=0, connect_args={"check_same_thread": False}, **_engine_options())
    path = database_file(url)

    @event.listens_for(engine, "connect")
    def configure(connection: Any, record: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # the driver would begin transactions of its own, and never IMMEDIATE ones
        try:
            for pragma in (f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}", "PRAGMA foreign_keys = ON", *pragmas):
                connection.execute(pragma)
        except DatabaseError:  # the file is no database; the pool would forget the connection without closing it
            connection.close()
            raise
        record.info["file"] = file_id(path)

    @event.listens_for(engine, "checkout")
    def refuse_replaced_file(_connection: Any, record: ConnectionPoolEntry, _proxy: Any) -> None:
        if record.info["file"] != file_id(path):
            raise DisconnectionError("the database file was replaced")  # the pool then opens the file that is there now

    @event.listens_for(engine, "begin")
    def begin_transaction(connection: Connection) -> None:
        driver: Any = connection.connection.dbapi_connection
        if not driver.in_transaction:  # ``EventLoopConnection`` begins its transactions by the driver
            _begin(connection, begin_statement, monotonic() + timeout_s)

    return engine


def _begin(connection: Connection, begin_statement: str, deadline: float) -> None:
    """Begin a transaction, once no other writer is in one."""
    while True:
        try:
            connection.exec_driver_sql(begin_statement)
            return
        except OperationalError as error:
            if "locked" not in str(error.orig) or monotonic() > deadline:
                raise
