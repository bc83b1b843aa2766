"""Connections: limits on their number, on the size of a request's head, and on waiting, as a protocol of uvicorn."""

import logging
from asyncio import AbstractEventLoop, Protocol, TimerHandle, Transport
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any, ClassVar, cast

from uvicorn import Config
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol
from uvicorn.server import ServerState

from app.errors import ServerBusy

MAX_HEAD_BYTES = 64 << 10  # of a request line and its headers
MAX_BODY_BYTES = 64 << 10  # that are taken off the connection and dropped, since no address takes a body
MAX_PIPELINED = 32  # requests of one connection that wait for the answer to an earlier one
MAX_REFUSED = 100  # connections above the limit that are told so; further ones are closed without a word
CHECK_S = 1.0  # between two looks at a connection
LINGER_S = 1.0  # that a client which was refused has to read why
WARNING_S = 60.0  # between two warnings that connections are refused: one for each would cost more than the connection
RETRY_AFTER_S = 5
log = logging.getLogger("onrecord.connections")


@dataclass(frozen=True)
class ConnectionLimits:
    """Limits on the connections of one process.

    Attributes:
        connections: open at a time.
        header_timeout_s: seconds in which the head of a request must arrive, from its first byte, or from the start of the connection.
        send_timeout_s: seconds after which a client that takes nothing of its answer loses the connection.
    """

    connections: int
    header_timeout_s: float
    send_timeout_s: float


def limited_protocol(limits: ConnectionLimits) -> type[Protocol]:
    """Return the maker of connections with these limits, for the option ``http`` of uvicorn, which calls it as it would call a class."""
    return cast(type[Protocol], partial(LimitedConnection, limits=limits))


