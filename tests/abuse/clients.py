"""Clients that attack. Each does one thing over a connection of its own, and then is called again, until its time is over."""

import asyncio
import re
import socket
from asyncio import StreamReader, StreamWriter, create_task
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count, cycle
from random import Random
from typing import Any

from tests.abuse.answers import read_answer
from tests.abuse.helpers import Job

HOST = b"Host: 127.0.0.1\r\n"
PIECE = b"a" * (64 << 10)
BODY_BYTES, HEADER_BYTES = 50_000_000, 600_000_000
AT_ONCE = 30  # requests that are sent before the first is answered, within the limit of a connection
TOO_MANY = 2_000  # far above it
SMALL_BUFFER_BYTES = 4_096
STATUS = re.compile(rb"HTTP/1\.1 ([0-9]{3}) ")
REFUSED_S = 0.5  # that a client waits after a refusal: a tenth of Retry-After
FAR_DAY, DAYS = date(2500, 1, 1), 1_000_000
LEFT, CUT = "left", "cut"  # counted beside statuses: this client closed the connection; the server did, without an answer


@dataclass
class Session:
    """The server, the requests that clients share, and the statuses of its answers.

    Attributes:
        requests: request lines and headers, whole, without end.
    """

    port: int
    requests: Iterator[bytes]
    is_head: bool = False
    statuses: Counter[str] = field(default_factory=Counter)
    chance: Random = field(default_factory=lambda: Random(1))

    @asynccontextmanager
    async def connected(self, buffer_bytes: int = 0) -> AsyncIterator[tuple[StreamReader, StreamWriter]]:
        """Open a connection; close it at once at the end, whatever is not sent yet.

        Args:
            buffer_bytes: that the system keeps of what the client has not taken; its own choice if 0.
        """
        opened = socket.socket()
        opened.setblocking(False)
        if buffer_bytes:
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer_bytes)
        try:
            await asyncio.get_running_loop().sock_connect(opened, ("127.0.0.1", self.port))
        except BaseException:
            opened.close()
            raise
        reader, writer = await asyncio.open_connection(sock=opened, limit=buffer_bytes or 1 << 16)
        try:
            yield reader, writer
        finally:
            writer.transport.abort()

    async def count_answer(self, reader: StreamReader) -> bool:
        """Read and count an answer, and wait after a refusal; return whether the connection stays open."""
        answer = await read_answer(reader, is_head=self.is_head)
        self.statuses[str(answer.status)] += 1
        if answer.status == 503:
            await asyncio.sleep(REFUSED_S)
        return not answer.is_last

    async def count_status(self, reader: StreamReader) -> None:
        """Read what comes until the connection ends; count the statuses in it."""
        status = STATUS.match(await reader.readuntil(b"\r\n"))
        self.statuses[status[1].decode() if status else CUT] += 1
        with suppress(OSError):
            while await reader.read(1 << 16):
                pass


Client = Callable[[Session], Coroutine[Any, Any, None]]


async def ask(session: Session) -> None:
    """Ask one question after another, and read each answer."""
    async with session.connected() as (reader, writer):
        is_open = True
        while is_open:
            writer.write(next(session.requests))
            is_open = await session.count_answer(reader)


async def leave(session: Session) -> None:
    """Ask, and leave at once, or a little later."""
    async with session.connected() as (_, writer):
        writer.write(next(session.requests))
        await asyncio.sleep(session.chance.choice([0, 0.02, 0.1, 0.3]))
        session.statuses[LEFT] += 1


async def read_slowly(session: Session) -> None:
    """Ask, and take of the answer four kilobytes a second."""
    async with session.connected(SMALL_BUFFER_BYTES) as (reader, writer):
        writer.write(next(session.requests))
        status = STATUS.match(await reader.readuntil(b"\r\n"))
        session.statuses[status[1].decode() if status else CUT] += 1
        while await reader.read(2_048):
            await asyncio.sleep(0.5)


async def send_endless_header(session: Session) -> None:
    """Send a header that has no end."""
    await _send_until_answered(session, b"GET / HTTP/1.1\r\n" + HOST + b"X: ", HEADER_BYTES)


