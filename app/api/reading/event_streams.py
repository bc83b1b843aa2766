"""Streams of Server-Sent Events that follow a list which grows at its end."""

import time
from asyncio import Event, sleep
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Mapping, Sequence
from contextlib import ExitStack
from typing import Any, NamedTuple

import orjson
import structlog
from fastapi.responses import StreamingResponse
from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.types import Receive, Scope, Send

from app.api.reading.connection_state import IS_FEED
from app.errors import OnRecordError

LOOK_S = 1.0  # between two looks whether the data changed
KEEP_ALIVE_S = 15.0  # without an event; then a comment is sent, so that no proxy takes the connection for a dead one
log = structlog.stdlib.get_logger("onrecord.feeds")


class FeedResponse(StreamingResponse):
    """A stream of events that gives its slot back when it ends, or its client leaves.

    Args:
        held: is closed then.
    """

    media_type = "text/event-stream"

    def __init__(self, events: AsyncIterator[bytes], headers: dict[str, str], held: ExitStack) -> None:
        super().__init__(events, 200, headers)
        self._held = held

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the stream."""
        scope.setdefault("state", {})[IS_FEED] = True
        with self._held:
            await super().__call__(scope, receive, send)


class Followed(NamedTuple):
    """A list that is followed.

    Attributes:
        read_page: reads the page behind the position of an item; None is the start. Each item has its position as ``cursor``.
        data_state: returns the state of the data.
        encode: chooses the parts of an item that are sent.
        stopping: is set when the server stops.
    """

    read_page: Callable[[str | None], Awaitable[Any]]
    data_state: Callable[[], Awaitable[Hashable]]
    encode: Callable[[Mapping[str, Any]], Any]
    stopping: Event


async def follow(followed: Followed, page: Any, start: str | None, state: Hashable) -> AsyncIterator[bytes]:
    """Yield the items of a page, and those that are added behind it, as events, until the server stops.

    Between two looks nothing is held: no connection to the database, no thread. If a read fails, the stream ends: its client connects
    again with the header Last-Event-ID, and is told then what is wrong.

    Args:
        page: the first page, which begins at ``start``.
        state: of the data, from before the page was read.
    """
    try:
        async for part in _follow(followed, page, start, state):
            yield part
    except (OnRecordError, DBAPIError, PoolTimeout) as error:
        log.warning("a feed was ended; its client may connect again", error=str(error))


async def _follow(followed: Followed, page: Any, position: str | None, state: Hashable) -> AsyncIterator[bytes]:
    sent_at = time.monotonic()
    while not followed.stopping.is_set():
        if page["items"]:
            yield _encode_events(page["items"], followed.encode)
            position, sent_at = page["items"][-1]["cursor"], time.monotonic()
        if page["next_cursor"] is None:
            while (later := await followed.data_state()) == state and not followed.stopping.is_set():
                if time.monotonic() - sent_at >= KEEP_ALIVE_S:
                    yield KEEPALIVE_COMMENT
                    sent_at = time.monotonic()
                await _next_look()
            state = later
        page = await followed.read_page(position)


async def _next_look() -> None:
    """Sleep until the next look. All feeds look at the same moments, so that they share one SELECT."""
    await sleep(LOOK_S - time.monotonic() % LOOK_S)


def _encode_events(items: Sequence[Mapping[str, Any]], encode: Callable[[Mapping[str, Any]], Any]) -> bytes:
    return b"".join(format_sse_event(data_str=orjson.dumps(encode(item)).decode(), id=item["cursor"]) for item in items)
