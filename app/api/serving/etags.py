"""Whole answers with their ETags, and whether a client has one already (RFC 9110, 13.1.2)."""

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote

from fastapi import Request, Response
from starlette.types import Scope

import app

Headers = Sequence[tuple[bytes, bytes]]
HEADERS = {"Vary": "Accept", "Cache-Control": "no-cache"}
RAW_HEADERS: Headers = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
IN_QUERIES = "%&=+/?:@!$'()*,;"  # beside letters, digits and -._~: what is no part of a query stands there as it came (RFC 3986, 3.4)
OF_THE_BODY = frozenset({b"content-length", b"content-type", b"link"})  # what a 304 does not say


class Answer(NamedTuple):
    """An answer: its headers as they are sent, without those that belong to one request. No body: the client has it, so it was not read."""

    headers: Headers
    body: bytes | None
    etag: str


class Reply(NamedTuple):
    """What is sent to a client."""

    status: int
    headers: Headers
    body: bytes


@cache
def build() -> str:
    """Return a hash of the program's own files: another program may answer otherwise, so its ETags are others."""
    digest = hashlib.blake2b(digest_size=6)
    for file in sorted(Path(app.__path__[0]).rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def etag_of_list(state: str, chosen: str, scope: Scope) -> str:
    """Return the ETag of a list. The address is in it: only who was answered there has it, so that 304 can be said before it is read."""
    digest = hashlib.blake2b(f"{scope['path']}?".encode() + scope["query_string"], digest_size=6).hexdigest()
    return f'"{state}-{build()}-{chosen}-{digest}"'


def etag_of(body: bytes) -> str:
    """Return the ETag of one thing, which is of its own content: it stays while only other things change."""
    return f'"{hashlib.blake2b(body, digest_size=15).hexdigest()}"'


def link_of(scope: Scope, next_cursor: str | None) -> Headers:
    """Return the header that leads to the next page, if there is one (RFC 8288)."""
    if next_cursor is None:
        return []
    given = quote(scope["query_string"].decode("latin-1"), safe=IN_QUERIES, encoding="latin-1").split("&")
    others = [part for part in given if part and unquote(part.partition("=")[0]) != "cursor"]
    address = f"{quote(scope['path'])}?{'&'.join([*others, f'cursor={next_cursor}'])}"
    return [(b"link", f'<{address}>; rel="next"'.encode())]


def answer_of(body: bytes | None, media_type: str, etag: str, more: Headers = ()) -> Answer:
    """Return an answer with its headers."""
    size = str(len(body or b"")).encode()
    written = f"{media_type}; charset=utf-8" if media_type == "text/csv" else media_type
    own = [(b"etag", etag.encode()), *more, (b"content-length", size), (b"content-type", written.encode())]
    return Answer([*RAW_HEADERS, *own], body, etag)


def has(if_none_match: str, etag: str) -> bool:
    """Whether a client that sends this ``If-None-Match`` has the answer with this ETag."""
    return if_none_match.strip() == "*" or etag in [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]


def unless_had(answer: Answer, if_none_match: str) -> Reply:
    """Return what is sent to a client: the answer, or 304 if it has that already."""
    if answer.body is None or (if_none_match and has(if_none_match, answer.etag)):
        return Reply(304, [header for header in answer.headers if header[0] not in OF_THE_BODY], b"")
    return Reply(200, answer.headers, answer.body)


def response_of(reply: Reply) -> Response:
    """Return a reply as FastAPI sends it."""
    response = Response(reply.body, reply.status)
    response.raw_headers = [*reply.headers]
    return response


def answer_once(request: Request, body: bytes, media_type: str) -> Response:
    """Answer with one thing, whose ETag is of its bytes, or with 304 where the client has it."""
    known = ",".join(request.headers.getlist("if-none-match"))
    return response_of(unless_had(answer_of(body, media_type, etag_of(body)), known))
