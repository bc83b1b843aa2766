"""The writer of a process: one thread, which runs writes one after another."""

import logging
from asyncio import wrap_future
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from app.database.advice import has_no_room
from app.database.engines import server_write_engine
from app.errors import NoRoom, ReadOnly, ServerBusy, WriterBusy

LOG = logging.getLogger("onrecord.writes")
T = TypeVar("T")
LOCK_NOT_AVAILABLE = "55P03"  # PostgreSQL's code


class Writer:
    """Runs writes in a thread, in the order in which they came. A database has one writer at a time, so more threads would only wait.

    A write that has begun is not given up when its client leaves: whoever sends it again is told that it is there.

    Args:
        url: of the database.
        timeout_s: seconds that a write waits for the writers of other processes.
        queue: writes that may wait.
        is_read_only: whether the database is on read-only media.
    """

    def __init__(self, url: str, timeout_s: float, queue: int, *, is_read_only: bool = False) -> None:
        self._url, self._timeout_s, self._most, self._is_read_only = url, timeout_s, 1 + queue, is_read_only
        self._executor = ThreadPoolExecutor(1, "write")
        self._unfinished: set[Future[Any]] = set()

    async def run(self, write: Callable[[Engine], T]) -> T:
        """Run a write.

        Raises:
            ReadOnly: nothing can be written.
            ServerBusy: too many writes wait.
            WriterBusy: another process writes for too long.
            NoRoom: the disk is full.
        """
        if self._is_read_only:
            raise ReadOnly
        if len(self._unfinished) >= self._most:
            raise ServerBusy("More writes wait than the server allows (ONRECORD_QUEUE). Nothing was written.")
        future = self._executor.submit(copy_context().run, self._write, write)
        self._unfinished.add(future)
        future.add_done_callback(self._unfinished.discard)
        return await wrap_future(future)

    def close(self) -> None:
        """Wait for the write that runs, and close the connection. Writes that wait are not run."""
        self._executor.shutdown(cancel_futures=True)
        if "_engine" in self.__dict__:
            self._engine.dispose()

    @cached_property
    def _engine(self) -> Engine:
        return server_write_engine(self._url, self._timeout_s)

    def _write(self, write: Callable[[Engine], T]) -> T:
        try:
            return write(self._engine)
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", None) == LOCK_NOT_AVAILABLE or "database is locked" in str(error.orig):
                raise WriterBusy from error
            if has_no_room(error):
                LOG.error("the disk has no room left: %s", error.orig)
                raise NoRoom from error
            raise
