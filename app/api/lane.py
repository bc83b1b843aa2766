"""A lane before the application, FastAPI, CORS and all, for what was asked before and for what is asked most.

An answer is kept in memory while the data stays as it is: the lane looks at the data version, finds the answer and sends it. What it has
not got it makes itself where that is quickly done (``hot``), or else takes from the application as it passes by. Whatever the lane answers,
the application would answer with the same bytes.
"""

import time
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import structlog
from fastapi import FastAPI
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.datastructures import Headers as RequestHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.etags import RAW_HEADERS, Answer, Headers, unless_had
from app.api.hot import Hot
from app.api.kept import Kept
from app.api.requests import ID_HEADER, log_request, request_id_of, use_request_id
from app.api.session import HurriedReader
from app.errors import OnRecordError

# Errors of the domain, of the database, and reads that took too long: the application meets them again, and answers them.
EXPECTED = (OnRecordError, DBAPIError, PoolTimeout)
log = structlog.stdlib.get_logger("onrecord.lane")
NOTED = frozenset({b"accept", b"origin", b"if-none-match", ID_HEADER})  # what an answer depends on beside its address
MOST_ORIGINS, LONGEST = 100, 1_500  # bytes of an address and these headers


class Asked(NamedTuple):
    """A request that the lane may answer. All who ask by the same ``key`` get the same answer."""

    key: tuple[str, bytes, bytes, bytes | None]
    accept: bytes
    known: bytes
    request_id: bytes


class Lane:
    """Answers what it can, and leaves the rest to the application."""

    def __init__(self, hot: Hot, reader: HurriedReader, kept: Kept, cors: CORSMiddleware, access_log: bool) -> None:
        self._hot, self._reader, self._kept, self._cors, self._access_log = hot, reader, kept, cors, access_log
        self._of_origins: dict[bytes | None, Headers] = {}

    async def answer(self, scope: Scope, receive: Receive, send: Send, application: ASGIApp) -> None:
        """Answer a request, by the application if need be."""
        began = time.perf_counter()
        asked = asked_for(scope)
        state = None if asked is None else await self._state()
        if asked is None or state is None:
            return await application(scope, receive, send)
        answer = self._kept.find(state, asked.key) or await self._made(scope, asked, state)
        if answer is None:
            keeping = Keeping(send, partial(self._kept.keep, state, asked.key))
            return await application(scope, receive, keeping.send)
        request_id = request_id_of(asked.request_id)
        status, headers, body = unless_had(answer, asked.known.decode("latin-1"))
        await send({"type": "http.response.start", "status": status, "headers": [*headers, (ID_HEADER, request_id.encode())]})
        await send({"type": "http.response.body", "body": body})
        if self._access_log:
            log_request(scope, status, began, request_id=request_id)

    async def _state(self) -> str | None:
        """Return the state of the data; None where the database does not answer: FastAPI says what is wrong, if it still is."""
        try:
            return await self._reader.state()
        except EXPECTED:
            return None

    async def _made(self, scope: Scope, asked: Asked, state: str) -> Answer | None:
        """Return an answer made now, and keep it; None where the application is to answer. An error that is a bug is logged."""
        try:
            answer = await self._hot.answer(scope, asked.accept.decode("latin-1"), await self._of_origin(scope, asked))
        except EXPECTED:
            return None
        except Exception:
            request_id = use_request_id(scope, request_id_of(asked.request_id))
            log.exception("left to the application", path=scope["path"], request_id=request_id)
            return None
        if answer is not None:
            self._kept.keep(state, asked.key, answer)
        return answer

    async def _of_origin(self, scope: Scope, asked: Asked) -> Headers:
        """Return the headers of every answer as CORS has them for who asks: remembered, since it takes 5 microseconds."""
        key = asked.key[3]
        if key not in self._of_origins:
            message = {"type": "http.response.start", "headers": [*RAW_HEADERS]}
            await self._cors.send(message, _nowhere, RequestHeaders(scope=scope))
            if len(self._of_origins) >= MOST_ORIGINS:
                self._of_origins.clear()
            self._of_origins[key] = message["headers"]  # type: ignore[assignment]  # of a message of this type
        return self._of_origins[key]


async def _nowhere(_: Message) -> None:
    pass


def asked_for(scope: Scope) -> Asked | None:
    """Return what is asked for; None where it is no reading of the API, a header stands twice, or all is too long to be remembered."""
    if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith("/v1/"):
        return None
    noted = [header for header in scope["headers"] if header[0] in NOTED]
    headers = dict(noted)
    if len(headers) < len(noted) or sum(map(len, headers.values()), len(scope["path"]) + len(scope["query_string"])) > LONGEST:
        return None
    accept = headers.get(b"accept", b"")
    key = (scope["path"], scope["query_string"], accept, headers.get(b"origin"))
    return Asked(key, accept, headers.get(b"if-none-match", b""), headers.get(ID_HEADER, b""))


class Keeping:
    """Sends an answer on, and keeps it if it is one that is sent whole and has an ETag."""

    def __init__(self, send: Send, keep: Callable[[Answer], None]) -> None:
        self._send, self._keep = send, keep
        self._start: Message | None = None

    async def send(self, message: Message) -> None:
        """Pass a message on."""
        if message["type"] == "http.response.start":
            self._start = message if message["status"] == 200 else None
        elif self._start is not None:
            if not message.get("more_body"):
                self._keep_whole(self._start["headers"], message["body"])
            self._start = None
        await self._send(message)

    def _keep_whole(self, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
        etag = next((value.decode() for name, value in headers if name == b"etag"), None)
        if etag is not None:
            self._keep(Answer([header for header in headers if header[0] != ID_HEADER], body, etag))


class Application(FastAPI):
    """FastAPI behind the lane."""

    lane: Lane

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request (ASGI)."""
        await self.lane.answer(scope, receive, send, super().__call__)
