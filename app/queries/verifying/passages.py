"""Passages looked for in another text: at the same place, elsewhere, or what comes nearest."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import partial_ratio_alignment, ratio

from app.answers.verification import Status
from app.terms.spans import Span

LEAST_LIKENESS = 60.0  # of 100: below it what comes nearest is another sentence
LONGEST_GAP = 200  # code points that may come between two parts of one passage


class Found(NamedTuple):
    """Where a passage is in a text.

    Attributes:
        spans: of its parts, in code points of the text; of what comes nearest where it is changed, one; none where it is gone.
        distance: characters to insert, delete or replace to make the passage of what was found; None where it is gone.
    """

    status: Status
    spans: list[Span]
    distance: int | None


def find_passage(text: str, parts: Sequence[str], spans: Sequence[Span]) -> Found:
    """Find a passage in a text.

    Args:
        parts: the words of each span of the passage, in order.
        spans: where it stands in the text that it was taken from.
    """
    if all(text[start:end] == part for part, (start, end) in zip(parts, spans, strict=True)):
        return Found("exact", [*spans], 0)
    moved = _find_elsewhere(text, parts, spans[0][0])
    return Found("moved", moved, 0) if moved else _find_nearest(text, parts)


def _find_elsewhere(text: str, parts: Sequence[str], near: int) -> list[Span]:
    """Return the spans of the parts, one soon after the other, in the place nearest to where they stood; empty if there is none."""
    tried = [_spans_from(text, parts, start) for start in _occurrences(text, parts[0])]
    places = [spans for spans in tried if spans]
    return min(places, key=lambda spans: abs(spans[0][0] - near), default=[])


def _occurrences(text: str, part: str) -> list[int]:
    starts, start = list[int](), text.find(part)
    while start >= 0:
        starts.append(start)
        start = text.find(part, start + 1)
    return starts


def _spans_from(text: str, parts: Sequence[str], start: int) -> list[Span]:
    spans = [(start, start + len(parts[0]))]
    for part in parts[1:]:
        following = text.find(part, spans[-1][1])
        spans.append((following, following + len(part)))
    is_one_passage = all(start >= 0 for start, _ in spans) and all(after[0] - before[1] <= LONGEST_GAP for before, after in pairwise(spans))
    return spans if is_one_passage else []


def _find_nearest(text: str, parts: Sequence[str]) -> Found:
    passage = " ".join(parts)
    start, end = _nearest_span(text, passage)
    if ratio(passage, text[start:end]) < LEAST_LIKENESS:
        return Found("gone", [], None)
    return Found("changed", [(start, end)], Levenshtein.distance(passage, text[start:end]))


def _nearest_span(text: str, passage: str) -> Span:
    """Return the whole words that come nearest to a passage; all of a text that is shorter than it, in which nothing can be looked for."""
    if len(text) <= len(passage):
        return 0, len(text)
    nearest = partial_ratio_alignment(passage, text)
    assert nearest is not None  # there is one unless a least score is asked for
    start, end = nearest.dest_start, nearest.dest_end
    while start > 0 and text[start - 1 : start + 1].isalnum():
        start -= 1
    while text[end - 1 : end + 1].isalnum() and end < len(text):
        end += 1
    return start, end
