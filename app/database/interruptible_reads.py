"""Reads in threads that any other thread can end: by SQLite's interrupt, or PostgreSQL's cancel and a cut connection."""

import os
from collections.abc import Callable
from concurrent.futures import Future, wait
from contextlib import nullcontext, suppress
from contextvars import ContextVar
from math import inf
from socket import SHUT_RDWR, socket
from threading import Lock
from time import monotonic
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry

T = TypeVar("T")

CANCEL_TIMEOUT_S = 1.0  # of asking PostgreSQL to cancel a statement, over a connection that is opened for this; after it the read is cut
CANCEL_DELAY_S = 0.25  # before PostgreSQL is asked, which starts a process for it: beside 64 clients that leave, others wait 50 ms, not 130
END_INTERVAL_S = 0.05  # between two attempts to end a read: it may have been between two statements


class ReadInterrupted(Exception):
    """The read was ended before it had a connection."""


class InterruptibleRead(Generic[T]):
    """One read over a connection of an engine. A thread runs it, and any thread may interrupt it.

    The engine must have gone through ``make_interruptible``.

    Args:
        engine: lends the connection.
        query: a function that reads over a connection.
        timeout_s: seconds that the read may take, and that it may wait for a thread before.
        in_transaction: whether the read is a transaction, which sees one moment of the data. One statement needs none.

    Attributes:
        deadline: by ``time.monotonic``: to begin by; once the read has begun, to end by.
        has_begun: whether a thread runs it, or has run it.
    """

    def __init__(self, engine: Engine, query: Callable[[Connection], T], timeout_s: float, *, in_transaction: bool = True) -> None:
        self._engine, self._query, self._in_transaction = engine, query, in_transaction
        self.timeout_s, self.deadline, self.has_begun = timeout_s, monotonic() + timeout_s, False
        self._lock, self._driver, self.is_interrupted = Lock(), None, False
        self._cancels_until, self._is_spoiled = inf, False

    @property
    def is_dear_to_interrupt(self) -> bool:
        """Whether an interrupt takes a connection of its own."""
        return self._engine.dialect.name == "postgresql"

    def run(self) -> T:
        """Run the read.

        The connection is used again after an interrupted read: SQLite interrupts only what runs, and PostgreSQL has signalled its process
        by the time that it answers a cancel. Where it did not answer, the cancel may come late, and end another's read: then the
        connection is given up.
        """
        self.deadline, self.has_begun = monotonic() + self.timeout_s, True
        token = _current_read.set(self)
        try:
            with self._engine.connect() as connection:
                try:
                    with connection.begin() if self._in_transaction else nullcontext():
                        return self._query(connection)
                finally:
                    self._detach(connection)
        finally:
            _current_read.reset(token)

    def attach(self, driver: Any) -> None:
        """Let this driver's connection be interrupted from now on.

        Raises:
            ReadInterrupted: the read was interrupted before.
        """
        with self._lock:
            if self.is_interrupted:
                raise ReadInterrupted
            self._driver = driver

    def interrupt(self) -> None:
        """End the statement that runs now, if any.

        PostgreSQL is asked to cancel it. When that has not ended the read for a second, its connection is cut, since a server that hangs
        heeds nothing.
        """
        with self._lock:  # so that the read waits for a cancel that is on its way, before another may use its connection
            if not self.is_interrupted:
                self.is_interrupted, self._cancels_until = True, monotonic() + CANCEL_TIMEOUT_S
            if self._driver is None:
                return
            if self._engine.dialect.name == "sqlite":
                self._driver.interrupt()
            elif monotonic() < self._cancels_until:
                self._cancel(self._driver)
            else:
                self._cut(self._driver)

    def _detach(self, connection: Connection) -> None:
        with self._lock:
            self._driver = None
        if self._is_spoiled:
            connection.invalidate()

    def _cancel(self, driver: Any) -> None:
        try:
            driver.cancel_safe(timeout=CANCEL_TIMEOUT_S)
        except self._engine.dialect.loaded_dbapi.Error:
            self._is_spoiled = True

    def _cut(self, driver: Any) -> None:
        """Shut down the socket of a connection to PostgreSQL: the thread that waits for an answer gets an error."""
        self._is_spoiled = True
        with suppress(self._engine.dialect.loaded_dbapi.Error, OSError):
            number = driver.fileno()
            with socket(fileno=os.dup(number)) as duplicate:
                if driver.fileno() == number:  # else it was closed meanwhile, and the number may be another connection's
                    duplicate.shutdown(SHUT_RDWR)


_current_read: ContextVar[InterruptibleRead[Any] | None] = ContextVar("current_read", default=None)


def make_interruptible(engine: Engine) -> None:
    """Let reads over an engine's connections be interrupted as soon as they have one.

    On PostgreSQL the connection is then tried, since the server may have been restarted. ``pool_pre_ping`` would try it before, and where
    the server hangs nothing could end that.
    """

    @event.listens_for(engine, "checkout", insert=True)
    def attach(driver: Any, record: ConnectionPoolEntry, _proxy: Any) -> None:
        read, is_new = _current_read.get(), "is_used" not in record.info
        record.info["is_used"] = True
        if read is None:
            return
        read.attach(driver)
        if is_new or engine.dialect.name == "sqlite":
            return
        try:
            engine.dialect.do_ping(driver)
        except engine.dialect.loaded_dbapi.Error as error:
            raise (ReadInterrupted if read.is_interrupted else InvalidatePoolError) from error


def end_unwanted(read: InterruptibleRead[Any], future: "Future[Any]") -> None:
    """Interrupt a read for which nobody waits, until it is over."""
    if read.is_dear_to_interrupt:
        wait([future], CANCEL_DELAY_S)
    end_read(read, future)


def end_read(read: InterruptibleRead[Any], future: "Future[Any]") -> None:
    """Interrupt a read until it is over."""
    if not future.done():
        read.interrupt()
    while not wait([future], END_INTERVAL_S).done:
        read.interrupt()
