"""Endpoints: what is read for an address, and how it is answered. Each is a route of FastAPI, and answers without it too."""

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from dataclasses import dataclass
from inspect import Parameter, Signature, cleandoc
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Query, Request
from fastapi.responses import Response, StreamingResponse
from fastapi.routing import APIRoute
from sqlalchemy import Connection

from app.api.serving import formats
from app.api.serving.etags import HEADERS, Answer, answer_of, etag_of, etag_of_list, has, link_of, response_of, unless_had
from app.api.serving.openapi import Responses
from app.api.serving.problems import NotAcceptable
from app.api.serving.requests import EndpointRequest
from app.api.serving.session import Reader
from app.parameters.listing import Parameters
from app.queries.listing.versions import get_data_state

Json = Any
Read = Callable[..., Any]  # of a connection, the id that the path has, if any, and the parameters


@dataclass(frozen=True, kw_only=True)
class Endpoint(ABC):
    """What is read for an address, and the formats it is answered in.

    Args:
        path: below ``/v1``, with the name of the id in braces, if it has one.
        tag: under which OpenAPI has it.
        doc: its summary, a sentence, and what else OpenAPI says of it.
        model: of the answer in JSON.
        responses: what OpenAPI says of its answers.
        read: reads the answer.
        parameters: the model of its query.
        path_id: the type of the id in the path.
        write: reads the same sooner, as JSON already: enough for JSON and NDJSON.
        linked: shapes what was read as JSON-LD, where that is offered.
    """

    path: str
    operation_id: str
    tag: str
    doc: str
    model: Any
    responses: Responses
    read: Read
    parameters: type[Parameters] = Parameters
    path_id: Any = None
    write: Read | None = None
    linked: Callable[[Any], Json] | None = None

    @abstractmethod
    async def answer(self, request: EndpointRequest, reader: Reader) -> Answer | StreamingResponse:
        """Answer a request: parse, read, render, respond.

        Raises:
            RequestValidationError: a parameter is wrong.
            NotAcceptable: none of the formats that are offered is acceptable.
            OnRecordError: as ``read`` raises it.
            DBAPIError: the database does not answer.
        """

    @property
    @abstractmethod
    def offered(self) -> tuple[str, ...]:
        """The formats it is offered in."""

    async def __call__(self, request: Request) -> Response:
        """Answer a request that a router met."""
        asked = EndpointRequest(request.scope, list(request.path_params.values()))
        answer = await self.answer(asked, request.app.state.reader)
        return answer if isinstance(answer, Response) else response_of(unless_had(answer, asked.if_none_match))

    @property
    def __signature__(self) -> Signature:
        """The parameters as FastAPI documents them."""
        query = Parameter("query", Parameter.KEYWORD_ONLY, annotation=Annotated[self.parameters, Query()])
        name = self.path.partition("{")[2].partition("}")[0]
        return Signature([*([Parameter(name, Parameter.KEYWORD_ONLY, annotation=self.path_id)] if name else []), query])

    def _format(self, request: EndpointRequest, query: Parameters) -> str:
        chosen = formats.negotiate(getattr(query, "format", None), request.accept, self.offered)
        if chosen is None:
            raise NotAcceptable(f"This address offers {', '.join(formats.MEDIA_TYPES[name] for name in self.offered)}.")
        return chosen

    def _reading(self, request: EndpointRequest, chosen: str) -> Callable[[Connection, Any], Any]:
        read = self.write if self.write and chosen in ("json", "ndjson") else self.read
        return lambda connection, query: read(connection, *request.ids, query)


@dataclass(frozen=True, kw_only=True)
class ThingEndpoint(Endpoint):
    """One thing. Its ETag is of its own content: it stays while only other things change.

    Args:
        is_bounded: whether the cost of reading it hardly ever grows with the archive.
    """

    is_bounded: bool = False

    @property
    def offered(self) -> tuple[str, ...]:
        """The formats it is offered in."""
        return formats.LINKED if self.linked else ("json",)

    async def answer(self, request: EndpointRequest, reader: Reader) -> Answer:
        """Answer a request: parse, read, render, respond."""
        query = request.parse(self.parameters, refusing_repeats=False)
        chosen = self._format(request, query)
        query, read = as_read(query, chosen), self._reading(request, chosen)
        found = await reader.read(lambda connection: read(connection, query), bounded=self.is_bounded)
        body = orjson.dumps(self.linked(found) if self.linked and chosen == "jsonld" else found)
        return answer_of(body, formats.MEDIA_TYPES[chosen], etag_of(body))


