"""How a route answers: it reads once, and gives JSON, NDJSON, CSV or JSON-LD, with ETag and Link."""

import hashlib
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from typing import Annotated, Any, TypeVar

import orjson
from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response, StreamingResponse
from sqlalchemy import Connection

from app.api import formats
from app.api.answers import NotAcceptable
from app.api.parameters import Linkable
from app.api.session import ReadSession
from app.filters import Listing, Parameters
from app.queries.versions import get_data_state
from app.vocabulary import Units

Q = TypeVar("Q", bound=Listing)
P = TypeVar("P", bound=Parameters)
HEADERS = {"Vary": "Accept", "Cache-Control": "no-cache"}
Json = Any


class Answering:
    """Answers one request."""

    def __init__(self, request: Request, reader: ReadSession) -> None:
        self._request = request
        self._reader = reader

    async def listing(
        self,
        read: Callable[[Connection, Q], Any],
        query: Q,
        item: Any = None,
        linked: Callable[[Sequence[Any]], Json] | None = None,
        write: Callable[[Connection, Q], Any] | None = None,
    ) -> Response:
        """Answer with a list: a page, or for NDJSON and CSV without ``limit`` all that follows.

        Args:
            item: the TypedDict of an item, which names the columns of CSV; None where the list is not exported.
            linked: shapes items as JSON-LD, where the list offers it.
            write: reads the same page sooner, with items that are JSON already: enough for JSON and NDJSON.
        """
        _refuse_repeats(self._request, query)
        offered = ["json", *(formats.STREAMED if item else []), *(["jsonld"] if linked else [])]
        chosen = self._format(query.format, offered)
        streamed = chosen in formats.STREAMED
        query, read = _as_read(query, chosen), _sooner(read, write, chosen)

        headers, found = await self._unless_had(read, query, chosen, bounded=query.is_bounded)
        if found is None:
            return Response(status_code=304, headers=headers)
        if streamed and "limit" not in self._request.query_params:
            return StreamingResponse(self._pages(read, query, found, item, chosen), 200, headers, formats.MEDIA_TYPES[chosen])
        if found["next_cursor"] is not None:
            following = self._request.url.include_query_params(cursor=found["next_cursor"])
            headers["Link"] = f'<{following.path}?{following.query}>; rel="next"'
        return Response(_written(chosen, found, item, linked), 200, headers, formats.MEDIA_TYPES[chosen])

    async def found(self, read: Callable[[Connection, P], Any], query: P) -> Response:
        """Answer with what a question over many things finds. Its ETag is that of a list: 304 is said before anything is read."""
        _refuse_repeats(self._request, query)
        self._format(None, ["json"])

        headers, found = await self._unless_had(read, query, "json", bounded=False)
        if found is None:
            return Response(status_code=304, headers=headers)
        return Response(orjson.dumps(found), 200, headers, formats.MEDIA_TYPES["json"])

    async def one(
        self,
        read: Callable[[Connection], Any],
        *,
        bounded: bool = True,
        linked: Callable[[Any], Json] | None = None,
        write: Callable[[Connection], Any] | None = None,
    ) -> Response:
        """Answer with one thing, by ``write`` as in a list. Its ETag is of its own content: it stays while only other things change."""
        chosen = self._format(self._request.query_params.get("format"), ["json", *(["jsonld"] if linked else [])])
        found = await self._reader.read(_sooner(read, write, chosen), bounded=bounded)
        body = orjson.dumps(linked(found) if linked and chosen == "jsonld" else found)
        return answer_once(self._request, body, formats.MEDIA_TYPES[chosen])

    def units(self, query: Linkable) -> Units:
        """Return what offsets count in an answer with one thing: in JSON-LD code points, as W3C's selectors do, whatever was asked for."""
        return "codepoint" if self._format(query.format, ["json", "jsonld"]) == "jsonld" else query.units

    async def _unless_had(
        self, read: Callable[[Connection, P], Any], query: P, chosen: str, *, bounded: bool
    ) -> tuple[dict[str, str], Any]:
        """Return the headers, and what is read; None where the client has it: then nothing is read."""

        def answer(connection: Connection) -> tuple[str, Any]:
            etag = self._list_etag(get_data_state(connection), chosen)
            return etag, None if _has(self._request, etag) else read(connection, query)

        etag, found = await self._reader.read(answer, bounded=bounded)
        return {**HEADERS, "ETag": etag}, None if _has_any(self._request) else found

    def _list_etag(self, state: str, chosen: str) -> str:
        """The address is in it: only who was answered there has it, so that 304 can be said before the list is read."""
        address = f"{self._request.url.path}?{self._request.url.query}"
        digest = hashlib.blake2b(address.encode(), digest_size=6).hexdigest()
        return f'"{state}-{self._request.app.state.build}-{chosen}-{digest}"'

    def _format(self, wanted: str | None, offered: Sequence[str]) -> str:
        chosen = formats.negotiate(wanted, ",".join(self._request.headers.getlist("accept")), offered)
        if chosen is None:
            raise NotAcceptable(f"This address offers {', '.join(formats.MEDIA_TYPES[name] for name in offered)}.")
        return chosen

    async def _pages(self, read: Callable[[Connection, Q], Any], query: Q, page: Any, item: Any, chosen: str) -> AsyncIterator[bytes]:
        """Yield page after page, each from a transaction of its own: no connection is held while a slow client reads."""
        yield formats.head(chosen, item)
        while True:
            yield formats.rows(chosen, item, page["items"])
            if page["next_cursor"] is None:
                return
            query = query.model_copy(update={"cursor": page["next_cursor"]})
            page = await self._reader.read(lambda connection, following=query: read(connection, following), bounded=False)  # type: ignore[misc]


