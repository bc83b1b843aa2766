"""Refusals of a connection, which the application answers like requests: with an id, headers, a log line, a count."""

from dataclasses import dataclass

from starlette.types import Scope

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
