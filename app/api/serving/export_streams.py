"""Streams of whole lists, page after page, and their slots: few run at once in a process."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from app.errors import ServerBusy

ReadPage = Callable[[str], Awaitable[Any]]  # cursor -> page, its items encoded


class ExportSlots:
    """The exports that may run at once, each from its first read until its client has all of it, or left.

    Args:
        slots: how many.
    """

    def __init__(self, slots: int) -> None:
        self._free = slots

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Take a slot, and give it back at the end.

        Raises:
            ServerBusy: all are taken.
        """
        if not self._free:
            raise ServerBusy("As many exports run as the server allows at once. Try again after Retry-After seconds.")
        self._free -= 1
        try:
            yield
        finally:
            self._free += 1


class ExportResponse(StreamingResponse):
    """A stream that closes something when it ends, or is broken off: its slot.

    Args:
        held: closed at the end.
    """

    def __init__(self, parts: AsyncIterator[bytes], headers: dict[str, str], media_type: str, held: ExitStack) -> None:
        super().__init__(parts, 200, headers, media_type)
        self._held = held

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the stream."""
        with self._held:
            await super().__call__(scope, receive, send)


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
