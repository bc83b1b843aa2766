"""Connections: one engine that reads and cannot write, one that writes, on SQLite or PostgreSQL."""

import logging
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from sqlite3 import DatabaseError
from time import monotonic
from typing import Any, TypeVar
from urllib.parse import quote, unquote

import orjson
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, DisconnectionError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session

T = TypeVar("T")
FileId = tuple[int, int]  # device and inode
LOG = logging.getLogger(__name__)
BUSY_TIMEOUT_MS = 30_000
CHECKPOINT_TIMEOUT_S = 1.0
# What may keep a checkpoint from being made: others who use the file, a file or folder that is not ours to write, none, or no database.
NO_CHECKPOINT = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_NOTADB}
PATIENCE_S = 300  # with another writer
# Pages of 8 kB, which a file gets when it is made: a load takes 15 µs a claim less than with 4 kB, a read as long; with 16 kB a list
# of 200 takes a third longer. Up to 256 MB of pages in memory, and a checkpoint every 80 MB: a load into a large archive takes a third
# less time. Another writer may load for minutes before it lets this one in, which is asked each second, so that Ctrl+C ends the waiting.
WRITING = (
    "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -262144; "
    "PRAGMA wal_autocheckpoint = 10000; PRAGMA journal_size_limit = 100000000; PRAGMA busy_timeout = 1000"
)
# Of the event loop's connection: what the inner pages of a million claims take. One claim of them takes a seventh less time than with 2 MB.
CACHE_KIB = 16_000
UNLIMITED = 1 << 62
LOOK_EVERY_S = 1.0  # whether a database file is still the one that is open: to look takes 4 microseconds
STEPS_AT_A_TIME = 1_000  # of SQLite's virtual machine, after which it asks whether to go on
# For a page deep in a list PostgreSQL merges whole indexes: of a million claims that is 154,000 pages for the 50 rows, else 1,000.
READING = "-c default_transaction_read_only=on -c enable_mergejoin=off"
# Any number, the same in every process: writers of one PostgreSQL database follow each other, as SQLite's do.
WRITERS_LOCK = 7_233_710


def database_url(url: str) -> URL:
    """Return the URL with the driver that On Record uses (``postgres://`` and ``postgresql://`` mean psycopg)."""
    parsed = make_url(url)
    if parsed.drivername in ("postgres", "postgresql"):
        return parsed.set(drivername="postgresql+psycopg")
    return parsed


def read_engine(url: str, connections: int = 16) -> Engine:
    """Return an engine whose connections are read-only in the database itself, one snapshot per transaction."""
    parsed = database_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(_read_only_file(parsed), "BEGIN", "PRAGMA query_only = ON", connections)
    options: dict[str, Any] = {"isolation_level": "REPEATABLE READ", "connect_args": {"options": READING}}
    return create_engine(parsed, pool_size=connections, max_overflow=0, pool_pre_ping=True, **_json(), **options)


def write_engine(url: str) -> Engine:
    """Return an engine for ``ingest`` and migrations."""
    parsed = database_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed, "BEGIN IMMEDIATE", WRITING, 1)
    return create_engine(parsed, pool_size=1, **_json())


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
    """Open a read-only transaction: what it sees is one moment of the data."""
    with engine.connect() as connection, connection.begin():
        yield connection


