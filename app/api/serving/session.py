"""How requests reach the database: read-only, fast reads on the event loop, slow ones in threads."""

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
# Of SQLite's virtual machine, some two milliseconds: what a read may take on the event loop.
MOST_STEPS = 20_000


class Reader:
    """Runs reads, each in one read-only transaction.

    On SQLite a read that one index answers takes less than handing it to a thread would, so it runs on the event loop; one that takes long
    after all is interrupted and run again in a thread. On PostgreSQL every read waits for another process, so all run in threads.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._state_now: Hashable = None
        self._event_loop = EventLoopConnection(engine) if engine.dialect.name == "sqlite" else None
        # One statement needs no transaction around it: on PostgreSQL two round trips less, on SQLite two calls of the driver.
        self._by_statement = engine.execution_options(isolation_level="AUTOCOMMIT")

    async def read(self, query: Callable[[Connection], T], *, bounded: bool) -> T:
        """Run a read. ``bounded``: its cost hardly ever grows with the archive."""
        if bounded and self._event_loop:
            try:
                return self._event_loop.read(query, MOST_STEPS)
            except ReadTooLong:
                pass
        return await run_in_threadpool(self._read, query)

    async def state(self) -> Hashable:
        """Return what names the state of the data now, of a file also which it is: a backup may reach the same number with other data.

        On SQLite all requests that the event loop has received when it turns to them share one SELECT: each asks later than it came in, and
        what comes in later asks anew.

        Raises:
            DatabaseBehind: the database has no such number.
        """
        if self._event_loop:
            if self._state_now is None:
                self._state_now = self._event_loop.read_statement(get_data_state), self._event_loop.file
                get_running_loop().call_soon(self._forget_state)  # runs before anything that comes in from now on
            return self._state_now
        return await run_in_threadpool(self._state)

    def _forget_state(self) -> None:
        self._state_now = None

    def close(self) -> None:
        """Close the event loop's connection."""
        if self._event_loop:
            self._event_loop.close()

    def _state(self) -> str:
        with self._by_statement.connect() as connection:
            return get_data_state(connection)

    def _read(self, query: Callable[[Connection], T]) -> T:
        with read_connection(self._engine) as connection:
            return query(connection)


async def reader_of(request: Request) -> Reader:
    """Return the reader of the application. A coroutine: FastAPI would call anything else in a thread, behind slow reads."""
    reader: Reader = request.app.state.reader
    return reader


ReadSession = Annotated[Reader, Depends(reader_of)]
