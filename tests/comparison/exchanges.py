"""Requests with their responses."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.comparison.requests import Request

Json = dict[str, Any]


@dataclass(frozen=True)
class Response:
    """A response. Names of headers are in lower case."""

    status: int
    headers: Sequence[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        """Return the value of a header; '' if it is absent."""
        return next((value for each, value in self.headers if each == name), "")

    @property
    def media_type(self) -> str:
        """Return the media type without parameters."""
        return self.header("content-type").partition(";")[0]


@dataclass(frozen=True)
class Exchange:
    """A request and its responses: one, or one for each page of a list.

    ``items`` are the items of the same list in JSON, which show the order keys that another format lacks. ``first`` is the response to
    an earlier request for the same target, if there was one.
    """

    request: Request
    answers: Sequence[Response]
    items: Sequence[Json] = field(default_factory=list)
    first: Response | None = None

    @property
    def has_first_body(self) -> bool:
        """Return whether the body equals that of the earlier response."""
        return self.first is not None and self.first.body == self.answers[0].body

    @property
    def name(self) -> str:
        """Return the name of the request in the report."""
        return str(self.request)