async def send_many_headers(session: Session) -> None:
    """Send short headers without end."""
    await _send_until_answered(session, b"GET / HTTP/1.1\r\n" + HOST, HEADER_BYTES, b"Y: 1\r\n" * 10_000)


async def send_body(session: Session) -> None:
    """Send a large body with a question."""
    length = b"Content-Length: %d\r\n\r\n" % BODY_BYTES
    await _send_until_answered(session, next(session.requests).removesuffix(b"\r\n") + length, BODY_BYTES)


async def _send_until_answered(session: Session, head: bytes, most_bytes: int, piece: bytes = PIECE) -> None:
    async with session.connected() as (reader, writer):
        writer.write(head)
        sending = create_task(_send_pieces(writer, piece, most_bytes // len(piece)))
        try:
            await session.count_status(reader)
        finally:
            sending.cancel()


async def _send_pieces(writer: StreamWriter, piece: bytes, number: int) -> None:
    with suppress(OSError):  # the server closed the connection behind its answer
        for _ in range(number):
            writer.write(piece)
            await writer.drain()


async def be_silent(session: Session) -> None:
    """Open a connection, and say nothing."""
    async with session.connected() as (reader, _):
        await session.count_status(reader)


async def trickle(session: Session) -> None:
    """Send a question, a character every second."""
    async with session.connected() as (reader, writer):
        sending = create_task(_send_slowly(writer, next(session.requests)))
        try:
            await session.count_status(reader)
        finally:
            sending.cancel()


async def _send_slowly(writer: StreamWriter, request: bytes) -> None:
    for number in range(len(request)):
        writer.write(request[number : number + 1])
        await asyncio.sleep(1)


async def stay(session: Session) -> None:
    """Ask once, and keep the connection open afterwards."""
    async with session.connected() as (reader, writer):
        writer.write(next(session.requests))
        await session.count_status(reader)


async def pipeline(session: Session) -> None:
    """Send many questions at once, then read the answers to all."""
    async with session.connected() as (reader, writer):
        is_open = True
        while is_open:
            writer.write(b"".join(next(session.requests) for _ in range(AT_ONCE)))
            for _ in range(AT_ONCE):
                is_open = is_open and await session.count_answer(reader)


async def pipeline_too_many(session: Session) -> None:
    """Send far more questions at once than a connection may, and read whatever is answered."""
    async with session.connected() as (reader, writer):
        writer.write(b"".join(next(session.requests) for _ in range(TOO_MANY)))
        while await session.count_answer(reader):
            pass


async def never_read(session: Session) -> None:
    """Ask for as many answers at once as a connection may, and take none of them."""
    async with session.connected(SMALL_BUFFER_BYTES) as (_, writer):
        writer.transport.pause_reading()  # type: ignore[attr-defined]  # of a socket, which can be read
        writer.write(b"".join(next(session.requests) for _ in range(AT_ONCE)))
        await asyncio.sleep(5)
        session.statuses[LEFT] += 1


BEHAVIOURS: dict[str, Client] = {
    client.__name__: client
    for client in (
        *(ask, leave, read_slowly, send_endless_header, send_many_headers, send_body),
        *(be_silent, trickle, stay, pipeline, pipeline_too_many, never_read),
    )
}


def session_of(port: int, clients: Job) -> Session:
    """Return the session of clients that a job describes: ``{"targets", "method", "headers"}``.

    ``{n}`` in a target stands for a number, ``{day}`` for a day in the far future; both are others each time.
    """
    method, headers = clients.get("method", "GET"), clients.get("headers", "")
    return Session(port, _requests(clients["targets"], method, headers), method == "HEAD")


def _requests(targets: list[str], method: str, headers: str) -> Iterator[bytes]:
    for number, target in zip(count(), cycle(targets), strict=False):
        varied = target.replace("{n}", str(number)).replace("{day}", str(FAR_DAY + timedelta(number % DAYS)))
        yield f"{method} {varied} HTTP/1.1\r\n".encode() + HOST + headers.encode() + b"\r\n"
