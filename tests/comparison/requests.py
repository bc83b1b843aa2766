"""The requests: those recorded in a commit, and those of ``others.txt``.

A line of ``others.txt`` is a method, a target and, if any, a header: ``GET /v1/claims Accept: text/csv``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

RECORDED = Path("tests") / "api" / "recorded.txt"


@dataclass(frozen=True)
class Request:
    """A request. The target is as in ``recorded.txt``: not percent-encoded."""

    target: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    aspect: str = ""  # distinguishes several requests for one target

    def __str__(self) -> str:
        headers = "".join(f" {name}: {value}" for name, value in self.headers.items())
        return f"{self.method} {self.target}{headers}{f' ({self.aspect})' if self.aspect else ''}"

    def variant(self, aspect: str, method: str = "GET", **headers: str) -> "Request":
        """Return the request with another method and headers; underscores in their names become hyphens."""
        return replace(self, method=method, aspect=aspect, headers={name.replace("_", "-"): value for name, value in headers.items()})


def recorded_requests(root: Path) -> list[Request]:
    """Return the recorded requests of a commit."""
    return [Request(line) for line in (root / RECORDED).read_text().splitlines()]


def other_requests() -> list[Request]:
    """Return further requests: errors, other pages, other methods."""
    lines = (Path(__file__).parent / "others.txt").read_text().splitlines()
    return [_parse_line(line) for line in lines if line]


def _parse_line(line: str) -> Request:
    method, _, rest = line.partition(" ")
    target, _, header = rest.partition(" ")
    name, _, value = header.partition(": ")
    return Request(target, method, {name: value} if header else {})
