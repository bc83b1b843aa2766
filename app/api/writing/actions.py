"""Endpoints that write: each has the address, scope, body and documentation of an action, and the function that does it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pkgutil import resolve_name
from re import compile
from typing import Any, Literal, NamedTuple

import orjson
from fastapi import Request
from fastapi.responses import Response
from starlette.types import Scope

from app.api.reading.session import Reader
from app.api.serving.openapi import ETAG_HEADER, ResponseDocs, problem_docs
from app.api.serving.problems import VARY
from app.api.serving.requests import EndpointRequest, sees_hidden_text
from app.api.serving.root_paths import address_of, path_of_route
from app.api.writing.bodies import media_type_of, read_body, refuse_body
from app.api.writing.writer import Writer
from app.errors import IdempotencyKeyRefused
from app.parameters.listing import Parameters
from app.queries.administering.keys import Asker
from app.queries.rendering.hidden_text import showing_hidden_text
from app.settings import Settings
from app.terms.api_keys import NeededScope

VISIBLE_KEY = compile(r"[\x21-\x7e]{1,255}")
ACCEPTED = 202  # a job does the work

MERGE_PATCH = ("application/merge-patch+json", "application/json")  # the media types of merge patches


def edit_docs() -> ResponseDocs:
    """Document the answers to an edit."""
    success = {"description": "The thing as it is now, with its new ETag.", "headers": ETAG_HEADER}
    return {200: success, **problem_docs(400, 401, 403, 404, 412, 413, 414, 415, 422, 428, 503)}


class WriteRequest(NamedTuple):
    """What is asked for by a request that writes.

    Attributes:
        path_ids: the ids in the path.
        query: its parameters.
        body: empty if the endpoint takes none.
        media_type: of the body.
        if_match: the header If-Match; None without one.
        asker: who sends it.
        settings: of the program.
    """

    path_ids: tuple[str, ...]
    query: Any
    body: bytes
    media_type: str
    if_match: str | None
    asker: Asker
    settings: Settings

    @property
    def sees_hidden_text(self) -> bool:
        """Whether the asker sees what policies hide."""
        return sees_hidden_text(self.asker)


class Written(NamedTuple):
    """What was done.

    Attributes:
        status: of the answer.
        answer: as JSON is made of it.
        location: the path of what was written, below the root path.
        etag: of the thing that the answer shows.
    """

    status: int
    answer: Any
    location: str | None = None
    etag: str | None = None


@dataclass(frozen=True, kw_only=True)
class WriteEndpoint:
    """One method of one address below ``/v1`` that writes.

    Attributes:
        method: of HTTP.
        path: below ``/v1``; with an id in braces, as in ``/claims/{claim_id}``.
        operation_id: in the OpenAPI document; generated clients name their functions by it.
        tag: the group of operations in the OpenAPI document.
        description: for the OpenAPI document; its first sentence is the summary.
        scope: that an API key needs, or those of which it needs one.
        write: the name of the function that does it, ``MODULE:FUNCTION``, (engine, request) -> what was done. Its module is imported at
            the first request, since what writes takes long to import.
        model: the type of the JSON answer.
        responses: the statuses that the OpenAPI document lists.
        answer_again: the name of the function, (engine, request, location) -> answer, that answers a request which was done before. Only
            where there is one, Idempotency-Key is honoured.
        bodies: the type of the body by media type, its name, ``MODULE:TYPE``, or a list of them, empty for text; empty if there is no body.
        query_model: the query parameters.
        id_type: the type of the id in the path, with its documentation; of several ids, a list; None if the path has none.
        has_tags_in_body: whether the body names the ETags of what it changes, in place of the header If-Match.
        is_read: whether it only reads what a body asks for: ``write`` then is given a read-only connection in place of the engine.
    """

    method: Literal["POST", "PATCH", "DELETE"]
    path: str
    operation_id: str
    tag: str
    description: str
    scope: NeededScope
    write: str
    model: Any
    responses: ResponseDocs
    answer_again: str = ""
    bodies: Mapping[str, Any] = field(default_factory=dict)
    query_model: type[Parameters] = Parameters
    id_type: Any = None
    has_tags_in_body: bool = False
    is_read: bool = False

    async def answer(self, request: Request) -> Response:
        """Answer a request: parse the query, read the body, write.

        Raises:
            RequestValidationError: a parameter is wrong, or there is a body where none is read.
            BodyRefused: the body is too large, or of another media type.
            OnRecordError: as ``write`` raises it.
        """
        state, scope = request.app.state, request.scope
        parsed = EndpointRequest(scope)
        query = parsed.parse(self.query_model, refuse_repeats=True)
        media_type = media_type_of(scope, self.bodies) if self.bodies else ""
        body = await self._body_of(request)
        if_match = ",".join(request.headers.getlist("if-match")) or None
        wanted = WriteRequest(tuple(parsed.path_ids), query, body, media_type, if_match, parsed.asker, state.settings)
        write: Callable[[Any, WriteRequest], Written] = resolve_name(self.write)
        written = await self._run(request, write, wanted)
        if written.status == ACCEPTED and state.supervisor is not None:
            state.supervisor.poke()
        headers = dict(VARY) | ({"Location": address_of(scope, written.location)} if written.location else {})
        headers |= {"ETag": written.etag} if written.etag else {}
        return Response(orjson.dumps(written.answer), written.status, headers, "application/json")

    async def _body_of(self, request: Request) -> bytes:
        if self.bodies:
            return await read_body(request.receive)
        await refuse_body(request.receive, request.scope, self.query_model.model_fields)
        return b""

    async def _run(self, request: Request, write: Callable[[Any, WriteRequest], Written], wanted: WriteRequest) -> Written:
        if self.is_read:
            reader: Reader = request.app.state.reader
            read = showing_hidden_text(write) if wanted.sees_hidden_text else write
            return await reader.read(lambda connection: read(connection, wanted), is_bounded=False, receive=request.receive)
        writer: Writer = request.app.state.writer
        keyed = keyed_request(request.scope, wanted) if self.answer_again else None
        if keyed is None:
            return await writer.run(lambda engine: write(engine, wanted))
        write_once, answer_again = resolve_name("app.api.writing.repetitions:write_once"), resolve_name(self.answer_again)
        return await writer.run(lambda engine: write_once(engine, wanted, keyed, write, answer_again))


def keyed_request(scope: Scope, wanted: WriteRequest) -> Any:
    """Return a request with what tells it from others, if it has the header Idempotency-Key; else None.

    Raises:
        IdempotencyKeyRefused: the key is empty, too long, or has characters that cannot be seen.
    """
    key = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"idempotency-key"), None)
    if key is None:
        return None
    if not VISIBLE_KEY.fullmatch(key):
        raise IdempotencyKeyRefused("An Idempotency-Key has 1 to 255 visible characters of ASCII.")
    repetitions = import_module("app.ingest.administering.repetitions")
    digest = repetitions.digest_of_request(scope["query_string"], wanted.media_type, wanted.body)
    return repetitions.KeyedRequest(wanted.asker.key_id, f"{scope['method']} {path_of_route(scope)}", key, digest)
