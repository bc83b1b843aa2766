"""How a route answers: it reads once, and gives JSON, NDJSON, CSV or JSON-LD, with ETag and Link."""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import Annotated, Any, TypeVar

import orjson
from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response, StreamingResponse
from sqlalchemy import Connection

from app.api import formats
from app.api.answers import NotAcceptable
from app.api.etags import HEADERS, answer_of, answer_once, etag_of_list, has, known_to, link_of, response_of
from app.api.parameters import Linkable
from app.api.session import ReadSession
from app.filters import Listing, Parameters
from app.queries.versions import get_data_state
from app.vocabulary import Units

Q = TypeVar("Q", bound=Listing)
P = TypeVar("P", bound=Parameters)
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
        offered = ("json", *(formats.STREAMED if item else ()), *(("jsonld",) if linked else ()))
        chosen = self._format(query.format, offered)
        streamed = chosen in formats.STREAMED
        query, read = _as_read(query, chosen), _sooner(read, write, chosen)

        etag, found = await self._unless_had(read, query, chosen, bounded=query.is_bounded)
        if found is not None and streamed and "limit" not in self._request.query_params:
            headers = {**HEADERS, "ETag": etag}
            return StreamingResponse(self._pages(read, query, found, item, chosen), 200, headers, formats.MEDIA_TYPES[chosen])
        body = b"" if found is None else _written(chosen, found, item, linked)
        more = () if found is None else link_of(self._request.scope, found["next_cursor"])
        return response_of(self._request, answer_of(body, formats.MEDIA_TYPES[chosen], etag, more))

    async def found(self, read: Callable[[Connection, P], Any], query: P) -> Response:
        """Answer with what a question over many things finds. Its ETag is that of a list: 304 is said before anything is read."""
        _refuse_repeats(self._request, query)
        self._format(None, ("json",))

        etag, found = await self._unless_had(read, query, "json", bounded=False)
        body = b"" if found is None else orjson.dumps(found)
        return response_of(self._request, answer_of(body, formats.MEDIA_TYPES["json"], etag))

    async def one(
        self,
        read: Callable[[Connection], Any],
        *,
        bounded: bool = True,
        linked: Callable[[Any], Json] | None = None,
        write: Callable[[Connection], Any] | None = None,
    ) -> Response:
        """Answer with one thing, by ``write`` as in a list. Its ETag is of its own content: it stays while only other things change."""
        chosen = self._format(self._request.query_params.get("format"), formats.LINKED if linked else ("json",))
        found = await self._reader.read(_sooner(read, write, chosen), bounded=bounded)
        body = orjson.dumps(linked(found) if linked and chosen == "jsonld" else found)
        return answer_once(self._request, body, formats.MEDIA_TYPES[chosen])

    def units(self, query: Linkable) -> Units:
        """Return what offsets count in an answer with one thing: in JSON-LD code points, as W3C's selectors do, whatever was asked for."""
        return "codepoint" if self._format(query.format, formats.LINKED) == "jsonld" else query.units

    async def _unless_had(self, read: Callable[[Connection, P], Any], query: P, chosen: str, *, bounded: bool) -> tuple[str, Any]:
        """Return the ETag, and what is read; None where the client has the answer of this ETag: then nothing is read."""
        known = known_to(self._request)
        has_any = known.strip() == "*"

        def answer(connection: Connection) -> tuple[str, Any]:
            etag = etag_of_list(get_data_state(connection), self._request.app.state.build, chosen, self._request.scope)
            return etag, None if not has_any and has(known, etag) else read(connection, query)

        etag, found = await self._reader.read(answer, bounded=bounded)
        return etag, None if has_any else found  # only reading tells whether there is any

    def _format(self, wanted: str | None, offered: tuple[str, ...]) -> str:
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
        return query.as_export(query.limit or formats.EXPORT_PAGE, chosen)
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


def _written(chosen: str, page: Mapping[str, Any], item: Any, linked: Callable[[Sequence[Any]], Json] | None) -> bytes:
    if chosen in formats.STREAMED:
        return formats.head(chosen, item) + formats.rows(chosen, item, page["items"])
    return orjson.dumps(linked(page["items"]) if linked and chosen == "jsonld" else page)


async def answering_of(request: Request, reader: ReadSession) -> Answering:
    """Return what answers this request. A coroutine: FastAPI would call anything else in a thread, behind slow reads."""
    return Answering(request, reader)


Answers = Annotated[Answering, Depends(answering_of)]
