"""Complete responses: ETag, headers, content coding, 304 in their place, and the link to the next page (RFC 8288)."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple
from urllib.parse import quote, unquote

from fastapi import Request, Response
from starlette.types import Scope

from app.api.serving.addresses import SAFE_IN_QUERY
from app.api.serving.codings import Coding, CodingName, compress, compress_once, negotiate_coding
from app.api.serving.etags import body_etag, coded_etag, matches
from app.api.serving.problems import VARY

Headers = Sequence[tuple[bytes, bytes]]
CACHE_HEADERS = {**VARY, "Cache-Control": "no-cache"}
RAW_CACHE_HEADERS: Headers = [(name.lower().encode(), value.encode()) for name, value in CACHE_HEADERS.items()]
NOT_IN_304 = frozenset({b"content-disposition", b"content-encoding", b"content-length", b"content-type", b"link"})
# The media types of bodies that get smaller. Server-Sent Events are not among them: a proxy would hold them back.
COMPRESSIBLE = re.compile(rb"text/(?!event-stream)|application/(.+\+)?json|application/x-ndjson|image/svg\+xml")


class CompleteResponse(NamedTuple):
    """A response with status 200 that is whole in memory, the same for every client, so that it can be cached.

    Attributes:
        headers: as they are sent, without those that belong to one request, such as X-Request-Id.
        body: None if nothing was read, because the client has the answer already.
        etag: for comparing with If-None-Match. It names no content coding, as that in the headers does.
    """

    headers: Headers
    body: bytes | None
    etag: str


class RawResponse(NamedTuple):
    """Status, headers and body as ASGI sends them."""

    status: int
    headers: Headers
    body: bytes


def complete_response(body: bytes | None, media_type: str, etag: str, extra_headers: Headers = ()) -> CompleteResponse:
    """Return a complete response with its headers."""
    content_type = f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
    length = str(len(body or b"")).encode()
    headers = [
        *RAW_CACHE_HEADERS,
        (b"etag", etag.encode()),
        *extra_headers,
        (b"content-length", length),
        (b"content-type", content_type.encode()),
    ]
    return CompleteResponse(headers, body, etag)


def next_page_link(scope: Scope, next_cursor: str | None) -> Headers:
    """Return the header Link to the next page; no header on the last page."""
    if next_cursor is None:
        return []
    parameters = quote(scope["query_string"].decode("latin-1"), safe=SAFE_IN_QUERY, encoding="latin-1").split("&")
    other_parameters = [parameter for parameter in parameters if parameter and unquote(parameter.partition("=")[0]) != "cursor"]
    address = f"{quote(scope['path'])}?{'&'.join([*other_parameters, f'cursor={next_cursor}'])}"
    return [(b"link", f'<{address}>; rel="next"'.encode())]


async def encode_response(
    response: CompleteResponse, coding: Coding | None, by: Callable[[bytes, CodingName], bytes] | None = None
) -> CompleteResponse:
    """Return a response in a content coding; as it is if there is none, if it is small, or if it is compressed already.

    Args:
        by: the function that compresses, as ``compress`` takes it.
    """
    if coding is None or (response.body is not None and not _is_compressible(response, coding)):
        return response
    body = None if response.body is None else await compress(response.body, coding.name, by)
    replaced = {
        b"etag": coded_etag(response.etag, coding.name).encode(),
        b"content-length": str(len(body or b"")).encode(),
    }
    headers = [(name, replaced.get(name, value)) for name, value in response.headers]
    return CompleteResponse([*headers, (b"content-encoding", coding.name.encode())], body, response.etag)


def _is_compressible(response: CompleteResponse, coding: Coding) -> bool:
    return len(response.body or b"") >= coding.smallest and bool(COMPRESSIBLE.match(dict(response.headers)[b"content-type"]))


def conditional_response(response: CompleteResponse, if_none_match: str) -> RawResponse:
    """Return the response, or 304 if If-None-Match says that the client has it already."""
    if response.body is None or (if_none_match and matches(if_none_match, response.etag)):
        return RawResponse(304, [header for header in response.headers if header[0] not in NOT_IN_304], b"")
    return RawResponse(200, response.headers, response.body)


def to_starlette(raw: RawResponse) -> Response:
    """Return a raw response as a response of Starlette, which a route of FastAPI returns."""
    response = Response(raw.body, raw.status)
    response.raw_headers = [*raw.headers]
    return response


async def respond_with_etag(request: Request, body: bytes, media_type: str, extra_headers: Headers = ()) -> Response:
    """Return the response of a route with a body and its ETag, or 304, as ``respond`` does."""
    return await respond(request, complete_response(body, media_type, body_etag(body), extra_headers))


async def respond(request: Request, response: CompleteResponse) -> Response:
    """Return the response of a route, compressed or 304 as the request wants it. The compressed body is kept, so it must be one of few.

    Raises:
        NoCodingAcceptable: the header Accept-Encoding refuses every coding.
    """
    if_none_match, accept_encoding = (",".join(request.headers.getlist(name)) for name in ("if-none-match", "accept-encoding"))
    encoded = await encode_response(response, negotiate_coding(accept_encoding), compress_once)
    return to_starlette(conditional_response(encoded, if_none_match))