def _as_read(query: Q, chosen: str) -> Q:
    """Lists that stream are read in pages of their own; W3C's selectors, so JSON-LD, count code points whatever was asked for."""
    if chosen in formats.STREAMED:
        return query.as_export(query.limit or formats.EXPORT_PAGE)
    in_code_points = {"units": "codepoint"} if chosen == "jsonld" and "units" in type(query).model_fields else {}
    return query.model_copy(update=in_code_points)


def _sooner(read: Callable[..., Any], write: Callable[..., Any] | None, chosen: str) -> Callable[..., Any]:
    return write if write and chosen in ("json", "ndjson") else read


def _refuse_repeats(request: Request, query: Parameters) -> None:
    """A parameter that takes one value must not be given two: one of them would be left out silently."""
    given = Counter(name for name, _ in request.query_params.multi_items())
    fields = {field.alias or name: name for name, field in type(query).model_fields.items()}
    twice = [name for name, number in given.items() if number > 1 and not isinstance(getattr(query, fields[name]), list)]
    if twice:
        raise RequestValidationError(
            [{"loc": ("query", name), "msg": "takes one value, and was given more", "type": "repeated"} for name in twice]
        )


def answer_once(request: Request, body: bytes, media_type: str) -> Response:
    """Answer with these bytes, or with 304 where the client has them. The ETag is of the bytes."""
    etag = f'"{hashlib.blake2b(body, digest_size=15).hexdigest()}"'
    headers = {**HEADERS, "ETag": etag}
    if _has(request, etag) or _has_any(request):
        return Response(status_code=304, headers=headers)
    return Response(body, 200, headers, media_type)


def answer_known(request: Request, headers: Iterable[tuple[bytes, bytes]], body: bytes) -> Response:
    """Answer with an answer that was made before, or with 304 where the client has it."""
    if "if-none-match" not in request.headers:
        return _with_headers(Response(body), headers)
    same = [header for header in headers if header[0] in (b"vary", b"cache-control", b"etag")]
    etag = next(value.decode() for name, value in same if name == b"etag")
    had = _has(request, etag) or _has_any(request)
    return _with_headers(Response(status_code=304), same) if had else _with_headers(Response(body), headers)


def _with_headers(response: Response, headers: Iterable[tuple[bytes, bytes]]) -> Response:
    response.raw_headers = [*headers]
    return response


def _has(request: Request, etag: str) -> bool:
    return etag in (tag.strip().removeprefix("W/") for tag in ",".join(request.headers.getlist("if-none-match")).split(","))


def _has_any(request: Request) -> bool:
    return request.headers.get("if-none-match", "").strip() == "*"


def _written(chosen: str, page: Mapping[str, Any], item: Any, linked: Callable[[Sequence[Any]], Json] | None) -> bytes:
    if chosen in formats.STREAMED:
        return formats.head(chosen, item) + formats.rows(chosen, item, page["items"])
    return orjson.dumps(linked(page["items"]) if linked and chosen == "jsonld" else page)


async def answering_of(request: Request, reader: ReadSession) -> Answering:
    """Return what answers this request. A coroutine: FastAPI would call anything else in a thread, behind slow reads."""
    return Answering(request, reader)


Answers = Annotated[Answering, Depends(answering_of)]
