"""Endpoints of things that change without the data version, and that depend on who asks: nothing is cached."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from app.api.reading.session import Reader
from app.api.serving import formats
from app.api.serving.endpoint import Endpoint
from app.api.serving.etags import body_etag
from app.api.serving.requests import EndpointRequest
from app.api.serving.responses import CompleteResponse, complete_response, next_page_link


@dataclass(frozen=True, kw_only=True)
class LiveEndpoint(Endpoint):
    """An endpoint that is read anew for each request. Its ``read`` is given the asker behind the query. The ETag is a hash of the body.

    Attributes:
        get_edits: of a thing that people change, reads the number of its changes, with which its ETag begins.
    """

    get_edits: Callable[[Connection, str], int] | None = None

    @property
    def offered_formats(self) -> tuple[str, ...]:
        """The names of the formats that the answer comes in."""
        return ("json",)

    async def answer(self, request: EndpointRequest, reader: Reader) -> CompleteResponse:
        """Answer a request: parse the query, choose the format, read, encode."""
        query = request.parse(self.query_model, refuse_repeats=True)
        format_name = self._choose_format(request, query)
        choice, asker = self._choose_parts(query, format_name), request.asker

        def read_with_number(connection: Connection) -> tuple[Any, int | None]:
            answer = self.read(connection, *request.path_ids, query, asker)
            return answer, self.get_edits(connection, *request.path_ids) if self.get_edits else None

        answer, number = await self._run(request, reader, read_with_number, query, is_bounded=False)
        body = self._encode(choice.of(answer), format_name, request.scope)
        media_type = choice.media_type(format_name, formats.MEDIA_TYPES[format_name])
        return complete_response(body, media_type, body_etag(body, number), next_page_link(request.scope, answer.get("next_cursor")))
