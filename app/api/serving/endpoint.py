"""Endpoints: each has the address, read, formats and documentation of an answer, and the steps to answer a request."""

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pkgutil import resolve_name
from typing import Any

import orjson
from fastapi.responses import StreamingResponse
from sqlalchemy import Connection
from starlette.types import Scope

from app.api.reading.export_streams import ExportResponse, Slot, stream_nothing, stream_pages
from app.api.reading.session import Reader
from app.api.serving import formats
from app.api.serving.codings import compress_stream
from app.api.serving.etags import body_etag, coded_etag, data_version, list_etag, matches
from app.api.serving.fields import Choice, choose_parts, item_type_of
from app.api.serving.openapi import ResponseDocs
from app.api.serving.problems import NotAcceptable
from app.api.serving.requests import EndpointRequest
from app.api.serving.responses import CACHE_HEADERS, CompleteResponse, Headers, complete_response, next_page_link
from app.api.serving.root_paths import root_path_of, with_full_addresses
from app.errors import ReadTimedOut
from app.parameters.listing import AnswerQuery, Parameters
from app.parameters.narrowing import narrowing_of
from app.queries.administering.edits import get_edit_number
from app.queries.listing.versions import get_data_state
from app.queries.rendering.hidden_text import showing_hidden_text
from app.terms.api_keys import NeededScope

Json = Any
Read = Callable[..., Any]  # (connection, [id in the path,] query) -> what is answered


@dataclass(frozen=True, kw_only=True)
class Endpoint(ABC):
    """One address below ``/v1``. ``routes.py`` makes a route of FastAPI from it; the cache in front of FastAPI calls it directly.

    Attributes:
        path: below ``/v1``; with an id in braces, as in ``/claims/{claim_id}``.
        operation_id: in the OpenAPI document; generated clients name their functions by it.
        tag: the group of operations in the OpenAPI document.
        description: for the OpenAPI document; its first sentence is the summary.
        model: the type of the JSON answer, or its name, as ``LazyRoute`` takes it.
        compact_model: the type of the JSON answer with ``view=compact``; None if there is no such parameter.
        responses: the statuses and formats that the OpenAPI document lists.
        read: reads the answer, as values that JSON, CSV and JSON-LD can be made of.
        query_model: the query parameters.
        id_type: the type of the id in the path, with its documentation; of several ids, a list; None if the path has none.
        read_json: reads the same as ``read``, but as encoded JSON. It is faster, and used for JSON and NDJSON.
        to_jsonld: makes JSON-LD of what ``read`` returned; None if JSON-LD is not offered.
        item_type: of a list, the TypedDict of an item, which gives the columns of CSV; None if NDJSON and CSV are not offered.
        scope: that an API key needs, or those of which it needs one.
        private_parameters: parameters with which the scope `review` is needed.
        is_reserved: whether the cost of reading it never grows with the archive, and it must not wait for other reads.
    """

    path: str
    operation_id: str
    tag: str
    description: str
    model: Any
    responses: ResponseDocs
    read: Read
    query_model: type[Parameters] = AnswerQuery
    compact_model: Any = None
    id_type: Any = None
    read_json: Read | None = None
    to_jsonld: Callable[[Any], Json] | None = None
    item_type: Any = None
    scope: NeededScope = "read"
    private_parameters: frozenset[str] = frozenset()
    is_reserved: bool = False

    @abstractmethod
    async def answer(self, request: EndpointRequest, reader: Reader) -> CompleteResponse | StreamingResponse:
        """Answer a request: parse the query, choose the format, read, encode.

        Raises:
            RequestValidationError: a parameter is wrong.
            NotAcceptable: none of the offered formats is acceptable.
            OnRecordError: as ``read`` raises it.
            DBAPIError: the database does not answer.
        """

    @property
    @abstractmethod
    def offered_formats(self) -> tuple[str, ...]:
        """The names of the formats that the answer comes in."""

    @property
    def whole_type(self) -> Any:
        """The type of a whole item, or of the whole answer if it is no page."""
        return item_type_of(resolve_name(self.model) if isinstance(self.model, str) else self.model)

    def _choose_format(self, request: EndpointRequest, query: Parameters) -> str:
        format_name = formats.negotiate(getattr(query, "format", None), request.accept, self.offered_formats)
        if format_name is None:
            raise NotAcceptable(f"This address offers {', '.join(formats.MEDIA_TYPES[name] for name in self.offered_formats)}.")
        return format_name

    def _encode(self, answer: Any, format_name: str, scope: Scope) -> bytes:
        if self.to_jsonld and format_name == "jsonld":
            answer, root_path = self.to_jsonld(answer), root_path_of(scope)
            answer = with_full_addresses(answer, root_path) if root_path else answer
        return orjson.dumps(answer)

    def _choose_parts(self, query: Any, format_name: str) -> Choice:
        is_compact = self.compact_model is not None and query.view == "compact"
        if not (is_compact or query.fields):
            return Choice(self.item_type)
        item_type = item_type_of(self.compact_model) if is_compact else self.whole_type
        choice = choose_parts(query.fields, item_type, is_compact=is_compact)
        return choice if format_name != "jsonld" else Choice(self.item_type)

    async def _run(
        self, request: EndpointRequest, reader: Reader, read: Callable[[Connection], Any], query: Any, *, is_bounded: bool
    ) -> Any:
        """Run a read for a request. If it takes too long, the error says what of the query could be narrowed."""
        read = self._as_shown(request, read)
        try:
            return await reader.read(read, is_bounded=is_bounded, is_reserved=self.is_reserved, receive=request.receive)
        except ReadTimedOut as error:
            raise _explained(error, query) from error

    @staticmethod
    def _as_shown(request: EndpointRequest, read: Callable[[Connection], Any]) -> Callable[[Connection], Any]:
        """Return a read that sees what policies hide, if whoever asks may see it. Every read of an endpoint goes through it."""
        return showing_hidden_text(read) if request.sees_hidden_text else read

    def _read_for(self, request: EndpointRequest, format_name: str, choice: Choice) -> Callable[[Connection, Any], Any]:
        """Return the read for a format. Items of NDJSON and CSV come encoded, so that the thread that reads them does that too."""
        is_read_json = format_name == "csv" or (format_name in ("json", "ndjson") and choice.fields is None)
        read = self.read_json if self.read_json and is_read_json else self.read
        if format_name not in formats.STREAMED:
            return lambda connection, query: read(connection, *request.path_ids, query)
        columns = choice.columns(format_name)

        def read_encoded(connection: Connection, query: Any) -> Any:
            page = read(connection, *request.path_ids, query)
            items = page["items"] if choice.fields is None else map(choice.of_item, formats.decode_items(page["items"]))
            return {**page, "items": formats.encode_items(format_name, columns, items, with_pauses=True)}

        return read_encoded


