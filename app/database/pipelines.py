"""Statements sent to PostgreSQL by libpq's pipeline, and awaited on the event loop."""

import asyncio
import re
from functools import lru_cache
from typing import Any

from psycopg import AsyncConnection, errors
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGconn, PGresult

MAX_PREPARED = 200  # statements that a connection keeps prepared
MARKER = re.compile(r"%(?:\(([^)]+)\)s|%)")  # the driver's parameters by name, and its percent sign


class Pipeline:
    """Runs statements on a connection. All of one read are one transaction without BEGIN and ROLLBACK: libpq ends it where it syncs.

    The driver's cursors do the same, but take five times as long in our process.

    Args:
        first_sql: the statement that most reads need, without parameters. It is sent with the first one of a read.
    """

    def __init__(self, driver: AsyncConnection[Any], first_sql: str) -> None:
        self._pgconn: PGconn = driver.pgconn
        self._transformer = Transformer(driver)
        self._first_sql = first_sql
        self._first: tuple[list[Any], Description] | None = None
        self._prepared: dict[Any, bytes] = {}
        self._is_single = False
        self._readable: asyncio.Future[None] | None = None
        self._pgconn.nonblocking = 0  # an address, and so a statement's parameters, are far shorter than what a socket takes at once
        self._pgconn.enter_pipeline_mode()
        self._socket = self._pgconn.socket

    def begin(self, *, is_single: bool) -> None:
        """Begin a read. A single statement ends its transaction itself."""
        self._first, self._is_single = None, is_single
        asyncio.get_running_loop().add_reader(self._socket, self._receive)

    def end(self, *, is_whole: bool) -> bool:
        """End a read. If it is whole, its transaction ends, too; what the server says to that is skipped by the next read.

        Returns:
            Whether the connection can be used again.
        """
        asyncio.get_running_loop().remove_reader(self._socket)
        if not is_whole or len(self._prepared) > MAX_PREPARED:
            return False
        try:
            if not self._is_single:
                self._pgconn.pipeline_sync()
        except errors.Error:
            return False
        return True

    async def execute(self, sql: str, parameters: Any) -> "tuple[list[Any], Description]":
        """Run a statement.

        Raises:
            psycopg.Error: as the driver raises it. The connection is then of no use.
        """
        is_first = sql == self._first_sql
        if is_first and self._first:
            return self._first
        sent = [*([] if self._first or self._is_single or is_first else [self._send(self._first_sql, ())]), self._send(sql, parameters)]
        if self._is_single:
            self._pgconn.pipeline_sync()
        else:
            self._pgconn.send_flush_request()
            self._pgconn.flush()
        answers = [await self._rows(is_new) for is_new in sent]
        if is_first or len(answers) > 1:
            self._first = answers[0]
        return answers[-1]

    def _send(self, sql: str, parameters: Any) -> bool:
        """Send a statement. Return whether it had to be prepared, which has an answer of its own."""
        query, names = positional(sql)
        values = [parameters[name] for name in names]
        dumped = self._transformer.dump_sequence(values, [PyFormat.TEXT] * len(values))
        types = self._transformer.types
        name = self._prepared.get((sql, types))
        if is_new := name is None:
            name = self._prepared[sql, types] = b"s%d" % len(self._prepared)
            self._pgconn.send_prepare(name, query, types)
        self._pgconn.send_query_prepared(name, dumped, result_format=1)
        return is_new

    async def _rows(self, is_new: bool) -> "tuple[list[Any], Description]":
        if is_new:
            await self._result()
        result = await self._result()
        self._transformer.set_pgresult(result)
        return self._transformer.load_rows(0, result.ntuples, tuple), Description(result)

    async def _result(self) -> PGresult:
        """Return the answer to the next statement."""
        was_none = False  # one stands after the answer to each statement
        while True:
            while self._pgconn.is_busy():
                self._readable = asyncio.get_running_loop().create_future()
                await self._readable
            result = self._pgconn.get_result()
            if result is None and was_none:
                raise errors.OperationalError("the connection was lost")
            was_none = result is None
            if result is None or result.status == ExecStatus.PIPELINE_SYNC:
                continue
            if result.status not in (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK):
                raise error_of(result)
            return result

    def _receive(self) -> None:
        waiting = self._readable
        try:
            self._pgconn.consume_input()
        except errors.Error as error:
            if waiting and not waiting.done():
                waiting.set_exception(error)
            return
        if waiting and not waiting.done() and not self._pgconn.is_busy():
            waiting.set_result(None)


class Description:
    """Describes the columns of rows as a driver's cursor does."""

    def __init__(self, result: PGresult) -> None:
        self._result = result

    @property
    def description(self) -> list[tuple[str, int]]:
        """Name and type of each column."""
        return [((self._result.fname(n) or b"").decode(), self._result.ftype(n)) for n in range(self._result.nfields)]


@lru_cache(1_000)
def positional(sql: str) -> tuple[bytes, list[str]]:
    """Return SQL with parameters by number in place of the driver's by name, and their names in order."""
    names: dict[str, int] = {}

    def number(marker: re.Match[str]) -> str:
        return f"${names.setdefault(marker[1], len(names) + 1)}" if marker[1] else "%"

    return MARKER.sub(number, sql).encode(), [*names]


def error_of(result: PGresult) -> errors.Error:
    """Return the driver's error for an answer that is one."""
    state = (result.error_field(67) or b"").decode()  # PG_DIAG_SQLSTATE
    message = result.error_message.decode(errors="replace").strip()
    return errors.lookup(state)(message) if state else errors.OperationalError(message or "the connection was lost")
