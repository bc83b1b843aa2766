"""The reads of requests: read-only, fast ones on the event loop, slow ones in threads."""

from asyncio import get_running_loop
from collections.abc import Callable, Hashable
from typing import Annotated, TypeVar

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import Connection, Engine

from app.database.engines import read_connection
from app.database.event_loop import EventLoopConnection, ReadTooLong
from app.queries.listing.versions import get_data_state

T = TypeVar("T")
EVENT_LOOP_STEPS = 20_000  # steps of SQLite's virtual machine that a read may take on the event loop: some two milliseconds


class Reader:
    """Runs the reads of requests, each in a read-only transaction of its own.

    On SQLite a read that one index answers takes less time than handing it to a thread, so it runs on the event loop; if it takes long
    all the same, it is interrupted and run again in a thread. On PostgreSQL every read waits for another process, so all run in threads.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._event_loop = EventLoopConnection(engine) if engine.dialect.name == "sqlite" else None
        self._shared_state: Hashable = None
        # One statement needs no transaction: without one PostgreSQL is spared two round trips, SQLite two calls of the driver.
        self._autocommit_engine = engine.execution_options(isolation_level="AUTOCOMMIT")

    async def read(self, query: Callable[[Connection], T], *, is_bounded: bool) -> T:
        """Run a read.

        Args:
            query: a function that reads over a connection.
            is_bounded: whether its cost hardly ever grows with the archive, so that the event loop may run it.
        """
        if is_bounded and self._event_loop:
            try:
                return self._event_loop.read(query, EVENT_LOOP_STEPS)
            except ReadTooLong:
                pass
        return await run_in_threadpool(self._read, query)

    async def data_state(self) -> Hashable:
        """Return the state of the data: database, version and, on SQLite, the file; a restored backup may have the same version.

        On SQLite all requests that the event loop takes up in one turn share one SELECT. It runs after all of them came in, and a request
        of the next turn runs another, so no request is given a state older than itself.

        Raises:
            DatabaseBehind: the database has no version.
        """
        if self._event_loop:
            if self._shared_state is None:
                self._shared_state = self._event_loop.read_statement(get_data_state), self._event_loop.file
                get_running_loop().call_soon(self._forget_shared_state)  # runs before requests of the next turn
            return self._shared_state
        return await run_in_threadpool(self._read_data_state)

    def close(self) -> None:
        """Close the event loop's connection."""
        if self._event_loop:
            self._event_loop.close()

    def _forget_shared_state(self) -> None:
        self._shared_state = None

    def _read_data_state(self) -> str:
        with self._autocommit_engine.connect() as connection:
            return get_data_state(connection)

    def _read(self, query: Callable[[Connection], T]) -> T:
        with read_connection(self._engine) as connection:
            return query(connection)


async def get_reader(request: Request) -> Reader:
    """Return the reader of the application. A coroutine, since FastAPI runs other functions in threads, where slow reads may be queued."""
    reader: Reader = request.app.state.reader
    return reader


InjectedReader = Annotated[Reader, Depends(get_reader)]
