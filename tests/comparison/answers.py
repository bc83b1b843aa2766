"""What was asked and what was answered."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.comparison.requests import Request

Json = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """One answer. Names of headers are in lower case."""

    status: int
    headers: Sequence[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        """Return the value of a header; empty where there is none."""
        return next((value for each, value in self.headers if each == name), "")

    @property
    def media_type(self) -> str:
        """The media type without parameters."""
        return self.header("content-type").partition(";")[0]


@dataclass(frozen=True)
class Exchange:
    """A request and its answers: of a list one for each page, to the end.

    ``items`` are those of the same list in JSON, to the end: they tell the order keys of what is in another format. ``first`` is what
    the same target answered before, if it was asked for.
    """

    request: Request
    answers: Sequence[Answer]
    items: Sequence[Json] = field(default_factory=list)
    first: Answer | None = None

    @property
    def has_first_body(self) -> bool:
        """Whether the body is that of the answer before."""
        return self.first is not None and self.first.body == self.answers[0].body

    @property
    def name(self) -> str:
        """What stands in the report."""
        return str(self.request)