@dataclass(frozen=True, kw_only=True)
class ThingEndpoint(Endpoint):
    """An endpoint of one thing. Its ETag is a hash of its body: it stays the same while only other things change.

    Attributes:
        is_bounded: whether the cost of reading it hardly ever grows with the archive.
        is_edited: whether people edit it, so that its ETag begins with the number of its changes.
    """

    is_bounded: bool = False
    is_edited: bool = False

    @property
    def offered_formats(self) -> tuple[str, ...]:
        """The names of the formats that the answer comes in."""
        return ("json", "jsonld") if self.to_jsonld else ("json",)

    async def answer(self, request: EndpointRequest, reader: Reader) -> CompleteResponse:
        """Answer a request: parse the query, choose the format, read, encode."""
        query = request.parse(self.query_model, refuse_repeats=False)
        format_name = self._choose_format(request, query)
        choice = self._choose_parts(query, format_name)
        query, read = query_for_format(query, format_name), self._read_for(request, format_name, choice)

        def read_with_number(connection: Connection) -> tuple[Any, int | None]:
            return read(connection, query), get_edit_number(connection, *request.path_ids) if self.is_edited else None

        thing, number = await self._run(request, reader, read_with_number, query, is_bounded=self.is_bounded)
        body = self._encode(choice.of(thing), format_name, request.scope)
        return complete_response(body, choice.media_type(format_name, formats.MEDIA_TYPES[format_name]), body_etag(body, number))


