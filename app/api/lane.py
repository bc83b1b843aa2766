"""A lane before FastAPI for plain requests that were asked before, or are asked most.

FastAPI takes 200 to 300 microseconds before a route begins, and reading takes as long again. So an answer is kept in memory while the data
stays as it is; and for a few addresses the lane calls what their routes call, with the same parameters, so that both give the same bytes.
Whatever is unusual about a request goes on to FastAPI as if there were no lane: other parameters, errors, reads that take long.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from fastapi import Request, Response
from pydantic import ValidationError
from sqlalchemy import Connection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.answering import Answering, answer_known
from app.api.kept import Answer, Kept
from app.api.linking.articles import linked_article
from app.api.linking.claims import linked_claim, linked_claims
from app.api.linking.events import linked_event
from app.api.session import HurriedReader
from app.filters import ClaimQuery
from app.queries import articles, claims, events
from app.schemas import ClaimOut

Thing = Callable[[Connection, str], Any]
THINGS: dict[str, tuple[Thing, Thing, Callable[[Any], Any]]] = {
    "claims": (claims.get_claim, claims.write_claim, linked_claim),
    "articles": (articles.get_article, articles.write_article, linked_article),
    "events": (events.get_event, events.get_event, linked_event),
}
LIST_FIELDS = {name for name, field in ClaimQuery.model_fields.items() if field.default == []}


class Lane:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp, reader: HurriedReader, kept: Kept) -> None:
        self.app, self._reader, self._kept = app, reader, kept

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        state = await self._state(scope)
        if state is None:
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        key = (scope["path"], scope["query_string"], *request.headers.getlist("accept"))
        kept = self._kept.find(state, key)
        response = answer_known(request, kept.headers, kept.body) if kept else await self._hot(request)
        keeping = Keeping(send, lambda answer: self._kept.keep(state, key, answer))
        if response is None:
            await self.app(scope, receive, keeping.send)
        else:
            await response(scope, receive, send if kept else keeping.send)

    async def _state(self, scope: Scope) -> str | None:
        """Return the state of the data; None where the request is none for the lane, or the database does not answer."""
        if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith("/v1/"):
            return None
        try:
            return await self._reader.state()
        except Exception:  # FastAPI says what is wrong, if it still is
            return None

    async def _hot(self, request: Request) -> Response | None:
        """Answer if it can be done at once; None where it cannot, or where the answer is an error."""
        path = request.scope["path"].split("/")
        try:
            if len(path) == 4 and path[2] in THINGS and not request.scope["query_string"]:
                return await self._thing(request, *THINGS[path[2]], path[3])
            return await self._claims(request) if path[2:] == ["claims"] else None
        except Exception:  # the route meets it again, and answers it
            return None

    async def _thing(self, request: Request, get: Thing, write: Thing, linked: Callable[[Any], Any], thing_id: str) -> Response | None:
        return await Answering(request, self._reader).one(
            lambda connection: get(connection, thing_id), linked=linked, write=lambda connection: write(connection, thing_id)
        )

    async def _claims(self, request: Request) -> Response | None:
        query = claims_asked_for(request.scope["query_string"])
        if query is None or not claims.PAGES.has(query):
            return None
        return await Answering(request, self._reader).listing(claims.list_claims, query, ClaimOut, linked_claims, claims.write_claims_page)


def claims_asked_for(query_string: bytes) -> ClaimQuery | None:
    """Return the query of a list of claims, as FastAPI would; None where it might refuse it, or where a value is empty."""
    values: dict[str, Any] = {}
    for name, value in parse_qsl(query_string.decode("latin-1"), keep_blank_values=True):
        if name in LIST_FIELDS:
            values.setdefault(name, []).append(value)
        elif name in values or not value:
            return None
        else:
            values[name] = value
    try:
        return ClaimQuery.model_validate(values)
    except ValidationError:
        return None


class Keeping:
    """Sends an answer on, and keeps it if it is one that is sent whole and has an ETag."""

    def __init__(self, send: Send, keep: Callable[[Answer], None]) -> None:
        self._send, self._keep = send, keep
        self._headers: tuple[tuple[bytes, bytes], ...] | None = None

    async def send(self, message: Message) -> None:
        """Pass a message on."""
        if message["type"] == "http.response.start":
            has_etag = any(name == b"etag" for name, _ in message["headers"])
            self._headers = tuple(message["headers"]) if message["status"] == 200 and has_etag else None
        elif self._headers is not None:
            if not message.get("more_body"):
                self._keep(Answer(self._headers, message["body"]))
            self._headers = None
        await self._send(message)
