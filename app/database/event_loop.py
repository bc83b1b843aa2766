"""The event loop's own read-only connection to a SQLite file, which stays open."""

from collections.abc import Callable
from sqlite3 import DatabaseError
from time import monotonic
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError

from app.database.engines import FileId, database_file, file_id

T = TypeVar("T")

# Room for the inner index pages of a million claims. Reading a claim then takes a seventh less time than with SQLite's default of 2 MB.
CACHE_KIB = 16_000
STEPS_PER_CHECK = 1_000  # SQLite calls the progress handler after so many steps of its virtual machine
UNLIMITED = 1 << 62
FILE_CHECK_INTERVAL_S = 1.0  # looking whether the database file was replaced takes 4 microseconds


class ReadTooLong(Exception):
    """A read took more steps than it was allowed."""


class EventLoopConnection:
    """A read-only connection to a SQLite file that stays open, for one thread. Each read is one transaction.

    The driver begins and ends the transactions: through SQLAlchemy's pool a read takes 100 microseconds more.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._path = database_file(engine.url)
        self._connection: Connection | None = None
        self._driver: Any = None
        self.file: FileId | None = None
        self._next_file_check = 0.0
        self._checks_left = 0

    def read(self, query: Callable[[Connection], T], max_steps: int = UNLIMITED) -> T:
        """Run a read of at most ``max_steps`` steps of SQLite's virtual machine.

        Raises:
            ReadTooLong: the read took more steps, and was interrupted.
        """
        connection = self._current_connection()
        driver, self._checks_left = self._driver, max_steps // STEPS_PER_CHECK
        driver.execute("BEGIN")
        try:
            return query(connection)
        except OperationalError as error:
            if self._checks_left < 0:
                raise ReadTooLong from error
            raise
        finally:
            if connection.in_transaction():
                connection.rollback()  # where the query ran through SQLAlchemy, which then thinks that it began the transaction
            else:
                driver.rollback()

    def read_statement(self, query: Callable[[Connection], T]) -> T:
        """Run a read of one statement by the driver. The statement is a transaction by itself."""
        connection, self._checks_left = self._current_connection(), UNLIMITED
        return query(connection)

    def close(self) -> None:
        """Close the connection. The next read opens another."""
        connection, self._connection, self._next_file_check = self._connection, None, 0.0
        if connection is not None:
            connection.invalidate()
            connection.close()

    def _current_connection(self) -> Connection:
        """Return the connection, opened anew where the database file was replaced. The file is looked at once a second."""
        now = monotonic()
        if self._connection is not None and now < self._next_file_check:
            return self._connection
        file = file_id(self._path)
        if self._connection is None or file != self.file:
            self.close()
            self._connection, self.file = self._open(), file
        self._next_file_check = now + FILE_CHECK_INTERVAL_S
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
        driver.set_progress_handler(self._should_interrupt, STEPS_PER_CHECK)
        self._driver = driver
        return connection

    def _should_interrupt(self) -> bool:
        """Count one check down. Return whether SQLite's virtual machine is to interrupt the read."""
        self._checks_left -= 1
        return self._checks_left < 0
