"""The reads of requests: read-only, fast ones on the event loop, slow ones in threads."""

import sys
from asyncio import get_running_loop
from collections.abc import Callable, Hashable
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, TypeVar

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import Connection, Engine

from app.database.driver import NotCompiled
from app.database.engines import read_connection
from app.database.event_loop import EventLoopConnection, ReadTooLong
from app.queries.listing.versions import DATA_STATE_SQL, get_data_state

if TYPE_CHECKING:
    from app.database.waiting import WaitingConnections

T = TypeVar("T")
EVENT_LOOP_STEPS = 20_000  # steps of SQLite's virtual machine that a read may take on the event loop: some two milliseconds


class Reader:
    """Runs the reads of requests, each in a read-only transaction of its own.

    On SQLite a read that one index answers takes less time than handing it to a thread, so it runs on the event loop; if it takes long
    all the same, it is interrupted and run again in a thread. On PostgreSQL every read waits for another process: the event loop awaits
    what one index answers, and does other work meanwhile.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._event_loop = EventLoopConnection(engine) if engine.dialect.name == "sqlite" else None
        self._shared_state: Hashable = None
        self._waiting = None if self._event_loop else waiting_connections(engine)

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
        elif is_bounded and self._waiting:
            try:
                return await self._waiting.read(query)
            except NotCompiled:
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
        if self._waiting:
            return await self._waiting.read(get_data_state, is_single=True)
        return await run_in_threadpool(self._read, get_data_state)

    async def close(self) -> None:
        """Close the event loop's connections."""
        if self._event_loop:
            self._event_loop.close()
        if self._waiting:
            await self._waiting.close()

    def _forget_shared_state(self) -> None:
        self._shared_state = None

    def _read(self, query: Callable[[Connection], T]) -> T:
        with read_connection(self._engine) as connection:
            return query(connection)


def waiting_connections(engine: Engine) -> "WaitingConnections | None":
    """Return connections to PostgreSQL that the event loop awaits; None on Windows, whose event loop the driver cannot use."""
    if sys.platform == "win32":
        return None
    # Imported here: a start over SQLite needs nothing of it.
    waiting: WaitingConnections = import_module("app.database.waiting").WaitingConnections(engine, DATA_STATE_SQL)
    return waiting


async def get_reader(request: Request) -> Reader:
    """Return the reader of the application. A coroutine, since FastAPI runs other functions in threads, where slow reads may be queued."""
    reader: Reader = request.app.state.reader
    return reader


InjectedReader = Annotated[Reader, Depends(get_reader)]
