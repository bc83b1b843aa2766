"""Connections: limits on their number, on the size of a request's head, and on waiting, as a protocol of uvicorn."""

from asyncio import AbstractEventLoop, Protocol, TimerHandle, Transport
from collections.abc import Callable
from functools import partial
from typing import Any, cast

from uvicorn import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

from app.api.access.bodies import METHODS_WITHOUT_BODY
from app.api.access.departures import CLOSED_SIDE, LEFT, PROBE, PROBE_S, signs_of
from app.api.access.limits import MAX_DROPPED_BYTES, MAX_HEAD_BYTES, MAX_PIPELINED, MAX_TARGET_BYTES, ConnectionLimits, LimitWarnings
from app.api.access.lingering import LINGER_S, MAX_LINGER_BYTES, MAX_LINGERING, LingeringTransport
from app.api.access.refusals import Refusal, raw_answer, scope_of
from app.api.reading.connection_state import ABORT, IS_FEED

CHECK_S = 1.0  # between two looks at a connection


def limited_protocol(limits: ConnectionLimits) -> type[Protocol]:
    """Return the maker of connections with these limits, for the option ``http`` of uvicorn, which calls it as it would call a class."""
    return cast(type[Protocol], partial(LimitedConnection, limits=limits, lingering=set(), warnings=LimitWarnings()))


