"""Training examples of the tagger: windows of annotated articles with the tags of their pieces and the values of claims and events."""

import gzip
import hashlib
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from app.extract.model.windows import MAX_PIECES, PieceWindow, split_windows
from app.extract.text.segmentation import Span, Text
from tests.evaluation.multitask.roles import CLAIM_ROLES, CLAIM_VALUES, EVENT_ROLES, EVENT_VALUES, GUIDE, POLNEAR

FOLDS = 3
UNKNOWN = -100  # a value that was not annotated
# roles in the order of writing: if spans share a piece, the later role wins
CLAIM_ORDER, EVENT_ORDER = ("said", "speaker", "content", "source", "cue"), ("date", "trigger")
Json = dict[str, Any]


class Relation(NamedTuple):
    """A claim or event as seen from its anchor: the tag of each piece, the pieces that decide its values, and the values by number."""

    anchor: int
    kind: str  # of the anchor
    tags: list[int]
    pieces: list[int]
    values: list[int]


class Example(NamedTuple):
    """A window with the rule it was annotated under, its claims and its events."""

    window: PieceWindow
    rule: int
    claims: list[Relation]
    events: list[Relation]


def fold_of(article: str) -> int:
    """Return the fold of an article: the tagger of this number was trained without it."""
    return int(hashlib.sha256(article.encode()).hexdigest(), 16) % FOLDS


def guide_records(data: Path, without_fold: int | None) -> list[Json]:
    """Return the articles annotated under our guide, without those of a fold."""
    with (data / "articles_train.jsonl").open(encoding="utf-8") as lines:
        return [record for record in map(json.loads, lines) if fold_of(record["id"]) != without_fold]


def polnear_records(data: Path, measured_texts: set[str]) -> list[Json]:
    """Return the articles of PolNeAR, without those whose text is measured on."""
    with gzip.open(data / "polnear_train.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [record for record in map(json.loads, lines) if record["text"] not in measured_texts]


def shifted_windows(record: Json, *, is_shifted: bool) -> Iterator[PieceWindow]:
    """Yield the windows of an article; if shifted, with a first window of any size, so that borders fall elsewhere each time."""
    return split_windows(Text(record["text"]), random.randint(40, MAX_PIECES) if is_shifted else MAX_PIECES)


def guide_example(window: PieceWindow, record: Json) -> Example:
    """Return the example of a window annotated under our guide."""
    speakers = {each["id"]: each["mentions"] for each in record["speakers"]}
    claims = (_claim(window, each, speakers.get(each["speaker"], []), record["times"]) for each in record["claims"])
    events = (_event(window, each, record["times"]) for each in record["events"])
    return Example(window, GUIDE, _distinct(claims), _distinct(events))


def polnear_example(window: PieceWindow, record: Json) -> Example:
    """Return the example of a window of PolNeAR, whose annotations have no values. Attributions without a cue are left out: slips."""
    unknown = [UNKNOWN] * len(CLAIM_VALUES)
    claims = (_relation(window, "cue", each, "cue", CLAIM_ROLES, CLAIM_ORDER, unknown) for each in record["attributions"])
    return Example(window, POLNEAR, _distinct(claims), [])


def _claim(window: PieceWindow, claim: Json, mentions: Sequence[Span], times: Sequence[Json]) -> Relation | None:
    spans = {role: claim[role] for role in ("source", "cue", "content")}
    place = (claim["cue"] or claim["content"])[0][0]
    is_named = any(_overlaps(mention, source) for mention in mentions for source in claim["source"])
    spans["speaker"] = [] if is_named else _nearest(mentions, place)
    spans["said"] = _nearest([each["span"] for each in times if claim["said"] and _same_date(each["edtf"], claim["said"])], place)
    values = [_number(CLAIM_VALUES[name], claim[name]) for name in CLAIM_VALUES]
    kind = "cue" if claim["cue"] else "content"
    return _relation(window, kind, spans, kind, CLAIM_ROLES, CLAIM_ORDER, values)


def _event(window: PieceWindow, event: Json, times: Sequence[Json]) -> Relation | None:
    dates = [each["span"] for each in times if event["date"] and _same_date(each["edtf"], event["date"])]
    near = _nearest(dates, event["trigger"][0][0]) if event["trigger"] else []
    values = [_number(EVENT_VALUES[name], event[name]) for name in EVENT_VALUES]
    return _relation(window, "event", {"trigger": event["trigger"], "date": near}, "trigger", EVENT_ROLES, EVENT_ORDER, values)


def _relation(
    window: PieceWindow, kind: str, spans: Json, anchored: str, roles: Sequence[str], order: Sequence[str], values: list[int]
) -> Relation | None:
    """Return a relation anchored at the first piece of a role; None where that is not in the window, or cut by its start."""
    anchors = _pieces(window, sorted(spans[anchored]))
    if not anchors:
        return None
    tags = [0] * len(window.ids)
    for role in order:
        for segment in _pieces(window, spans.get(role, [])):
            for piece in segment:
                tags[piece] = 1 + 2 * roles.index(role) + (piece != segment[0])
    deciding = "trigger" if kind == "event" else "content"
    pieces = [piece for segment in _pieces(window, spans[deciding]) for piece in segment]
    return Relation(anchors[0][0], kind, tags, pieces, values if pieces else [UNKNOWN] * len(values))


def _distinct(relations: Iterator[Relation | None]) -> list[Relation]:
    """Return the relations, the first of several with the same anchor."""
    by_anchor: dict[int, Relation] = {}
    for each in relations:
        if each is not None:
            by_anchor.setdefault(each.anchor, each)
    return list(by_anchor.values())


def _nearest(spans: Sequence[Span], place: int) -> list[Span]:
    return [min(spans, key=lambda span: abs(span[0] - place))] if spans else []


def _same_date(one: str, other: str) -> bool:
    """Whether two dates are the same, a period or a moment within it."""
    return one.strip("[]").replace("..", "/") == other.strip("[]").replace("..", "/")


def _number(values: Sequence[str], value: str | bool | None) -> int:
    name = str(value).lower()
    return values.index(name) if name in values else UNKNOWN


def _overlaps(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _pieces(window: PieceWindow, spans: Sequence[Span]) -> list[list[int]]:
    """Return the pieces of each span that overlaps the window."""
    found = ([n for n, (start, end) in enumerate(window.spans) if end > start and start < last and end > first] for first, last in spans)
    return [pieces for pieces in found if pieces]
