"""A server over raw sockets: uvicorn with limits, the outermost layer of the application, and an application that answers ``ok``."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import cast

import orjson
import uvicorn
from starlette.responses import StreamingResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from app.api.access.bodies import BodyLimits
from app.api.access.connections import limited_protocol
from app.api.access.guard import Guard
from app.api.access.headers import SECURITY_HEADERS
from app.api.access.limits import ConnectionLimits
from app.api.access.log import AccessLog
from app.api.access.middleware import AccessMiddleware
from app.api.access.rates import RateLimits, WrongKeys
from app.api.measuring.counters import Counters
from app.api.reading.session import Reader
from app.api.serving.problems import answer_failure
from app.settings import Settings

PATIENCE_S = 20
HOST = b"Host: archive.example\r\n"
GET = b"GET / HTTP/1.1\r\n" + HOST
BODY_LIMITS = BodyLimits(megabytes=1, rate_kb=16, allowance_s=60)
PIECE = b"x" * (64 << 10)


class Application:
    """Answers ``ok``; to ``/endless`` without end, to ``/waiting`` nothing, to ``/late`` after a moment.

    It remembers the paths, and counts the pieces.
    """

    def __init__(self) -> None:
        self.paths: list[str] = []
        self.pieces = 0
        self.has_client_left = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.paths.append(scope["path"])
        if scope["path"] == "/endless":
            await StreamingResponse(self._endless())(scope, receive, send)
            return
        if scope["path"] == "/waiting":
            while (await receive())["type"] != "http.disconnect":
                pass
            self.has_client_left = True
            return
        if scope["path"] == "/late":
            await asyncio.sleep(0.4)
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"ok"})

    async def _endless(self) -> AsyncIterator[bytes]:
        try:
            while True:
                await asyncio.sleep(0)  # uvicorn drops without waiting what is sent to a client that left
                yield PIECE
                self.pieces += 1
        finally:
            self.has_client_left = True


@contextmanager
def listening(
    connections: int = 50, header_timeout_s: float = 60, send_timeout_s: float = 60, body_limits: BodyLimits = BODY_LIMITS
) -> Iterator[tuple[int, Application]]:
    """Serve an ``Application`` with limits; lend its port and the application."""
    application = Application()
    with serving_asgi(application, ConnectionLimits(connections, header_timeout_s, send_timeout_s), body_limits) as (port, _):
        yield port, application


UNLIMITED = RateLimits(0, 0)


def open_guard() -> Guard:
    """Return a guard of no endpoints, which looks up no key."""
    return Guard(cast(Reader, None), {}, "/v1", WrongKeys(0), {}, is_reading_open=True)


@contextmanager
def serving_asgi(application: ASGIApp, limits: ConnectionLimits, body_limits: BodyLimits) -> Iterator[tuple[int, Counters]]:
    """Run uvicorn with limits, in a thread, and the outermost layer around an application; lend its port and its counters."""
    counters = Counters([], None)
    app = AccessMiddleware(
        application, answer_failure, open_guard(), UNLIMITED, [], AccessLog(Settings(log_format="json"), [], []), counters, body_limits
    )
    config = uvicorn.Config(app, http=limited_protocol(limits), ws="none", lifespan="off", log_config=None, timeout_graceful_shutdown=0)
    server, listener = uvicorn.Server(config), socket.create_server(("127.0.0.1", 0))
    thread = Thread(target=server.run, args=([listener],))
    thread.start()
    try:
        yield listener.getsockname()[1], counters
    finally:
        server.should_exit = True
        thread.join()


def connected(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S)


def send_until_refused(connection: socket.socket, piece: bytes, bytes_in_all: int) -> int:
    """Send a piece again and again, until all is sent or the server takes nothing more for a moment; return how many bytes it took."""
    connection.settimeout(0.5)
    sent = 0
    try:
        while sent < bytes_in_all:
            sent += connection.send(piece)
    except OSError:
        pass
    connection.settimeout(PATIENCE_S)
    return sent


def received(connection: socket.socket) -> bytes:
    """Receive until the server closes the connection."""
    answer = b""
    with connection:
        while piece := connection.recv(1 << 20):
            answer += piece
    return answer


def answer_to(port: int, *parts: bytes) -> bytes:
    connection = connected(port)
    for part in parts:
        connection.sendall(part)
    return received(connection)


def status_of(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def problem_of(answer: bytes) -> tuple[int, str]:
    """Return the status and the detail of a problem that closes its connection."""
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"content-type: application/problem+json" in head
    assert b"connection: close" in head
    assert [b": ".join(header) in head for header in SECURITY_HEADERS] == [True, True]
    problem = orjson.loads(body)
    assert (problem["status"], f"x-request-id: {problem['request_id']}".encode() in head) == (status_of(answer), True)
    return problem["status"], problem["detail"]


def becomes_true(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline and not condition():
        time.sleep(0.02)
    return condition()
