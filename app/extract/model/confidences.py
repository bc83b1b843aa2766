"""Confidence of claims and events: the share of similar ones that proved right.

The confidence of a claim is a logistic regression over scores of the tagger and words of the cue. ``tests/evaluation/calibrate.py`` fits it
on the fifth of the training articles that the tagger did not learn from. The confidence of an event is a curve over its score, fitted on
the annotated articles.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.extract.attribution.cues import cue_classes, cue_text
from app.extract.attribution.relations import Attribution
from app.extract.text.segmentation import Text

CONTENT, SOURCE = (5, 6), (1, 2)  # the first and the last tag of each role
MIN_LOG = -4.0  # lower log-probabilities count as this one in a mean


class Features(NamedTuple):
    """Features of a candidate attribution for the regression."""

    anchor: float  # log-odds that a cue begins at the anchor
    content_min: float  # lowest log-probability of a tag of the content
    source: float  # mean log-probability of the tags of the source; 0 without a source
    content_iou: float  # expected intersection over union of the chosen and the right pieces of the content
    source_iou: float  # the same for the source
    both_iou: float  # the product of the two
    nested: float  # highest probability of another anchor whose content encloses most of this content
    has_source: float
    is_speech: float  # 1 if the cue is a word of speaking or writing
    is_quoted: float  # 1 if the content has a quotation mark
    is_split_with_source: float  # 1 for more than one content span and a source


# the fitted weights of the features; the first is the constant
WEIGHTS = (-2.169, 0.247, 0.264, 0.516, 0.187, -1.113, 2.679, -1.033, 1.053, 0.435, 0.523, -0.185)
MIN_CONFIDENCE = 0.35  # about where F1 is highest
# the curve of events, fitted on the annotated articles in fifths: their score, and the share of right ones
EVENT_SCORES, EVENT_SHARES = (0.6, 0.7, 0.8, 0.95), (0.3, 0.35, 0.75, 0.85)


def features_of(text: Text, attribution: Attribution, anchor: float, tags: NDArray[np.int8], logs: NDArray[np.float32]) -> Features:
    """Return the features of an attribution from the probability of its anchor, its tags, and their log-probabilities (piece, tag)."""
    cue, content = cue_text(text, attribution), " ".join(text.words_at(*span)[:400] for span in attribution.content[:9])
    ious = [_expected_iou(tags, logs, role) for role in (CONTENT, SOURCE)]
    return Features(
        anchor=float(np.log(anchor / max(1e-4, 1 - anchor))),
        content_min=_min_log(tags, logs, CONTENT),
        source=_mean_log(tags, logs, SOURCE),
        content_iou=ious[0],
        source_iou=ious[1],
        both_iou=ious[0] * ious[1],
        nested=0,
        has_source=float(bool(attribution.source)),
        is_speech=float("speech" in cue_classes(cue)),
        is_quoted=float(any(mark in content for mark in '“”"')),
        is_split_with_source=float(len(attribution.content) > 1 and bool(attribution.source)),
    )


def claim_confidence(evidence: Features) -> float:
    """Return the share of claims with such features that are right: the same source, and contents that overlap by half or more."""
    return round(float(1 / (1 + np.exp(-(WEIGHTS[0] + np.dot(WEIGHTS[1:], evidence))))), 3)


def event_confidence(score: float) -> float:
    """Return the share of events with such a score that are right."""
    return round(float(np.interp(score, EVENT_SCORES, EVENT_SHARES)), 3)


def _mean_log(tags: NDArray[np.int8], logs: NDArray[np.float32], role_tags: tuple[int, int]) -> float:
    places = np.flatnonzero(_has_tag(tags, role_tags))
    return float(np.maximum(logs[places, tags[places]], MIN_LOG).mean()) if len(places) else 0.0


def _min_log(tags: NDArray[np.int8], logs: NDArray[np.float32], role_tags: tuple[int, int]) -> float:
    places = np.flatnonzero(_has_tag(tags, role_tags))
    return float(max(logs[places, tags[places]].min(), 1.5 * MIN_LOG)) if len(places) else 0.0


def _expected_iou(tags: NDArray[np.int8], logs: NDArray[np.float32], role_tags: tuple[int, int]) -> float:
    """Return the expected intersection over union of the chosen and the right pieces; without any, the probability that none is right."""
    chosen, likely = _has_tag(tags, role_tags), np.exp(logs[:, role_tags[0] : role_tags[1] + 1]).sum(1)
    if not chosen.any():
        return float(max(0, 1 - likely.sum()))
    common = likely[chosen].sum()
    return float(common / (chosen.sum() + likely.sum() - common))


def _has_tag(tags: NDArray[np.int8], role_tags: tuple[int, int]) -> NDArray[np.bool_]:
    first, last = role_tags
    return (tags >= first) & (tags <= last)