@dataclass(frozen=True, kw_only=True)
class ListEndpoint(Endpoint):
    """An endpoint of a list, or of anything else computed over many things. Its ETag names the state of the data: 304 needs no read.

    Attributes:
        is_bounded: whether the cost of the read for a query does not grow with the archive.
    """

    is_bounded: Callable[[Any], bool] = lambda query: bool(query.is_bounded)

    @property
    def offered_formats(self) -> tuple[str, ...]:
        """The names of the formats that the answer comes in."""
        return ("json", *(formats.STREAMED if self.item_type else ()), *(("jsonld",) if self.to_jsonld else ()))

    async def answer(self, request: EndpointRequest, reader: Reader) -> CompleteResponse | StreamingResponse:
        """Answer a request with one page; with the whole list from the cursor on for NDJSON and CSV without ``limit``."""
        query = request.parse(self.query_model, refuse_repeats=True)
        format_name = self._choose_format(request, query)
        choice = self._choose_parts(query, format_name)
        is_whole_list = format_name in formats.STREAMED and "limit" not in query.model_fields_set
        query, read = query_for_format(query, format_name), self._read_for(request, format_name, choice)
        header = formats.encode_header(format_name, choice.columns(format_name), query.bom) if format_name in formats.STREAMED else b""
        if is_whole_list:
            return await self._export(request, reader, read, query, format_name, header)
        state, page = await self._read_unless_unchanged(request, reader, read, query, format_name, is_whole_list=False)
        etag, media_type = list_etag(state, format_name, request.scope), choice.media_type(format_name, formats.MEDIA_TYPES[format_name])
        if page is None:
            return complete_response(None, media_type, etag, data_version(state))
        headers = [*data_version(state), *self._file_name(media_type), *next_page_link(request.scope, page.get("next_cursor"))]
        if format_name in formats.STREAMED:
            return complete_response(header + page["items"], media_type, etag, headers)
        answer = page["items"] if format_name == "jsonld" else choice.of(page)
        return complete_response(self._encode(answer, format_name, request.scope), media_type, etag, headers)

    async def _export(
        self, request: EndpointRequest, reader: Reader, read: Read, query: Any, format_name: str, header: bytes
    ) -> CompleteResponse | StreamingResponse:
        """Answer with the whole list from the cursor on. HEAD reads one item, which shows whether the list exists, and takes no slot."""
        if request.is_head:
            query, slot = query.model_copy(update={"limit": 1}), None
        else:
            slot = await reader.export_slots.take(request.scope, request.receive)
        with ExitStack() as held:
            if slot:
                held.enter_context(slot)
            state, page = await self._read_unless_unchanged(request, reader, read, query, format_name, is_whole_list=True)
            etag = list_etag(state, format_name, request.scope)
            if page is None or matches(request.if_none_match, etag):
                return complete_response(None, formats.MEDIA_TYPES[format_name], etag, data_version(state))

            def read_page(cursor: str) -> Awaitable[Any]:
                next_query = query.model_copy(update={"cursor": cursor})
                return reader.read_export(self._as_shown(request, lambda connection: read(connection, next_query)))

            held.pop_all()  # the response gives the slot back
            parts = stream_pages(header, page, read_page) if slot else stream_nothing()
            return self._streaming_response(request, parts, format_name, state, slot)

    async def _read_unless_unchanged(
        self, request: EndpointRequest, reader: Reader, read: Read, query: Any, format_name: str, *, is_whole_list: bool
    ) -> tuple[str, Any]:
        """Return the state of the data and the page; None in place of the page if the client has the answer of this state."""
        is_any = request.if_none_match.strip() == "*"  # matches whatever exists: only the read shows whether the list exists
        # Only the read shows whether a page is large enough for a coding, and so which ETag a 304 must have.
        as_coded = request.coding is not None and not is_whole_list

        def read_page(connection: Connection) -> tuple[str, Any]:
            state = get_data_state(connection)
            is_known = not is_any and matches(request.if_none_match, list_etag(state, format_name, request.scope), as_coded=as_coded)
            return state, None if is_known else read(connection, query)

        if is_whole_list and not request.is_head:
            try:
                return await reader.read_export(self._as_shown(request, read_page), request.receive)
            except ReadTimedOut as error:
                raise _explained(error, query) from error
        is_bounded = format_name not in formats.STREAMED and self.is_bounded(query)
        read_answer: tuple[str, Any] = await self._run(request, reader, read_page, query, is_bounded=is_bounded)
        return read_answer

    def _streaming_response(
        self, request: EndpointRequest, parts: AsyncIterator[bytes], format_name: str, state: str, slot: Slot | None
    ) -> StreamingResponse:
        etag, media_type = list_etag(state, format_name, request.scope), formats.MEDIA_TYPES[format_name]
        more = {name.decode(): value.decode() for name, value in [*data_version(state), *self._file_name(media_type)]}
        headers = {**CACHE_HEADERS, "ETag": etag, **more}
        if request.coding:
            name = request.coding.name
            headers |= {"ETag": coded_etag(etag, name), "Content-Encoding": name}
            parts = compress_stream(parts, name)
        return ExportResponse(parts, headers, media_type, slot) if slot else StreamingResponse(parts, 200, headers, media_type)

    def _file_name(self, media_type: str) -> Headers:
        """Return the header by which a browser saves a table, which a spreadsheet opens; no header for what a browser shows."""
        name = self.path.rpartition("/")[2]
        return [(b"content-disposition", f'attachment; filename="{name}.csv"'.encode())] if media_type == "text/csv" else []


def _explained(error: ReadTimedOut, query: Any) -> ReadTimedOut:
    """Return the error of a read that took too long, with what of the query could be narrowed."""
    return ReadTimedOut(error.timeout_s, narrowing_of(query))


def query_for_format(query: Any, format_name: str) -> Any:
    """Return the query with the values that a format fixes: a page size for NDJSON and CSV; for JSON-LD whole things, in code points."""
    if format_name in formats.STREAMED:
        return query.for_export(query.limit or formats.EXPORT_PAGE_SIZE)
    fixed = {"units": "codepoint", "view": "full"} if format_name == "jsonld" else {}
    return query.model_copy(update={name: value for name, value in fixed.items() if name in type(query).model_fields}) if fixed else query
