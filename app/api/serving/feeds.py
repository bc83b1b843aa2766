"""Endpoints of lists that grow at their end, and can be followed by Server-Sent Events."""

from asyncio import Event
from collections.abc import Awaitable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from fastapi.responses import StreamingResponse
from sqlalchemy import Connection
from starlette.types import Scope

from app.api.reading.event_streams import FeedResponse, Followed, follow
from app.api.reading.export_streams import stream_nothing
from app.api.reading.session import Reader
from app.api.serving.endpoint import ListEndpoint
from app.api.serving.problems import VARY
from app.api.serving.requests import EndpointRequest
from app.api.serving.responses import CompleteResponse
from app.queries.administering.keys import Asker, require_valid

EVENTS_AT_ONCE = 200  # that one read gives
LAST_EVENT_ID = b"last-event-id"
# X-Accel-Buffering tells nginx to pass events on at once.
HEADERS = {**VARY, "Cache-Control": "no-store", "X-Accel-Buffering": "no"}


@dataclass(frozen=True, kw_only=True)
class FeedEndpoint(ListEndpoint):
    """An endpoint of a list whose items have positions (``cursor``), and whose end is followed with ``Accept: text/event-stream``."""

    @property
    def offered_formats(self) -> tuple[str, ...]:
        """The names of the formats that the answer comes in."""
        return (*super().offered_formats, "sse")

    async def answer(self, request: EndpointRequest, reader: Reader) -> CompleteResponse | StreamingResponse:
        """Answer a request with a page, with the whole list, or with events that come as the list grows."""
        query: Any = request.parse(self.query_model, refuse_repeats=True)
        if self._choose_format(request, query) != "sse":
            return await super().answer(request, reader)
        position = last_event_id(request.scope) or query.cursor
        return await self._follow(request, reader, query.for_export(EVENTS_AT_ONCE).model_copy(update={"cursor": position}))

    async def _follow(self, request: EndpointRequest, reader: Reader, query: Any) -> StreamingResponse:
        """Answer with events. The first page is read before, so that a wrong position is answered with a problem."""

        def read_page(position: str | None) -> Awaitable[Any]:
            next_query = query.model_copy(update={"cursor": position or query.cursor})
            return reader.read(lambda connection: self._read_for_asker(connection, request.asker, next_query), is_bounded=True)

        state = request.scope["state"]
        stopping: Event = state.get("stopping") or Event()
        choice = self._choose_parts(query, "sse")
        with ExitStack() as held:
            if not request.is_head:
                held.enter_context(reader.feed_slots.taken())
            data_state, page = await reader.data_state(), await read_page(None)
            followed = Followed(read_page, reader.data_state, choice.of_item, stopping)
            events = stream_nothing() if request.is_head else follow(followed, page, query.cursor, data_state)
            return FeedResponse(events, HEADERS, held.pop_all())

    def _read_for_asker(self, connection: Connection, asker: Asker, query: Any) -> Any:
        """Read a page, unless the asker's key was revoked since the feed was opened."""
        require_valid(connection, asker)
        return self.read(connection, query)


def last_event_id(scope: Scope) -> str | None:
    """Return the header Last-Event-ID: the position of the last event that a client was sent before it connects again."""
    return next((value.decode("latin-1") for name, value in scope["headers"] if name == LAST_EVENT_ID), None)
