"""Child processes of low priority, which extract documents from what was posted and prepare them for writing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any, Literal

from app.errors import Fault
from app.ingest.reading.workers import Workers
from app.settings import Settings
from app.terms.vocabulary import JobKind

IdOrFaults = str | list[Fault]  # of an article
ByLine = Mapping[int, Any]  # of the lines of a part: ``PreparedOrFaults``, or ``IdOrFaults``
Children = Workers["PostedPart", ByLine]


@dataclass(frozen=True)
class PostedPart:
    """Lines of a part of what was posted, as it stands in the inbox, unpacked.

    Attributes:
        kind: of the job.
        known: fields of the article; of an import, what is known of the part.
        body: of the whole part.
        first_line: of the body, in what was posted.
        lines: that are wanted.
        want: documents, prepared for writing, or only the ids of their articles, which takes far less time.
    """

    kind: JobKind
    known: Mapping[str, Any]
    body: bytes
    first_line: int = 1
    lines: tuple[int, ...] = (1,)
    want: Literal["documents", "ids"] = "documents"


@dataclass(frozen=True)
class Preparation:
    """Makes the function that a child runs. The extractor is imported in the child alone: the server has no need of its 150 MB."""

    settings: Settings

    def __call__(self) -> Callable[[PostedPart], ByLine]:
        """Return the function that prepares the articles of a part."""
        prepare: Callable[[PostedPart], ByLine] = import_module("app.jobs.preparing").prepare_in_child(self.settings)
        return prepare


def start_children(settings: Settings) -> Children:
    """Return the child processes, which start with the first part that they are given."""
    return Workers(Preparation(settings), settings.job_processes, is_apart=True)


def lines_with_items(posted: PostedPart) -> list[int]:
    """Return the lines of a part that hold something."""
    lines = posted.body.split(b"\n") if posted.known["format"] == "lines" else [posted.body]
    too_large = {*posted.known.get("too_large", ())}
    return [line for line, raw in enumerate(lines, posted.first_line) if line in too_large or raw.strip()]


def lines_of_part(posted: PostedPart, lines: Sequence[int]) -> PostedPart:
    """Return some lines of a part, in order, without what stands before and behind them."""
    if posted.known.get("format") != "lines":
        return replace(posted, lines=(*lines,))
    first, last = lines[0] - posted.first_line, lines[-1] - posted.first_line
    body = b"\n".join(posted.body.split(b"\n")[first : last + 1])
    return replace(posted, body=body, first_line=lines[0], lines=(*lines,))


def wanted_lines(posted: PostedPart) -> Iterator[tuple[int, bytes]]:
    """Yield the wanted lines of a part that has lines, with their numbers."""
    for line, raw in enumerate(posted.body.split(b"\n"), posted.first_line):
        if line in posted.lines:
            yield line, raw