class LimitedConnection(HttpToolsProtocol):
    """A connection that is closed, with a problem where the client can be told, when it goes beyond a limit.

    A request that arrives in one piece costs no more than without limits: no timer is set for it, nor after its answer, as uvicorn does
    to close idle connections. Instead each connection looks at itself once a second.
    """

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: AbstractEventLoop | None = None,
        *,
        limits: ConnectionLimits,
        lingering: "set[LimitedConnection]",
        warnings: LimitWarnings,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._limits, self._warnings = limits, warnings
        self._lingering = lingering  # those of the process that only wait until their clients have read the last answer
        self._timer: TimerHandle | None = None
        self._is_refused = self._is_half_closed = False
        self._head_bytes = 0  # of a head that has begun and not ended; with what came in one piece before it
        self._head_since = 0.0  # when it began, or the connection
        self._body_bytes = 0
        self._withheld_keep_alive = False  # whether the connection is to be closed only as long as the body is not there
        self._running: RequestResponseCycle | None = None
        self._unsent_bytes, self._unsent_since = 0, 0.0
        self._idle_since = 0.0  # when the last answer was complete

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Take up a connection, or refuse it if there are too many."""
        super().connection_made(transport)
        self.app_state = {**self.app_state, ABORT: transport.abort}  # copied into the scope of each request
        self._head_since = self.loop.time()
        if len(self.connections) - len(self._lingering) <= self._limits.connections:
            self._check_later(CHECK_S)
        else:
            self._warnings.warn(self.loop.time(), self._limits)
            self._refuse(503, "The server has as many connections as it takes.")

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection, and tell whoever answers a request of it."""
        self._lingering.discard(self)
        if self._timer:
            self._timer.cancel()
        if self._running and not self._running.response_complete:
            self._running.disconnected = True
            self._running.message_event.set()
        super().connection_lost(exc)

    def eof_received(self) -> bool:  # type: ignore[override]
        """Close the connection, unless its client closed its side alone, and may still wait for the answer to a whole request."""
        if not self._is_answering or self.cycle.more_body or self._is_feed:
            return False
        self.cycle.keep_alive = False
        self._probe()
        self._check_later(PROBE_S)
        return True

    def data_received(self, data: bytes) -> None:
        """Parse what arrived, and watch over what has not arrived."""
        if self._head_bytes or len(data) > MAX_HEAD_BYTES or self._is_refused:
            self._receive_in_pieces(data)
            return
        super().data_received(data)
        cycle = self.cycle
        if cycle is None or cycle.more_body or cycle.response_complete or cycle.scope is not self.scope or self.pipeline:
            self._watch(cycle, len(data))

    def on_url(self, url: bytes) -> None:
        """Take a part of the path and query; more than they may have ends the parsing before anything reads them."""
        super().on_url(url)
        if len(self.url) > MAX_TARGET_BYTES:
            raise ValueError("the path and query are too long")  # httptools makes an HttpParserError of it

    def on_body(self, body: bytes) -> None:
        """Keep a part of a body for whoever reads it, who is waited for after 64 kB; drop that of a method without one."""
        if self.scope["method"] not in METHODS_WITHOUT_BODY:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """Keep the connection open after the answer if the body came before it."""
        super().on_message_complete()
        if self._withheld_keep_alive and not self.cycle.response_started:
            self.cycle.keep_alive = True
        self._withheld_keep_alive = False

    def on_response_complete(self) -> None:
        """Begin the next request that waits, as in uvicorn, but set no timer if there is none."""
        self.server_state.total_requests += 1
        self._idle_since = self.loop.time()
        if not self.transport.is_closing():
            self.flow.resume_reading()
            if self.pipeline:
                self._start_asgi_task(*self.pipeline.pop())

    def send_400_response(self, msg: str) -> None:
        """Refuse a request that could not be parsed."""
        if len(self.url or b"") > MAX_TARGET_BYTES:  # None before the first request
            self._refuse(414, f"The path and query of a request may have {MAX_TARGET_BYTES:,} bytes in all.")
        else:
            self._refuse(400, "The request is not HTTP/1.1 as RFC 9112 has it.")

    def shutdown(self) -> None:
        """Close the connection, or let it be closed after the answer. Feeds, whose answers have no end, are told to end now."""
        self._withheld_keep_alive = False
        if stopping := self.app_state.get("stopping"):
            stopping.set()
        super().shutdown()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        self._running = cycle  # self.cycle is that of the last request, which may have to wait
        super()._start_asgi_task(cycle, app)

    def _receive_in_pieces(self, data: bytes) -> None:
        """Parse no more than a head may have. httptools copies a header for each piece of it: one without end would take minutes."""
        start = 0
        if self._is_refused:
            self._drop(len(data))
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
                self._await_body(received_bytes)

    def _await_head(self, received_bytes: int, *, has_another_ended: bool) -> None:
        if self._head_bytes == 0 and self.cycle is not None:
            self._head_since = self.loop.time()
        self._head_bytes = received_bytes if has_another_ended else self._head_bytes + received_bytes
        if self._head_bytes >= MAX_HEAD_BYTES:
            self._refuse(431, f"The request line and the headers may have {MAX_HEAD_BYTES:,} bytes in all.")

    def _await_body(self, received_bytes: int) -> None:
        """Close the connection after the answer, unless the body is there by then: nobody would read the rest of it."""
        if self.scope["method"] in METHODS_WITHOUT_BODY:
            self._leave_body(received_bytes)
        elif self.cycle.keep_alive and not self.cycle.response_started:
            self.cycle.keep_alive, self._withheld_keep_alive = False, True
            self.cycle.transport = cast(Transport, LingeringTransport(self.transport, self._linger))

    def _leave_body(self, received_bytes: int) -> None:
        """Close the connection after the answer, and take no more than a little of the body until then."""
        self.cycle.keep_alive = self.cycle.waiting_for_100_continue = False
        self.cycle.transport = cast(Transport, LingeringTransport(self.transport, self._linger))
        self._body_bytes += received_bytes
        if self._body_bytes > MAX_DROPPED_BYTES:
            self.transport.pause_reading()

    def _linger(self) -> None:
        """Close the connection after an answer. If the body is not there as a whole, drop what comes of it for a moment before."""
        if not self.cycle.more_body or not self.transport.can_write_eof() or len(self._lingering) >= MAX_LINGERING:
            self.transport.close()
            return
        self._lingering.add(self)
        self._is_refused, self._body_bytes = True, 0
        self.transport.resume_reading()
        self.transport.write_eof()
        self._act_later(LINGER_S, self.transport.close)

    def _drop(self, received_bytes: int) -> None:
        self._body_bytes += received_bytes
        if self._body_bytes > MAX_LINGER_BYTES:
            self.transport.pause_reading()

    def _act_later(self, wait_s: float, act: Callable[[], None]) -> None:
        if self._timer:
            self._timer.cancel()
        self._timer = self.loop.call_later(wait_s, act)

    def _check_later(self, wait_s: float) -> None:
        self._act_later(min(wait_s, self._limits.header_timeout_s, self._limits.send_timeout_s), self._check)

    def _check(self) -> None:
        now, was_half_closed = self.loop.time(), self._is_half_closed
        if self._is_stalled(now) or self._has_client_left():
            self.transport.abort()
        elif self._is_head_overdue(now):
            self._refuse(408, f"No whole request arrived in {self._limits.header_timeout_s:g} seconds.")
        else:
            if self._is_idle(now):
                self.transport.close()  # once what waits to be sent is sent
            self._check_later(CHECK_S if self._is_half_closed == was_half_closed else PROBE_S)

    def _is_stalled(self, now: float) -> bool:
        """Return whether the client has long taken nothing of what waits to be sent."""
        unsent_bytes = self.transport.get_write_buffer_size()
        if unsent_bytes != self._unsent_bytes or not unsent_bytes:
            self._unsent_bytes, self._unsent_since = unsent_bytes, now
        return now - self._unsent_since >= self._limits.send_timeout_s

    def _has_client_left(self) -> bool:
        """Return whether the client left. Where nothing is read, as behind requests that wait, nothing else would tell."""
        if not self._is_answering or self.transport.is_closing():
            return False
        signs = signs_of(self.transport)
        if signs & CLOSED_SIDE and not self._is_half_closed:
            self._probe()
        return bool(signs & LEFT or (signs & CLOSED_SIDE and self._is_feed))

    def _probe(self) -> None:
        """Find out whether a client that closed its side has left. Of an answer that has begun every further part tells that."""
        has_begun = self._running is None or self._running.response_started or self._running.scope["http_version"] != "1.1"
        if not self._is_half_closed and not has_begun:
            self.transport.write(PROBE)
        self._is_half_closed = True

    def _is_head_overdue(self, now: float) -> bool:
        is_awaited = self.cycle is None or (self._head_bytes > 0 and not self._is_answering)
        return is_awaited and now - self._head_since >= self._limits.header_timeout_s and not self.transport.is_closing()

    def _is_idle(self, now: float) -> bool:
        has_answered = self.cycle is not None and self.cycle.response_complete
        return has_answered and self._head_bytes == 0 and now - self._idle_since >= self.timeout_keep_alive

    @property
    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    @property
    def _is_feed(self) -> bool:
        return self._running is not None and bool(self._running.scope["state"].get(IS_FEED))

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
        if len(self._lingering) >= MAX_LINGERING:
            self.transport.abort()
            return
        self._lingering.add(self)
        if self._timer:
            self._timer.cancel()
        self.transport.pause_reading()
        task = self.loop.create_task(self._answer_refusal(scope_of(self, Refusal(status, detail))))
        task.add_done_callback(self.tasks.discard)
        self.tasks.add(task)

    async def _answer_refusal(self, scope: Any) -> None:
        answer = await raw_answer(self.app, scope, self.server_state.default_headers)
        if self.transport.is_closing():
            return
        self.transport.write(answer)
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self._act_later(LINGER_S, self.transport.abort)
