"""Streams of the progress of one thing, as Server-Sent Events, until it is finished."""

from asyncio import Event, sleep
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack
from dataclasses import dataclass
from time import monotonic
from typing import Any

import orjson
from fastapi.responses import StreamingResponse
from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from app.api.reading.event_streams import KEEP_ALIVE_S, FeedResponse
from app.api.reading.export_streams import stream_nothing
from app.api.reading.session import Reader
from app.api.serving.feeds import HEADERS, last_event_id
from app.api.serving.live import LiveEndpoint
from app.api.serving.requests import EndpointRequest
from app.errors import OnRecordError
from app.queries.administering.keys import require_valid

LOOK_S = 0.5  # between two looks at the thing

Progress = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class ProgressEndpoint(LiveEndpoint):
    """An endpoint that sends what ``read`` gives whenever it has changed, until it has a ``finished_at``.

    The id of an event tells it from others, so that who connects again with Last-Event-ID is sent nothing twice. Who has the last event
    is answered with 204, by which browsers stop to connect.

    Attributes:
        id_of: makes the id of an event.
    """

    id_of: Callable[[Progress], str]

    @property
    def offered_formats(self) -> tuple[str, ...]:
        """The names of the formats that the answer comes in."""
        return ("sse",)

    async def answer(self, request: EndpointRequest, reader: Reader) -> StreamingResponse:  # type: ignore[override]  # never whole
        """Answer a request with events. The thing is read before, so that one which is not there is answered with a problem."""
        query, asker = request.parse(self.query_model, refuse_repeats=True), request.asker

        def read(connection: Connection) -> Progress:
            require_valid(connection, asker)
            progress: Progress = self.read(connection, *request.path_ids, query, asker)
            return progress

        def look() -> Awaitable[Progress]:
            return reader.read(read, is_bounded=True)

        first, last_id = await look(), last_event_id(request.scope)
        if first["finished_at"] is not None and self.id_of(first) == last_id:
            return StreamingResponse(stream_nothing(), 204, HEADERS)
        with ExitStack() as held:
            if request.is_head:
                return FeedResponse(stream_nothing(), HEADERS, held.pop_all())
            held.enter_context(reader.feed_slots.taken())
            stopping: Event = request.scope["state"].get("stopping") or Event()
            return FeedResponse(self._follow(first, last_id, look, stopping), HEADERS, held.pop_all())

    async def _follow(
        self, thing: Progress, last_id: str | None, look: Callable[[], Awaitable[Progress]], stopping: Event
    ) -> AsyncIterator[bytes]:
        """Yield an event for each change. Between two looks nothing is held: no connection to the database, no thread."""
        sent_at = monotonic()
        while True:
            if (event_id := self.id_of(thing)) != last_id:
                yield format_sse_event(data_str=orjson.dumps(thing).decode(), id=event_id)
                last_id, sent_at = event_id, monotonic()
            elif monotonic() - sent_at >= KEEP_ALIVE_S:
                yield KEEPALIVE_COMMENT
                sent_at = monotonic()
            if thing["finished_at"] is not None or stopping.is_set():
                return
            await sleep(LOOK_S)
            try:
                thing = await look()
            except (OnRecordError, DBAPIError):
                return  # the client connects again, and is told what is wrong
