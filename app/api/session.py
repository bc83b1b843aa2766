"""How requests reach the database: read-only, fast reads on the event loop, slow ones in threads."""

from collections.abc import Callable
from typing import Annotated, TypeVar

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import Connection, Engine

from app.db import read_connection

T = TypeVar("T")


class Reader:
    """Runs reads, each in one read-only transaction.

    On SQLite a read that one index answers takes less than handing it to a thread would, so it runs on the event loop. On
    PostgreSQL every read waits for another process, so all run in threads.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._has_file = engine.dialect.name == "sqlite"

    async def read(self, query: Callable[[Connection], T], *, bounded: bool) -> T:
        """Run a read. ``bounded``: its cost does not grow with the archive."""
        if bounded and self._has_file:
            return self._read(query)
        return await run_in_threadpool(self._read, query)

    def _read(self, query: Callable[[Connection], T]) -> T:
        with read_connection(self._engine) as connection:
            return query(connection)


async def reader_of(request: Request) -> Reader:
    """Return the reader of the application. A coroutine: FastAPI would call anything else in a thread, behind slow reads."""
    reader: Reader = request.app.state.reader
    return reader


ReadSession = Annotated[Reader, Depends(reader_of)]
