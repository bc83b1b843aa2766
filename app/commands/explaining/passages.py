"""Paragraphs of an article in passages that are source, cue or content of claims, and notes on the claims."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Literal, NamedTuple, get_args

Json = Mapping[str, Any]
Role = Literal["cue", "source", "content"]  # a passage with several shows the first: the inner saying of nested ones
ROLES: tuple[Role, ...] = get_args(Role)
UNSURE = 0.6  # of claims below that confidence about half are right
NOBODY = "nobody named"


class Passage(NamedTuple):
    """A stretch of a paragraph with one role. ``begins`` has the numbers of the claims whose content begins with it."""

    words: str
    role: Role | None
    begins: tuple[int, ...]


class Note(NamedTuple):
    """A claim in short. ``number`` counts the claims of an article from 1, in the document's order."""

    number: int
    speaker: str
    details: str
    confidence: float | None
    gist: str | None

    @property
    def is_unsure(self) -> bool:
        """Whether it is as likely wrong as right."""
        return self.confidence is not None and self.confidence < UNSURE

    @property
    def share(self) -> str:
        """The confidence in words; empty if a person made the claim."""
        return "" if self.confidence is None else f"{self.confidence:.2f}{' unsure' if self.is_unsure else ''}"


class Paragraph(NamedTuple):
    """A line of the text, with notes on the claims whose content begins in it."""

    passages: tuple[Passage, ...]
    notes: tuple[Note, ...]


def notes_of(document: Json) -> list[Note]:
    """Return a note on every claim."""
    names = {entity["id"]: _name_of(entity) for entity in document.get("entities", [])}
    return [_note(number, claim, names) for number, claim in enumerate(document.get("claims", []), 1)]


def paragraphs_of(document: Json) -> Iterator[Paragraph]:
    """Yield the lines of the article's text that are not blank; none where the document holds no text."""
    text: str = document["article"].get("text") or ""
    claims, notes = document.get("claims", []), notes_of(document)
    beginnings = _beginnings(claims)
    passages = list(_passages(text, claims, beginnings))
    line: list[Passage] = []
    for passage in [*passages, Passage("\n", None, ())]:
        if passage.words != "\n":
            line.append(passage)
            continue
        if any(each.words.strip() for each in line):
            yield Paragraph(tuple(line), tuple(notes[number - 1] for each in line for number in each.begins))
        line = []


def _name_of(entity: Json) -> str:
    return str(entity.get("name") or entity.get("descriptor") or "unnamed")


def _note(number: int, claim: Json, names: Mapping[str, str]) -> Note:
    speaker, via = names.get(claim.get("speaker") or "", NOBODY), names.get(claim.get("reported_via") or "")
    dated = f"said {claim['said']}" if claim.get("said") else ""
    details = (claim["kind"], claim["mode"], "" if claim.get("explicit", True) else "ascribed", dated, f"via {via}" if via else "")
    return Note(number, speaker, ", ".join(filter(None, details)), claim.get("confidence"), claim.get("gist"))


def _beginnings(claims: Sequence[Json]) -> dict[int, tuple[int, ...]]:
    """Return the numbers of the claims by the offset at which their content begins."""
    numbers: dict[int, tuple[int, ...]] = {}
    for number, claim in enumerate(claims, 1):
        start = min(start for start, _ in claim["content"])
        numbers[start] = (*numbers.get(start, ()), number)
    return numbers


def _passages(text: str, claims: Sequence[Json], beginnings: Mapping[int, tuple[int, ...]]) -> Iterator[Passage]:
    """Yield the text cut at every end of a span and of a line; each line break is a passage of its own."""
    changes: dict[int, list[tuple[Role, int]]] = {}
    for role in ROLES:
        for start, end in (span for claim in claims for span in claim.get(role, [])):
            changes.setdefault(start, []).append((role, 1))
            changes.setdefault(end, []).append((role, -1))
    breaks = [edge for n, character in enumerate(text) if character == "\n" for edge in (n, n + 1)]
    opened: Counter[Role] = Counter()
    for start, end in pairwise(sorted({0, *changes, *breaks, len(text)})):
        for role, change in changes.get(start, []):
            opened[role] += change
        words = text[start:end]
        roles = [each for each in ROLES if opened[each] > 0 and not words.isspace()]
        yield Passage(words, roles[0] if roles else None, beginnings.get(start, ()))
