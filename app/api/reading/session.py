"""The reads of requests: read-only, fast ones on the event loop, slow ones in threads."""

from asyncio import Task, create_task, get_running_loop, shield, timeout, wait
from collections.abc import Callable, Hashable
from functools import partial
from typing import Annotated, TypeVar

from fastapi import Depends, Request
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError
from starlette.types import Receive

from app.api.reading.export_streams import PIECE_BYTES, ExportSlots
from app.api.reading.read_threads import ReadThreads
from app.api.reading.slots import Slots
from app.api.reading.turns import Turns
from app.database.event_loop import EventLoopConnection, ReadTooLong
from app.database.interruptible_reads import InterruptibleRead, make_interruptible
from app.errors import DatabaseLocked, OnRecordError, ReadTimedOut
from app.queries.listing.versions import get_data_state

T = TypeVar("T")
EVENT_LOOP_STEPS = 20_000  # steps of SQLite's virtual machine that a read may take on the event loop: some two milliseconds
RESERVED_THREADS = 2  # for reads of a fixed cost, which never wait behind others
EXPORT_WAIT_TIMES = 3  # an export waits so many times as long as a read: a hundred slow clients before it take that long to be broken off
EXPORT_THREADS = 1  # each keeps the event loop waiting while it makes a page
OTHER_CONNECTIONS = RESERVED_THREADS + EXPORT_THREADS + 1  # the last one gives the state of the data
PROBE_TIMEOUT_S = 0.8  # whoever asks whether the server is ready often waits a second
LOCK_NOT_AVAILABLE, QUERY_CANCELED = "55P03", "57014"  # PostgreSQL's codes


