"""Streams of whole lists, and their slots: few run at once, others wait, a slow client gives way."""

from asyncio import FIRST_COMPLETED, Future, create_task, get_running_loop, wait
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from math import inf
from time import monotonic
from typing import Any

import structlog
from fastapi.responses import StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from app.api.reading.connection_state import ABORT
from app.api.reading.read_threads import ClientLeft, until_disconnect
from app.errors import ServerBusy

PIECE_BYTES = 64 << 10  # that a client is given at once, and measured by
LOOK_S = 0.2  # between two looks for slow clients, while others wait
ReadPage = Callable[[str], Awaitable[Any]]  # cursor -> page, its items encoded

log = structlog.stdlib.get_logger("onrecord.exports")


class ExportSlots:
    """The exports that may run at once, each from its first read until its client has all of it, or left.

    Further ones wait in the order in which they came. While any waits, an export whose client has not taken a piece in time is broken
    off: slow clients, however many, can delay others, but never keep them out.

    Args:
        slots: how many run.
        queue: how many wait.
        wait_s: seconds that one waits.
        piece_s: seconds in which a client must take a piece.
    """

    def __init__(self, slots: int, queue: float = inf, wait_s: float = 10, piece_s: float = inf) -> None:
        self._free, self._queue, self._wait_s, self._piece_s = slots, queue, wait_s, piece_s
        self._running: set[Slot] = set()
        self._waiting: deque[Future[None]] = deque()

    async def take(self, scope: Scope, receive: Receive | None) -> "Slot":
        """Return a slot, which is given back when its context ends.

        Raises:
            ServerBusy: too many wait, or it waited for too long.
            ClientLeft: the client closed the connection.
        """
        if self._free:
            self._free -= 1
        elif len(self._waiting) >= self._queue:
            raise ServerBusy("As many exports run, and wait, as the server allows at once. Try again after Retry-After seconds.")
        else:
            await self._wait(receive)
        slot = Slot(self, scope)
        self._running.add(slot)
        return slot

    def give_back(self, slot: "Slot") -> None:
        """Let the next one run."""
        self._running.discard(slot)
        self._free_one()

    def _free_one(self) -> None:
        if self._waiting:
            self._waiting.popleft().set_result(None)
        else:
            self._free += 1

    async def _wait(self, receive: Receive | None) -> None:
        turn: Future[None] = get_running_loop().create_future()
        self._waiting.append(turn)
        leaving = create_task(until_disconnect(receive)) if receive else None
        try:
            await self._wait_for(turn, leaving)
        except BaseException:
            if turn.done():
                self._free_one()
            else:
                self._waiting.remove(turn)
            raise
        finally:
            if leaving:
                leaving.cancel()

    async def _wait_for(self, turn: "Future[None]", leaving: "Future[None] | None") -> None:
        deadline, awaited = monotonic() + self._wait_s, [turn, leaving] if leaving else [turn]
        while not turn.done():
            if leaving and leaving.done():
                raise ClientLeft
            if (left_s := deadline - monotonic()) <= 0:
                raise ServerBusy(f"As many exports run as the server allows, and none ended in {self._wait_s:g} seconds.")
            if turn is self._waiting[0]:
                self._end_slow()
            await wait(awaited, timeout=min(LOOK_S, left_s), return_when=FIRST_COMPLETED)

    def _end_slow(self) -> None:
        """Break off exports with slow clients, one for each that waits, the slowest first."""
        since = monotonic() - self._piece_s
        ending = sum(slot.is_ended for slot in self._running)
        slow = sorted(
            (slot for slot in self._running if slot.waits_since <= since and not slot.is_ended), key=lambda slot: slot.waits_since
        )
        for slot in slow[: max(0, len(self._waiting) - ending)]:
            slot.end()


class Slot:
    """The slot of one export.

    Args:
        slots: gets it back.
        scope: of the request; what it says of the connection is what ``end`` needs.

    Attributes:
        waits_since: when the client was given a piece that it has not taken yet, by the monotonic clock; infinite if there is none.
        is_ended: whether it was broken off.
    """

    def __init__(self, slots: ExportSlots, scope: Scope) -> None:
        self._slots, self._scope = slots, scope
        self.waits_since, self.is_ended = inf, False

    def __enter__(self) -> "Slot":
        return self

    def __exit__(self, *_: object) -> None:
        self._slots.give_back(self)

    async def send(self, send: Send, message: Message) -> None:
        """Send a message on in pieces."""
        body = message.get("body", b"")
        last = max(0, len(body) - 1) // PIECE_BYTES * PIECE_BYTES
        for start in range(0, last, PIECE_BYTES):
            await self._send_piece(send, {"type": message["type"], "body": body[start : start + PIECE_BYTES], "more_body": True})
        await self._send_piece(send, {**message, "body": body[last:]} if last else message)

    async def _send_piece(self, send: Send, message: Message) -> None:
        self.waits_since = monotonic()
        try:
            await send(message)
        finally:
            self.waits_since = inf

    def end(self) -> None:
        """Close the connection, where its server lets us: the client sees that the export is not whole."""
        state: dict[str, Any] = self._scope.get("state", {})
        if abort := state.get(ABORT):
            self.is_ended = True
            log.info("an export with a slow client was broken off, since others wait", request_id=state.get("request_id"))
            abort()


class ExportResponse(StreamingResponse):
    """A stream that gives its slot back when it ends, or is broken off."""

    def __init__(self, parts: AsyncIterator[bytes], headers: dict[str, str], media_type: str, slot: Slot) -> None:
        super().__init__(parts, 200, headers, media_type)
        self._slot = slot

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the stream."""
        with self._slot:
            await super().__call__(scope, receive, partial(self._slot.send, send))


async def stream_pages(header: bytes, page: Any, read_page: ReadPage) -> AsyncIterator[bytes]:
    """Yield a header, a page, and page after page behind it. No connection is held while a slow client takes them."""
    yield header
    yield page["items"]
    while page["next_cursor"] is not None:
        page = await read_page(page["next_cursor"])
        yield page["items"]


async def stream_nothing() -> AsyncIterator[bytes]:
    """Yield nothing, for HEAD."""
    return
    yield b""
