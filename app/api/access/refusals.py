"""Refusals of a connection, which the application answers like requests: with an id, headers, a log line, a count."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from starlette.types import Scope
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from app.api.reading.connection_state import REFUSAL


@dataclass(frozen=True)
class Refusal:
    """Why a connection does not take a request, or no more connections.

    Attributes:
        status: of the answer.
        detail: a sentence about this case.
    """

    status: int
    detail: str


def refusal_in(scope: Scope) -> Refusal | None:
    """Return the refusal that a connection put into the scope of a request; None for a request that it took."""
    refusal: Refusal | None = scope["state"].get(REFUSAL)
    return refusal


def scope_of(connection: HttpToolsProtocol, refusal: Refusal) -> dict[str, Any]:
    """Return the scope of a request whose head has not come as a whole, if any of it has: without method and path."""
    has_begun = connection.scope is not None and (connection.cycle is None or connection.cycle.scope is not connection.scope)
    return {
        "type": "http",
        "http_version": "1.1",
        "method": "",
        "path": "",
        "query_string": b"",
        "root_path": connection.root_path,
        "headers": connection.headers if has_begun else [],
        "client": connection.client,
        "server": connection.server,
        "scheme": connection.scheme,
        "state": {REFUSAL: refusal},
    }


async def raw_answer(app: Any, scope: Any, default_headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Return what an ASGI application answers to a refusal, as it is sent, with the header that closes the connection."""
    messages: list[Any] = []

    async def send(message: Any) -> None:
        messages.append(message)

    await app(scope, _receive_nothing, send)
    scope["headers"].clear()  # for as long as the connection lingers, 64 kB of short headers would take over a megabyte
    start, *parts = messages
    headers = [*default_headers, *start["headers"], (b"connection", b"close")]
    head = [STATUS_LINE[start["status"]], *(name + b": " + value + b"\r\n" for name, value in headers), b"\r\n"]
    return b"".join([*head, *(part["body"] for part in parts)])


async def _receive_nothing() -> Any:
    return {"type": "http.disconnect"}
