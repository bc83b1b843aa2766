"""Decoding of tagger scores into attributions: the best legal tag sequence for each cue (Viterbi 1967)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from app.extract.attribution.relations import Attribution
from app.extract.model.confidences import CONTENT, MIN_CONFIDENCE, Features, claim_confidence, features_of
from app.extract.model.limits import FORBIDDEN, forbid_other_sayings, keep_nearest
from app.extract.model.tagger import TAGS, Floats, TaggerScores
from app.extract.model.windows import PieceWindow
from app.extract.text.segmentation import Span, Text

# probability; an anchor is a piece at which a cue may begin. Less likely ones are skipped, and later the confidence of the whole
# attribution decides.
MIN_ANCHOR = 0.3
MAX_OVERLAP = 0.5  # intersection over union of two contents; of two with more, only one stays
INSIDE_TAGS = list(range(2, len(TAGS), 2))
BEGIN_CUE = TAGS.index("begin cue")
# "inside" follows only its own "begin" or "inside"
TRANSITIONS = np.zeros((len(TAGS), len(TAGS)), np.float32)
TRANSITIONS[:, INSIDE_TAGS] = FORBIDDEN
for number in INSIDE_TAGS:
    TRANSITIONS[[number - 1, number], number] = 0
START = TRANSITIONS[0]  # the first piece follows "outside"
Segment = tuple[int, int, int]  # role (0 source, 1 cue, 2 content), first piece, last piece


def decode_attributions(text: Text, window: PieceWindow, tagger_scores: TaggerScores) -> list[Attribution]:
    """Return the attributions of a window that have at least the least confidence, in order of their cues.

    Of two with much the same content only the more confident one stays.
    """
    confident = [attribution for attribution, _ in decode_candidates(text, window, tagger_scores) if attribution.score >= MIN_CONFIDENCE]
    kept: list[Attribution] = []
    for attribution in sorted(confident, key=lambda each: -each.score):
        if not any(_overlap(attribution, each) > MAX_OVERLAP for each in kept):
            kept.append(attribution)
    return sorted(kept, key=confident.index)


def decode_candidates(text: Text, window: PieceWindow, tagger_scores: TaggerScores) -> list[tuple[Attribution, Features]]:
    """Return all attributions of a window, with their features, in order of their cues.

    Each has one cue and at most one source, in one sentence. No cue begins inside the cue of an attribution with a likelier anchor.
    """
    anchors = [n for n, score in enumerate(tagger_scores.anchors) if score > MIN_ANCHOR and not _is_empty(window, n)]
    if not anchors:
        return []
    probabilities = tagger_scores.anchors[anchors]
    scores = _constrained(tagger_scores.tags(anchors), window, anchors)
    forbid_other_sayings(scores, text, window, anchors)
    commas = np.array([text.words_at(*span) == "," for span in window.spans])
    chosen = np.stack([keep_nearest(tags, anchor, commas) for tags, anchor in zip(best_tags(scores), anchors, strict=True)])
    rows, within_cues = list[int](), set[int]()
    segments = [[_whole_words(text, window, segment) for segment in _segments(tags)] for tags in chosen]
    for row in np.argsort(-probabilities, kind="stable").tolist():
        if anchors[row] not in within_cues:
            within_cues.update(piece for role, first, last in segments[row] if role == 1 for piece in range(first, last + 1))
            rows.append(row)
    rows.sort()
    nested = _nested(chosen[rows], probabilities[rows])
    candidates = []
    for row, nesting in zip(rows, nested, strict=True):
        attribution = _attribution(text, window, segments[row])
        features = features_of(text, attribution, float(probabilities[row]), chosen[row], scores[row])._replace(nested=nesting)
        candidates.append((replace(attribution, score=claim_confidence(features)), features))
    return [each for each in candidates if each[0].content]


def _nested(chosen: NDArray[np.int8], probabilities: Floats) -> list[float]:
    """Return for each row of tags the highest probability of another row whose content covers more than half of its content."""
    contents = (chosen >= CONTENT[0]).astype(np.float32)  # content has the last tags
    common = contents @ contents.T
    np.fill_diagonal(common, 0)
    is_nested = common > contents.sum(1)[:, None] / 2
    nested: list[float] = np.where(is_nested, probabilities[None], 0).max(1).tolist()
    return nested


def _overlap(one: Attribution, other: Attribution) -> float:
    """Return the intersection over union of two contents, in characters. Spans of one content do not overlap."""
    common = sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in one.content for b in other.content)
    return common / (sum(end - start for each in (one, other) for start, end in each.content) - common)


def best_tags(scores: Floats) -> NDArray[np.int8]:
    """Return for each anchor the legal tag sequence with the highest sum of scores.

    The scores are indexed (anchor, piece, tag), the tags (anchor, piece).
    """
    anchors, pieces, tags = scores.shape
    before = np.zeros((anchors, pieces, tags), np.int8)
    best = scores[:, 0] + START
    for piece in range(1, pieces):
        paths = best[:, :, None] + TRANSITIONS
        before[:, piece] = paths.argmax(1)
        best = paths.max(1) + scores[:, piece]
    chosen = np.zeros((anchors, pieces), np.int8)
    chosen[:, -1] = best.argmax(1)
    for piece in range(pieces - 1, 0, -1):
        chosen[:, piece - 1] = before[np.arange(anchors), piece, chosen[:, piece]]
    return chosen


def _constrained(scores: Floats, window: PieceWindow, anchors: Sequence[int]) -> Floats:
    """Change and return the scores: each cue begins at its anchor, and pieces without text have no tag."""
    empty = [n for n in range(len(window.ids)) if _is_empty(window, n)]
    scores[:, empty, 1:] = FORBIDDEN
    for row, anchor in enumerate(anchors):
        scores[row, anchor] = FORBIDDEN
        scores[row, anchor, BEGIN_CUE] = 0
    return scores


def _is_empty(window: PieceWindow, piece: int) -> bool:
    start, end = window.spans[piece]
    return end <= start


def _segments(tags: NDArray[np.int8]) -> Iterator[Segment]:
    """Yield the runs of pieces that have one role."""
    first, role = 0, None
    for piece, tag in enumerate([*tags.tolist(), 0]):
        if role is not None and tag != 2 * role + 2:
            yield role, first, piece - 1
            role = None
        if tag % 2:
            first, role = piece, tag // 2


def _whole_words(text: Text, window: PieceWindow, segment: Segment) -> Segment:
    """Return a segment extended to whole words."""
    role, first, last = segment
    while _shares_word_with_next(text, window, first - 1):
        first -= 1
    while _shares_word_with_next(text, window, last):
        last += 1
    return role, first, last


def _shares_word_with_next(text: Text, window: PieceWindow, piece: int) -> bool:
    """Whether a piece and the next one belong to one word."""
    if not 0 < piece < len(window.spans) - 2:
        return False  # the first and last pieces are marks of the tokenizer, without text
    (_, end), (start, _) = window.spans[piece], window.spans[piece + 1]
    return end == start and text.text[end - 1 : end + 1].isalnum()


def _attribution(text: Text, window: PieceWindow, segments: Sequence[Segment]) -> Attribution:
    source, cue, content = (
        _merge_adjacent(text, [(window.spans[a][0], window.spans[b][1]) for r, a, b in segments if r == role]) for role in range(3)
    )
    return Attribution(source, cue, content)


def _merge_adjacent(text: Text, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return the spans in order, merged where at most a blank separates them."""
    merged: list[Span] = []
    for start, end in spans:
        if merged and text.words_at(merged[-1][1], start) in ("", " "):
            before = merged.pop()
            start, end = before[0], max(end, before[1])
        merged.append((start, end))
    return tuple(merged)
