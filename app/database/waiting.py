"""The event loop's own read-only connections to PostgreSQL, which stay open."""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from app.database.driver import PIPELINE, NotCompiled
from app.database.engines import POSTGRESQL_READER_OPTIONS, json_by_orjson
from app.database.pipelines import Pipeline

T = TypeVar("T")
CONNECTIONS = 4  # at most: more than this process can keep busy
TIMEOUT_S = 30  # of waiting for one of them, as in SQLAlchemy's pool
# A transaction that no BEGIN describes sees one moment, too.
OPTIONS = f"{POSTGRESQL_READER_OPTIONS} -c default_transaction_isolation=repeatable\\ read"


class WaitingConnections:
    """Read-only connections to PostgreSQL for the event loop, which does other work while the database does its part.

    A read of compiled statements runs as over any connection; where it waits, SQLAlchemy goes back to the event loop. Through threads and
    SQLAlchemy's pool, which asks before each use whether a connection is alive, an answer takes several times the CPU.

    Args:
        engine: of the database.
        first_sql: the statement that most reads need; it is sent with the first one of each.
    """

    def __init__(self, engine: Engine, first_sql: str) -> None:
        self._engine = create_async_engine(
            engine.url, poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args={"options": OPTIONS}, **json_by_orjson()
        )
        self._first_sql = first_sql
        self._free: list[AsyncConnection] = []
        self._places = asyncio.Semaphore(CONNECTIONS)

    async def read(self, query: Callable[[Connection], T], *, is_single: bool = False) -> T:
        """Run a read in a transaction, which sees one moment of the data.

        Args:
            query: a function that reads over a connection.
            is_single: whether it runs one statement.

        Raises:
            NotCompiled: the read needs another kind of connection.
            DBAPIError: the database does not answer.
            PoolTimeout: all connections were in use for too long.
        """
        await self._take_place()
        try:
            if self._free:
                connection = self._free.pop()
                try:
                    return await self._run(connection, query, is_single)
                except DBAPIError:
                    await self.close()
            # The server may have restarted since the connection was made. A read changes nothing, so it can be run again.
            return await self._run(await self._open(), query, is_single)
        finally:
            self._places.release()

    async def close(self) -> None:
        """Close the connections that no read uses. The next read opens another."""
        while self._free:
            await _discard(self._free.pop())

    async def _take_place(self) -> None:
        if not self._places.locked():
            await self._places.acquire()  # does not wait
            return
        try:
            await asyncio.wait_for(self._places.acquire(), TIMEOUT_S)
        except TimeoutError as error:
            raise PoolTimeout(f"all {CONNECTIONS} connections were in use for {TIMEOUT_S} seconds") from error

    async def _open(self) -> AsyncConnection:
        connection = await self._engine.connect()
        sync_connection: Any = connection.sync_connection
        sync_connection.info[PIPELINE] = Pipeline(sync_connection.connection.driver_connection, self._first_sql)
        event.listen(sync_connection, "begin", _refuse)
        return connection

    async def _run(self, connection: AsyncConnection, query: Callable[[Connection], T], is_single: bool) -> T:
        """Run a read, and keep the connection unless the database failed or a statement was left unfinished."""
        sync_connection: Any = connection.sync_connection
        pipeline: Pipeline = sync_connection.info[PIPELINE]
        pipeline.begin(is_single=is_single)
        is_whole = True
        try:
            return await connection.run_sync(query)
        except (DBAPIError, asyncio.CancelledError):
            is_whole = False
            raise
        finally:
            if pipeline.end(is_whole=is_whole):
                self._free.append(connection)
            else:
                await _discard(connection)


def _refuse(_: Connection) -> None:
    raise NotCompiled


async def _discard(connection: AsyncConnection) -> None:
    await connection.invalidate()
    await connection.close()
