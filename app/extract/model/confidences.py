"""Confidence of claims and events: the share of similar ones that proved right.

The confidence of a claim is a logistic regression over scores of the tagger and words of the cue. ``tests/evaluation/calibrate.py`` fits it
on annotated articles that the tagger did not learn from, so it also tells sayings from the plans and deeds that the tagger finds too. The
confidence of an event is a curve over its score, fitted on the annotated articles.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.extract.attribution.cues import ATTITUDES, cue_classes, cue_lemmas, cue_text
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
    is_known: float  # 1 if the lexicon has a word of the cue
    is_attitude: float  # 1 if the cue has a word of attitude: "believes", "plans"
    is_stance: float  # 1 if the cue denies, demands, pledges or accuses
    is_infinitive: float  # 1 if the content begins with "to"
    cue_words: float
    is_long: float  # 1 for a content of six words or more


# the fitted weights of the features; the first is the constant
WEIGHTS = (
    *(-4.358, 0.307, 0.075, 0.276, 0.467, -1.43, 2.509, -0.217, 1.458, 0.272, 0.35, -0.246),
    *(1.098, -2.442, 0.291, -0.75, -0.163, 0.404),
)
MIN_CONFIDENCE = 0.3  # about where F1 is highest
STANCES = frozenset(("denial", "demand", "pledge", "accusation"))
LONG_CONTENT = 6  # words
# the curve of events, fitted on 290 annotated articles in fifths: their score, and the share of right ones
EVENT_SCORES, EVENT_SHARES = (0.6, 0.7, 0.8, 0.95), (0.39, 0.43, 0.5, 0.75)


def features_of(text: Text, attribution: Attribution, anchor: float, tags: NDArray[np.int8], logs: NDArray[np.float32]) -> Features:
    """Return the features of an attribution from the probability of its anchor, its tags, and their log-probabilities (piece, tag)."""
    content = " ".join(text.words_at(*span)[:400] for span in attribution.content[:9])
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
        is_quoted=float(any(mark in content for mark in '“”"')),
        is_split_with_source=float(len(attribution.content) > 1 and bool(attribution.source)),
        is_infinitive=float(content[:3].lower() == "to "),
        is_long=float(len(content.split()) >= LONG_CONTENT),
        **_cue_features(cue_text(text, attribution)),
    )


def _cue_features(cue: str) -> dict[str, float]:
    """Return the features of the words of a cue in lower case."""
    classes = cue_classes(cue)
    return {
        "is_speech": float("speech" in classes),
        "is_known": float(bool(classes)),
        "is_attitude": float(not ATTITUDES.isdisjoint(cue_lemmas(cue))),
        "is_stance": float(not STANCES.isdisjoint(classes)),
        "cue_words": float(len(cue.split())),
    }


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