class LimitedConnection(HttpToolsProtocol):
    """A connection that is closed, with a problem where the client can be told, when it goes beyond a limit.

    A request that arrives in one piece costs less than a microsecond more than without limits: no timer is set for it. Instead each
    connection looks at itself once a second. Idle ones are closed by uvicorn (``timeout_keep_alive``).
    """

    _warned_at: ClassVar[float] = float("-inf")

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: AbstractEventLoop | None = None,
        *,
        limits: ConnectionLimits,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._limits = limits
        self._timer: TimerHandle | None = None
        self._is_refused = False
        self._head_bytes = 0  # of a head that has begun and not ended; with what came in one piece before it
        self._head_since = 0.0  # when it began, or the connection
        self._body_bytes = 0
        self._unsent_bytes, self._unsent_since = 0, 0.0

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Take up a connection, or refuse it if there are too many."""
        super().connection_made(transport)
        self._head_since = self.loop.time()
        excess = len(self.connections) - self._limits.connections
        if excess <= 0:
            self._check_later()
        elif excess <= MAX_REFUSED:
            self._warn_of_limit()
            self._refuse(503, "The server has as many connections as it takes.")
        else:
            transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        if self._timer:
            self._timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Parse what arrived, and watch over what has not arrived."""
        if self._head_bytes or len(data) > MAX_HEAD_BYTES or self._is_refused:
            self._receive_in_pieces(data)
            return
        super().data_received(data)
        cycle = self.cycle
        if cycle is None or cycle.more_body or cycle.response_complete or cycle.scope is not self.scope or self.pipeline:
            self._watch(cycle, len(data))

    def on_body(self, body: bytes) -> None:
        """Drop a part of a body: no address takes one."""

    def send_400_response(self, msg: str) -> None:
        """Refuse a request that could not be parsed."""
        self._refuse(400, "The request is not HTTP/1.1 as RFC 9112 has it.")

    def _receive_in_pieces(self, data: bytes) -> None:
        """Parse no more than a head may have. httptools copies a header for each piece of it: one without end would take minutes."""
        start = 0
        while start < len(data) and not self._is_refused:
            cycle, piece = self.cycle, data[start : start + MAX_HEAD_BYTES - self._head_bytes]
            super().data_received(piece)
            self._watch(cycle, len(piece))
            start += len(piece)

    def _watch(self, cycle_before: Any, received_bytes: int) -> None:
        """Look at a request that has not arrived as a whole."""
        if self._is_refused:
            return
        if len(self.pipeline) > MAX_PIPELINED:
            self._refuse_pipelined()
        elif not self._is_answering or self.cycle.scope is not self.scope:
            self._await_head(received_bytes, has_another_ended=self.cycle is not cycle_before)
        else:
            self._head_bytes = 0
            if self.cycle.more_body:
                self._leave_body(received_bytes)

    def _await_head(self, received_bytes: int, *, has_another_ended: bool) -> None:
        if self._head_bytes == 0 and self.cycle is not None:
            self._head_since = self.loop.time()
        self._head_bytes = received_bytes if has_another_ended else self._head_bytes + received_bytes
        if self._head_bytes >= MAX_HEAD_BYTES:
            self._refuse(431, f"The request line and the headers may have {MAX_HEAD_BYTES:,} bytes in all.")

    def _leave_body(self, received_bytes: int) -> None:
        """Close the connection after the answer, and take no more than a little of the body until then."""
        self.cycle.keep_alive = self.cycle.waiting_for_100_continue = False
        self._body_bytes += received_bytes
        if self._body_bytes > MAX_BODY_BYTES:
            self.transport.pause_reading()

    def _check_later(self) -> None:
        self._timer = self.loop.call_later(min(CHECK_S, self._limits.header_timeout_s, self._limits.send_timeout_s), self._check)

    def _check(self) -> None:
        now = self.loop.time()
        if self._is_stalled(now):
            self.transport.abort()
        elif self._is_head_overdue(now):
            self._refuse(408, f"No whole request arrived in {self._limits.header_timeout_s:g} seconds.")
        else:
            self._check_later()

    def _is_stalled(self, now: float) -> bool:
        """Return whether the client has long taken nothing of what waits to be sent."""
        unsent_bytes = self.transport.get_write_buffer_size()
        if unsent_bytes != self._unsent_bytes or not unsent_bytes:
            self._unsent_bytes, self._unsent_since = unsent_bytes, now
        return now - self._unsent_since >= self._limits.send_timeout_s

    def _is_head_overdue(self, now: float) -> bool:
        is_awaited = self.cycle is None or (self._head_bytes > 0 and not self._is_answering)
        return is_awaited and now - self._head_since >= self._limits.header_timeout_s and not self.transport.is_closing()

    @property
    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _refuse_pipelined(self) -> None:
        while len(self.pipeline) > MAX_PIPELINED:
            self.pipeline.popleft()  # the last one
        self.cycle = self.pipeline[0][0]
        self._refuse(400, "")

    def _refuse(self, status: int, detail: str) -> None:
        """Answer with a problem, read nothing more, and close the connection as soon as the client can have read the answer.

        Requests before the refused one are answered. Then the connection is closed without a word, as the answer to it would stand in
        the midst of theirs.
        """
        self._is_refused = True
        if self._is_answering:
            self.cycle.keep_alive = False
            self.flow.pause_reading()
            return
        if self._timer:
            self._timer.cancel()
        self.transport.write(self._refusal(status, detail))
        self.transport.pause_reading()
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self._timer = self.loop.call_later(LINGER_S, self.transport.abort)

    def _refusal(self, status: int, detail: str) -> bytes:
        # Loaded with the application; imported above, they would be before garbage collection is off, and by every supervisor.
        scope = {"path": "", "root_path": self.root_path}
        problems = import_module("app.api.serving.problems")
        title = problems.TITLES[ServerBusy] if status == 503 else None
        problem = problems.problem_response(scope, status, detail, title=title)
        added = import_module("app.api.access.headers").SECURITY_HEADERS
        retry = [(b"retry-after", b"%d" % RETRY_AFTER_S)] if status == 503 else []
        headers = [*self.server_state.default_headers, *problem.raw_headers, *added, *retry, (b"connection", b"close")]
        body: bytes = problem.body
        return b"".join([STATUS_LINE[status], *(name + b": " + value + b"\r\n" for name, value in headers), b"\r\n", body])

    def _warn_of_limit(self) -> None:
        now = self.loop.time()
        if now - LimitedConnection._warned_at >= WARNING_S:
            LimitedConnection._warned_at = now
            log.warning("connections are refused: %d are open, as many as ONRECORD_CONNECTIONS allows", self._limits.connections)
