"""Imports over HTTP: their bodies are stored while they come in, with bounded memory."""

from asyncio import create_task, sleep
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any

import orjson
from fastapi import Request
from fastapi.responses import Response
from sqlalchemy import Engine
from starlette.types import Receive

from app.api.serving.problems import VARY
from app.api.serving.requests import EndpointRequest, placed_in_query, refusal
from app.api.serving.root_paths import address_of
from app.api.writing.actions import WriteEndpoint, WriteRequest, keyed_request
from app.api.writing.bodies import coding_of, media_type_of, pieces_of
from app.api.writing.writer import Writer
from app.database.engines import read_connection
from app.errors import MediaTypeNotRead
from app.parameters.posting import PostQuery
from app.queries.administering.jobs import get_job
from app.settings import Settings

TOO_MANY_IMPORTS = "As many imports come in as the server allows at once (ONRECORD_IMPORTS). Nothing was stored."
STORED_AT_ONCE = 256 << 10  # bytes of a body, at least, unless it ends
TOUCH_S = 20.0  # between notes that an import still comes in
PLAIN, CODINGS = "identity", ("gzip", "zstd")
# By media type: the format, and the coding that the type itself has. What is packed has lines.
FORMATS = {
    "application/x-ndjson": ("lines", PLAIN),
    "application/jsonl": ("lines", PLAIN),
    "application/json": ("json", PLAIN),
    "application/yaml": ("yaml", PLAIN),
    "text/plain": ("text", PLAIN),
    "text/html": ("page", PLAIN),
    "application/gzip": ("lines", "gzip"),
    "application/zstd": ("lines", "zstd"),
}
FORMATS_WITH_FIELDS = ("text", "page")  # beside which fields of the article may be given


@dataclass(frozen=True, kw_only=True)
class ImportEndpoint(WriteEndpoint):
    """The endpoint that takes imports. It answers when the whole body is stored with its job."""

    async def answer(self, request: Request) -> Response:
        """Take an import.

        Raises:
            RequestValidationError: a parameter is wrong, or does not go with the format.
            BodyRefused: the body is too large, or of another media type or coding.
            ServerBusy: too many imports come in already.
            OnRecordError: as the methods of ``jobs.imports.Import`` raise it.
        """
        scope, state = request.scope, request.app.state
        writer: Writer = state.writer
        with state.import_slots.taken():
            incoming = self._import_of(request, state.settings)
            if "body" in scope["state"]:
                scope["state"]["body"].megabytes = state.settings.max_import_mb
            done = await _take(incoming, writer, request.receive)
        if state.supervisor is not None:
            state.supervisor.poke()
        asker, job_id = EndpointRequest(scope).asker, done.location.rpartition("/")[2]
        job = await writer.run(lambda engine: _read_job(engine, job_id, asker))
        headers = dict(VARY) | {"Location": address_of(scope, done.location)}
        return Response(orjson.dumps(job), done.status, headers, "application/json")

    def _import_of(self, request: Request, settings: Settings) -> Any:
        parsed = EndpointRequest(request.scope)
        query = parsed.parse(PostQuery, refuse_repeats=True)
        media_type, coding = media_type_of(request.scope, self.bodies, CODINGS), coding_of(request.scope)
        format_, own_coding = FORMATS[media_type]
        if query.given and format_ not in FORMATS_WITH_FIELDS:
            raise refusal([((name,), f"`{name}` goes with text/plain and text/html alone") for name in query.given])
        if PLAIN not in (coding, own_coding):
            raise MediaTypeNotRead(f"{media_type} is packed: send it without Content-Encoding.")
        wanted = WriteRequest((), query, b"", media_type, None, parsed.asker, settings)
        imports = import_module("app.jobs.imports")
        with placed_in_query(query.given):
            given = imports.checked_fields(query.given)
        return imports.Import(
            imports.ImportRequest(
                format=format_,
                coding=own_coding if coding == PLAIN else coding,
                given=given,
                is_new_revision=query.revision is not None,
                asker=parsed.asker,
                keyed=keyed_request(request.scope, wanted),
                most_mb=settings.max_import_mb,
            ),
            imports.ReadingLimits.of(settings),
        )


async def _take(incoming: Any, writer: Writer, receive: Receive) -> Any:
    """Store an import while it comes in; return what is to be answered. What came is removed if the rest does not come."""
    await writer.run(incoming.begin)
    touching = create_task(_touch(incoming, writer))
    try:
        async for piece in _large_pieces(receive):
            await writer.run(partial(incoming.add, piece=piece))
        return await writer.run(incoming.end)
    except BaseException:
        with suppress(Exception):  # else it is swept, and its key lapses
            await writer.run(incoming.give_up)
        raise
    finally:
        touching.cancel()


async def _large_pieces(receive: Receive) -> AsyncIterator[bytes]:
    """Yield what comes, some of it together. Raises as ``pieces_of``."""
    held = list[bytes]()
    async for piece in pieces_of(receive):
        held.append(piece)
        if sum(map(len, held)) >= STORED_AT_ONCE:
            yield b"".join(held)
            held.clear()
    if held:
        yield b"".join(held)


async def _touch(incoming: Any, writer: Writer) -> None:
    """Note now and then that an import still comes in."""
    while True:
        await sleep(TOUCH_S)
        with suppress(Exception):  # what is wrong shows at the next piece
            await writer.run(incoming.touch)


def _read_job(engine: Engine, job_id: str, asker: Any) -> Any:
    with read_connection(engine) as connection:
        return get_job(connection, job_id, asker)