class Reader:
    """Runs the reads of requests, each in a read-only transaction of its own.

    On SQLite a read that one index answers takes less time than handing it to a thread, so it runs on the event loop; if it takes long
    all the same, it is interrupted and run again in a thread. On PostgreSQL every read waits for another process, so all run in threads.

    Args:
        engine: has a connection for each thread, and ``OTHER_CONNECTIONS`` more, so that none waits for a connection.
        threads: reads in threads at a time.
        queue: reads that may wait for a thread.
        timeout_s: seconds that a read in a thread may take, and that it may wait for the thread before.
        exports: that may run at once; as many may wait as reads, three times as long.
        min_rate_kb: KiB a second that the client of an export must take while others wait.
        feeds: that may be open at once.

    Attributes:
        export_slots: of the exports that run.
        feed_slots: of the feeds that are open. An open feed holds no connection and no thread while nothing changes.
    """

    def __init__(
        self,
        engine: Engine,
        threads: int = 8,
        queue: int = 100,
        timeout_s: float = 10,
        exports: int = 16,
        min_rate_kb: int = 32,
        feeds: int = 100,
    ) -> None:
        self._engine, self._timeout_s = engine, timeout_s
        make_interruptible(engine)
        self._threads, self._reserved_threads, self._export_threads, self._state_thread = (
            ReadThreads(threads, queue, gives_way=True),
            ReadThreads(RESERVED_THREADS),
            ReadThreads(EXPORT_THREADS, gives_way=True),
            ReadThreads(1),
        )
        self.export_slots = ExportSlots(exports, queue, EXPORT_WAIT_TIMES * timeout_s, PIECE_BYTES / (min_rate_kb << 10))
        self.feed_slots = Slots(feeds, "As many feeds are open as the server allows at once. Try again after Retry-After seconds.")
        self._event_loop = EventLoopConnection(engine) if engine.dialect.name == "sqlite" else None
        self._turns = Turns()
        self._shared_state: Hashable = None
        self._state_read: Task[str] | None = None  # the last one that began
        self._next_state_read: Task[str] | None = None  # begins when that is over
        # One statement needs no transaction: without one PostgreSQL is spared two round trips, SQLite two calls of the driver.
        self._autocommit_engine = engine.execution_options(isolation_level="AUTOCOMMIT")

    async def read(
        self, query: Callable[[Connection], T], *, is_bounded: bool, is_reserved: bool = False, receive: Receive | None = None
    ) -> T:
        """Run a read.

        Args:
            query: a function that reads over a connection.
            is_bounded: whether its cost hardly ever grows with the archive, so that the event loop may run it.
            is_reserved: whether its cost never grows with the archive, and it must not wait for other reads.
            receive: of ASGI, to notice that the client leaves while a thread reads.

        Raises:
            ServerBusy: too many reads wait for a thread.
            ReadTimedOut: the read takes too long.
            DatabaseLocked: another session has locked the tables.
            ClientLeft: the client left.
        """
        if is_bounded and self._event_loop:
            try:
                return await self._turns.run(partial(self._event_loop.read, query, EVENT_LOOP_STEPS))
            except ReadTooLong:
                pass
        threads = self._reserved_threads if is_reserved else self._threads
        return await self._run(threads, InterruptibleRead(self._engine, query, self._timeout_s), receive)

    async def read_export(self, query: Callable[[Connection], T], receive: Receive | None = None) -> T:
        """Run the read of a page of an export that has a slot: it waits for a thread for as long as it takes, lest the stream break off.

        Args:
            receive: as for ``read``; None if something else notices that the client leaves.
        """
        read = InterruptibleRead(self._engine, query, self._timeout_s)
        return await self._run(self._export_threads, read, receive, is_admitted=True)

    async def probe(self, query: Callable[[Connection], T]) -> T:
        """Run a read of a few rows that says whether the database answers. It never waits for slow reads, and has little time in all."""
        within_s = min(PROBE_TIMEOUT_S, self._timeout_s)
        try:
            async with timeout(within_s):
                return await self._run(self._reserved_threads, InterruptibleRead(self._engine, query, within_s))
        except TimeoutError as error:
            raise ReadTimedOut(within_s) from error

    async def look_up(self, query: Callable[[Connection], T]) -> T:
        """Run a read of one row by a key. It never waits for other reads."""
        return self._event_loop.read(query) if self._event_loop else await self.probe(query)

    async def data_state(self) -> Hashable:
        """Return the state of the data: database, version and, on SQLite, the file; a restored backup may have the same version.

        All requests that the event loop takes up in one turn share one SELECT; on PostgreSQL also those that come in while another SELECT
        runs, which waits for its end. It runs after all of them came in, so no request is given a state older than itself.

        Raises:
            DatabaseBehind: the database has no version.
            ReadTimedOut, DatabaseLocked: as ``read`` raises them, in half the time.
        """
        if self._event_loop:
            if self._shared_state is None:
                self._shared_state = self._event_loop.read_statement(get_data_state), self._event_loop.file
                get_running_loop().call_soon(self._forget_shared_state)  # runs before requests of the next turn
            return self._shared_state
        if self._next_state_read is None:
            self._next_state_read = create_task(self._read_data_state(self._state_read))
        return await shield(self._next_state_read)

    def close(self) -> None:
        """End all reads, and close the event loop's connection."""
        for threads in (self._threads, self._reserved_threads, self._export_threads, self._state_thread):
            threads.close()
        if self._event_loop:
            self._event_loop.close()

    def _forget_shared_state(self) -> None:
        self._shared_state = None

    async def _read_data_state(self, running: Task[str] | None) -> str:
        if running and not running.done():
            await wait([running])
        self._state_read, self._next_state_read = self._next_state_read, None  # requests that come now came in after this SELECT
        read = InterruptibleRead(self._autocommit_engine, get_data_state, self._timeout_s / 2, in_transaction=False)
        return await self._run(self._state_thread, read)

    async def _run(
        self, threads: ReadThreads, read: InterruptibleRead[T], receive: Receive | None = None, *, is_admitted: bool = False
    ) -> T:
        try:
            return await threads.run(read, receive, is_admitted=is_admitted)
        except OperationalError as error:
            explained = _explained(error, read.timeout_s)
            if explained is None:
                raise
            raise explained from error


def _explained(error: OperationalError, timeout_s: float) -> OnRecordError | None:
    """Return the error of the domain for one of PostgreSQL by which it keeps ``lock_timeout`` or ``statement_timeout``."""
    sqlstate = getattr(error.orig, "sqlstate", None)
    if sqlstate == LOCK_NOT_AVAILABLE:
        return DatabaseLocked()
    return ReadTimedOut(timeout_s) if sqlstate == QUERY_CANCELED else None


async def get_reader(request: Request) -> Reader:
    """Return the reader of the application. A coroutine, since FastAPI runs other functions in threads, where slow reads may be queued."""
    reader: Reader = request.app.state.reader
    return reader


InjectedReader = Annotated[Reader, Depends(get_reader)]
