"""Streams of whole lists, page after page."""

from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from typing import Any

from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from app.api.serving.export_slots import Slot

ReadPage = Callable[[str], Awaitable[Any]]  # cursor -> page, its items encoded


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
