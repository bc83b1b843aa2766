"""Scores of the tagger to attributions: the best legal sequence of tags for each cue (Viterbi 1967), and its spans."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from app.extract.attributions import Attribution
from app.extract.confidences import LEAST_CONFIDENCE, Evidence, confidence_of_claim, evidence_for
from app.extract.pieces import Window
from app.extract.tagger import TAGS, Floats, Tagged
from app.extract.texts import Span, Text

ANCHOR_FROM = 0.25  # what is less likely a cue is not looked at; how sure a whole attribution is, decides later
NEVER = -1e4
INSIDE = list(range(2, len(TAGS), 2))
BEGIN_CUE = TAGS.index("begin cue")
# What may follow what: a tag "inside" only its own "begin" or "inside".
LEGAL = np.zeros((len(TAGS), len(TAGS)), np.float32)
LEGAL[:, INSIDE] = NEVER
for number in INSIDE:
    LEGAL[[number - 1, number], number] = 0
FIRST = LEGAL[0]
Segment = tuple[int, int, int]  # role, first and last piece


def attributions_of(text: Text, window: Window, tagged: Tagged) -> list[Attribution]:
    """Return the attributions of a window that are more likely right than they cost, by cue. None begins inside the cue of a surer one."""
    return [attribution for attribution, _ in candidates_of(text, window, tagged) if attribution.score >= LEAST_CONFIDENCE]


def candidates_of(text: Text, window: Window, tagged: Tagged) -> list[tuple[Attribution, Evidence]]:
    """Return all attributions of a window, by cue, with what tells how sure they are."""
    anchors = [n for n, score in enumerate(tagged.anchors) if score > ANCHOR_FROM and not _is_empty(window, n)]
    if not anchors:
        return []
    scores = _constrained(tagged.tags(anchors), window, anchors)
    rows = dict(zip(anchors, zip(best_tags(scores), scores, strict=True), strict=True))
    found, within_cues = {}, set[int]()
    for anchor in sorted(anchors, key=lambda n: -tagged.anchors[n]):
        if anchor in within_cues:
            continue
        tags, logs = rows[anchor]
        segments = [_whole_words(text, window, segment) for segment in _segments(tags)]
        within_cues.update(piece for role, first, last in segments if role == 1 for piece in range(first, last + 1))
        attribution = _attribution(text, window, segments)
        evidence = evidence_for(text, attribution, float(tagged.anchors[anchor]), tags, logs)
        found[anchor] = replace(attribution, score=confidence_of_claim(evidence)), evidence
    return [found[anchor] for anchor in sorted(found) if found[anchor][0].content]


def best_tags(scores: Floats) -> NDArray[np.int8]:
    """Return (anchor, piece): the tags whose scores (anchor, piece, tag) have the highest sum in a legal sequence."""
    anchors, pieces, tags = scores.shape
    before = np.zeros((anchors, pieces, tags), np.int8)
    best = scores[:, 0] + FIRST
    for piece in range(1, pieces):
        paths = best[:, :, None] + LEGAL
        before[:, piece] = paths.argmax(1)
        best = paths.max(1) + scores[:, piece]
    chosen = np.zeros((anchors, pieces), np.int8)
    chosen[:, -1] = best.argmax(1)
    for piece in range(pieces - 1, 0, -1):
        chosen[:, piece - 1] = before[np.arange(anchors), piece, chosen[:, piece]]
    return chosen


def _constrained(scores: Floats, window: Window, anchors: Sequence[int]) -> Floats:
    """A cue begins at its anchor; what is no text has no tag."""
    empty = [n for n in range(len(window.ids)) if _is_empty(window, n)]
    scores[:, empty, 1:] = NEVER
    for row, anchor in enumerate(anchors):
        scores[row, anchor] = NEVER
        scores[row, anchor, BEGIN_CUE] = 0
    return scores


def _is_empty(window: Window, piece: int) -> bool:
    start, end = window.spans[piece]
    return end <= start


def _segments(tags: NDArray[np.int8]) -> Iterator[Segment]:
    first, role = 0, None
    for piece, tag in enumerate([*tags.tolist(), 0]):
        if role is not None and tag != 2 * role + 2:
            yield role, first, piece - 1
            role = None
        if tag % 2:
            first, role = piece, tag // 2


def _whole_words(text: Text, window: Window, segment: Segment) -> Segment:
    role, first, last = segment
    while _is_one_word(text, window, first - 1):
        first -= 1
    while _is_one_word(text, window, last):
        last += 1
    return role, first, last


def _is_one_word(text: Text, window: Window, piece: int) -> bool:
    """Whether this piece and the next belong to one word."""
    if not 0 < piece < len(window.spans) - 2:
        return False
    (_, end), (start, _) = window.spans[piece], window.spans[piece + 1]
    return end == start and text.text[end - 1 : end + 1].isalnum()


def _attribution(text: Text, window: Window, segments: Sequence[Segment]) -> Attribution:
    source, cue, content = (
        _joined(text, [(window.spans[a][0], window.spans[b][1]) for r, a, b in segments if r == role]) for role in range(3)
    )
    return Attribution(source, cue, content)


def _joined(text: Text, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Spans with nothing but a blank between them are one."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and text[joined[-1][1], start] in ("", " "):
            start, end = joined[-1][0], max(end, joined.pop()[1])
        joined.append((start, end))
    return tuple(joined)
