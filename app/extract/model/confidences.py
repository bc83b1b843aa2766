"""How sure the extractor is of a claim or an event, as the share of such claims and events that proved right.

Of claims by a logistic regression over what the tagger and the words of the cue tell, of events by a curve; both were fitted by
``tests/evaluation/calibrate.py`` on the fifth of the training articles that the tagger did not learn from, and on the annotated articles.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.extract.attribution.cues import cue_classes, cue_text
from app.extract.attribution.relations import Attribution
from app.extract.text.segmentation import Text

CONTENT, SOURCE = (5, 6), (1, 2)  # first and last of their tags
MIN_LOG = -4.0


class Features(NamedTuple):
    """What tells whether an attribution is right."""

    anchor: float  # log-odds that a cue begins there
    content_min: float  # the lowest log-probability of the content's tags
    source: float  # mean log-probability of the source's tags; 0 without one
    content_iou: float  # the expected share of content that the chosen pieces and the wanted ones have in common (intersection over union)
    source_iou: float  # the same of the source
    both_iou: float
    nested: float  # the highest probability of another cue in whose content this content lies
    has_source: float
    is_speech: float  # the cue is a word of speaking or writing
    is_quoted: float  # the content holds a quotation mark
    is_split_with_source: float  # more than one span of content, and a source


# Fitted; the first is the constant.
WEIGHTS = (-2.169, 0.247, 0.264, 0.516, 0.187, -1.113, 2.679, -1.033, 1.053, 0.435, 0.523, -0.185)
MIN_CONFIDENCE = 0.32  # where F1 is highest on the articles kept aside
# Score of an event, and the share of such events that was right: on the annotated articles, in fifths.
EVENT_SCORES, EVENT_SHARES = (0.6, 0.7, 0.8, 0.95), (0.3, 0.35, 0.75, 0.85)


def features_of(text: Text, attribution: Attribution, anchor: float, tags: NDArray[np.int8], logs: NDArray[np.float32]) -> Features:
    """Return the evidence for an attribution: its anchor's probability, its tags, and the logs (piece, tag) they were chosen by."""
    cue, content = cue_text(text, attribution), " ".join(text.words_at(*span)[:400] for span in attribution.content[:9])
    ious = [_expected_iou(tags, logs, of) for of in (CONTENT, SOURCE)]
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
    """Return the share of claims with such evidence that were right: the content at least half the same, the source the same."""
    return round(float(1 / (1 + np.exp(-(WEIGHTS[0] + np.dot(WEIGHTS[1:], evidence))))), 3)


def event_confidence(score: float) -> float:
    """Return the share of events with such a score that were right."""
    return round(float(np.interp(score, EVENT_SCORES, EVENT_SHARES)), 3)


def _mean_log(tags: NDArray[np.int8], logs: NDArray[np.float32], of: tuple[int, int]) -> float:
    places = np.flatnonzero(_has_tag(tags, of))
    return float(np.maximum(logs[places, tags[places]], MIN_LOG).mean()) if len(places) else 0.0


def _min_log(tags: NDArray[np.int8], logs: NDArray[np.float32], of: tuple[int, int]) -> float:
    places = np.flatnonzero(_has_tag(tags, of))
    return float(max(logs[places, tags[places]].min(), 1.5 * MIN_LOG)) if len(places) else 0.0


def _expected_iou(tags: NDArray[np.int8], logs: NDArray[np.float32], of: tuple[int, int]) -> float:
    """The expected intersection over the expected union of the chosen pieces and those that have one of the tags; of nothing, how sure."""
    chosen, likely = _has_tag(tags, of), np.exp(logs[:, of[0] : of[1] + 1]).sum(1)
    if not chosen.any():
        return float(max(0, 1 - likely.sum()))
    common = likely[chosen].sum()
    return float(common / (chosen.sum() + likely.sum() - common))


def _has_tag(tags: NDArray[np.int8], of: tuple[int, int]) -> NDArray[np.bool_]:
    first, last = of
    return (tags >= first) & (tags <= last)