def checkpoint(url: str) -> None:
    """Write a SQLite file's write-ahead log into the file, which then is whole by itself, and remove the log if nobody uses it.

    Who serves opens the file for this alone: the last to close it reads only, and SQLite leaves the log to who may write. Nothing is
    done while another process writes, or reads for longer than a second: nothing is lost, and the next load or stop tries again.
    """
    parsed = database_url(url)
    name = parsed.database or ""
    if parsed.get_backend_name() != "sqlite" or not os.path.exists(f"{name}-wal"):
        return
    try:
        with closing(sqlite3.connect(f"file:{quote(name)}?mode=rw", CHECKPOINT_TIMEOUT_S, uri=True)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF not in NO_CHECKPOINT:
            LOG.warning("the write-ahead log was not written into %s; nothing is lost", name, exc_info=error)


class ReadTooLong(Exception):
    """A read took more steps than it was allowed."""


class Lasting:
    """A read-only connection to a SQLite file that stays open, for one thread. Each read is one transaction.

    The transaction is the driver's: with the pool's and SQLAlchemy's work a read costs 100 microseconds more.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._name = _file_name(engine.url)
        self._connection: Connection | None = None
        self._driver: Any = None
        self.file: FileId | None = None
        self._look_at = 0.0  # when it is to be looked again whether the file is the same
        self._left = 0

    def read(self, query: Callable[[Connection], T], most_steps: int = UNLIMITED) -> T:
        """Run a read of at most so many steps of SQLite's virtual machine.

        Raises:
            ReadTooLong: it was interrupted, having taken more.
        """
        connection = self._opened()
        driver, self._left = self._driver, most_steps // STEPS_AT_A_TIME
        driver.execute("BEGIN")
        try:
            return query(connection)
        except OperationalError as error:
            if self._left < 0:
                raise ReadTooLong from error
            raise
        finally:
            if connection.in_transaction():
                connection.rollback()  # SQLAlchemy thinks that it began one, where the query executed by it
            else:
                driver.rollback()

    def select(self, query: Callable[[Connection], T]) -> T:
        """Run a read of one statement, by the driver: a transaction by itself."""
        connection, self._left = self._opened(), UNLIMITED
        return query(connection)

    def close(self) -> None:
        """Close it; the next read opens another."""
        opened, self._connection, self._look_at = self._connection, None, 0.0
        if opened is not None:
            opened.invalidate()
            opened.close()

    def _opened(self) -> Connection:
        now = monotonic()
        if self._connection is not None and now < self._look_at:
            return self._connection
        file = _file_id(self._name)
        if self._connection is None or file != self.file:
            self.close()
            self._connection, self.file = self._open(), file
        self._look_at = now + LOOK_EVERY_S
        return self._connection

    def _open(self) -> Connection:
        connection = self._engine.connect()
        driver: Any = connection.connection.dbapi_connection
        try:
            driver.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        except DatabaseError as error:
            connection.invalidate()
            connection.close()
            raise DBAPIError.instance("PRAGMA cache_size", (), error, DatabaseError, dialect=self._engine.dialect) from error
        driver.set_progress_handler(self._is_over, STEPS_AT_A_TIME)
        self._driver = driver
        return connection

    def _is_over(self) -> bool:
        self._left -= 1
        return self._left < 0


def _json() -> dict[str, Any]:
    return {"json_serializer": lambda value: orjson.dumps(value).decode(), "json_deserializer": orjson.loads}


def _read_only_file(url: URL) -> URL:
    return url.set(database=f"file:{quote(url.database or '')}", query={**url.query, "mode": "ro", "uri": "true"})


def _file_name(url: URL) -> str:
    return unquote((url.database or "").removeprefix("file:"))


def _file_id(name: str) -> FileId | None:
    """What tells a file from another one of the same name; None where there is none."""
    try:
        found = os.stat(name)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _sqlite(url: URL, begin: str, pragmas: str, connections: int) -> Engine:
    engine = create_engine(url, pool_size=connections, max_overflow=0, connect_args={"check_same_thread": False}, **_json())
    name = _file_name(url)

    @event.listens_for(engine, "connect")
    def configure(connection: Any, record: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # the driver would begin transactions of its own, and never IMMEDIATE ones
        try:
            for pragma in (f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}", "PRAGMA foreign_keys = ON", *pragmas.split("; ")):
                connection.execute(pragma)
        except DatabaseError:  # a file that is no database: the pool would forget the connection without closing it
            connection.close()
            raise
        record.info["file"] = _file_id(name)

    @event.listens_for(engine, "checkout")
    def is_still_there(_connection: Any, record: ConnectionPoolEntry, _proxy: Any) -> None:
        if record.info["file"] != _file_id(name):
            raise DisconnectionError("the database file was replaced")  # the pool then opens the one that is there

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        driver: Any = connection.connection.dbapi_connection
        if not driver.in_transaction:  # else ``Lasting`` began it
            _begin(connection, begin, monotonic() + PATIENCE_S)

    return engine


def _begin(connection: Connection, begin: str, deadline: float) -> None:
    """Begin a transaction, once no other writer is in one."""
    while True:
        try:
            connection.exec_driver_sql(begin)
            return
        except OperationalError as error:
            if "locked" not in str(error.orig) or monotonic() > deadline:
                raise
