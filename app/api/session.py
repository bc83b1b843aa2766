"""How requests reach the database: read-only, fast reads on the event loop, slow ones in threads."""

from collections.abc import Callable
from typing import Annotated, TypeVar

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import Connection, Engine

from app.db import Lasting, read_connection
from app.queries.versions import get_data_state

T = TypeVar("T")
# Of SQLite's virtual machine, some two milliseconds: what a read may take on the event loop if nothing says that it is bounded.
MOST_STEPS = 20_000


class Reader:
    """Runs reads, each in one read-only transaction.

    On SQLite a read that one index answers takes less than handing it to a thread would, so it runs on the event loop. On
    PostgreSQL every read waits for another process, so all run in threads.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lasting = Lasting(engine) if engine.dialect.name == "sqlite" else None
        # One statement needs no transaction around it: on PostgreSQL two round trips less, on SQLite two calls of the driver.
        self._by_statement = engine.execution_options(isolation_level="AUTOCOMMIT")

    async def read(self, query: Callable[[Connection], T], *, bounded: bool) -> T:
        """Run a read. ``bounded``: its cost does not grow with the archive."""
        if bounded and self._lasting:
            return self._lasting.read(query)
        return await run_in_threadpool(self._read, query)

    async def state(self) -> str:
        """Return what names the state of the data now, of a file also which it is: a backup may reach the same number with other data.

        Raises:
            DatabaseBehind: the database has no such number.
        """
        if self._lasting:
            return f"{self._lasting.select(get_data_state)}{self._lasting.file}"
        return await run_in_threadpool(self._state)

    def close(self) -> None:
        """Close the event loop's connection."""
        if self._lasting:
            self._lasting.close()

    def _state(self) -> str:
        with self._by_statement.connect() as connection:
            return get_data_state(connection)

    def _read(self, query: Callable[[Connection], T]) -> T:
        with read_connection(self._engine) as connection:
            return query(connection)


class HurriedReader(Reader):
    """Runs every read of a file at once on the event loop, and gives up one that takes long: an ``OperationalError``."""

    def __init__(self, reader: Reader) -> None:
        self._engine, self._lasting, self._by_statement = reader._engine, reader._lasting, reader._by_statement

    async def read(self, query: Callable[[Connection], T], *, bounded: bool) -> T:
        """Run a read, whatever is known of its cost."""
        if self._lasting:
            return self._lasting.read(query, MOST_STEPS)
        return await super().read(query, bounded=bounded)


async def reader_of(request: Request) -> Reader:
    """Return the reader of the application. A coroutine: FastAPI would call anything else in a thread, behind slow reads."""
    reader: Reader = request.app.state.reader
    return reader


ReadSession = Annotated[Reader, Depends(reader_of)]