@dataclass(frozen=True, kw_only=True)
class ListEndpoint(Endpoint):
    """A list, or what else is found over many things. Its ETag is of the state of the data: 304 is said before anything is read.

    Args:
        item: the TypedDict of an item, which names the columns of CSV; None where the list is not exported.
        is_bounded: whether the cost of reading a page does not grow with the archive.
    """

    item: Any = None
    is_bounded: Callable[[Any], bool] = lambda query: bool(query.is_bounded)

    @property
    def offered(self) -> tuple[str, ...]:
        """The formats it is offered in."""
        return ("json", *(formats.STREAMED if self.item else ()), *(("jsonld",) if self.linked else ()))

    async def answer(self, request: EndpointRequest, reader: Reader) -> Answer | StreamingResponse:
        """Answer a request with a page, or for NDJSON and CSV without ``limit`` with all that follows."""
        query = request.parse(self.parameters, refusing_repeats=True)
        chosen = self._format(request, query)
        is_whole = chosen in formats.STREAMED and "limit" not in query.model_fields_set
        query, read = as_read(query, chosen), self._reading(request, chosen)

        etag, page = await self._unless_had(request, reader, read, query, chosen)
        if page is None or (is_whole and has(request.if_none_match, etag)):
            return answer_of(None, formats.MEDIA_TYPES[chosen], etag)
        if is_whole:
            headers = {**HEADERS, "ETag": etag}
            return StreamingResponse(self._pages(reader, read, query, page, chosen), 200, headers, formats.MEDIA_TYPES[chosen])
        return answer_of(self._written(page, chosen), formats.MEDIA_TYPES[chosen], etag, link_of(request.scope, page.get("next_cursor")))

    async def _unless_had(self, request: EndpointRequest, reader: Reader, read: Read, query: Any, chosen: str) -> tuple[str, Any]:
        """Return the ETag, and what is read; None where the client has the answer of this ETag: then nothing is read."""
        is_any = request.if_none_match.strip() == "*"  # only reading tells whether there is any

        def found(connection: Connection) -> tuple[str, Any]:
            etag = etag_of_list(get_data_state(connection), chosen, request.scope)
            return etag, None if not is_any and has(request.if_none_match, etag) else read(connection, query)

        return await reader.read(found, bounded=chosen not in formats.STREAMED and self.is_bounded(query))

    async def _pages(self, reader: Reader, read: Read, query: Any, page: Any, chosen: str) -> AsyncIterator[bytes]:
        """Yield page after page, each from a transaction of its own: no connection is held while a slow client reads."""
        yield formats.head(chosen, self.item)
        while True:
            yield formats.rows(chosen, self.item, page["items"])
            if page["next_cursor"] is None:
                return
            query = query.model_copy(update={"cursor": page["next_cursor"]})
            page = await reader.read(lambda connection, following=query: read(connection, following), bounded=False)  # type: ignore[misc]

    def _written(self, page: Any, chosen: str) -> bytes:
        if chosen in formats.STREAMED:
            return formats.head(chosen, self.item) + formats.rows(chosen, self.item, page["items"])
        return orjson.dumps(self.linked(page["items"]) if self.linked and chosen == "jsonld" else page)


def as_read(query: Any, chosen: str) -> Any:
    """Lists that stream are read in pages of their own; W3C's selectors, so JSON-LD, count code points whatever was asked for."""
    if chosen in formats.STREAMED:
        return query.for_export(query.limit or formats.EXPORT_PAGE, chosen)
    is_recounted = chosen == "jsonld" and "units" in type(query).model_fields
    return query.model_copy(update={"units": "codepoint"}) if is_recounted else query


class EndpointRoute(APIRoute):
    """A route that an ``Endpoint`` answers: FastAPI finds and documents it, and reads no parameters."""

    endpoint: Endpoint

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what answers a request."""
        return self.endpoint.__call__


def router_of(endpoints: Sequence[Endpoint]) -> APIRouter:
    """Return a router of endpoints."""
    router = APIRouter(route_class=EndpointRoute)
    for each in endpoints:
        router.add_api_route(
            each.path,
            each,
            operation_id=each.operation_id,
            tags=[each.tag],
            description=cleandoc(each.doc),
            response_model=each.model,
            responses=each.responses,
        )
    return router
