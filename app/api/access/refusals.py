"""Refusals of a connection, which the application answers like requests: with an id, headers, a log line, a count."""

from dataclasses import dataclass
from typing import Any

from starlette.types import Scope
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

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
