"""How sure the extractor is of a claim or an event, as the share of such claims and events that proved right.

Of claims by a logistic regression over what the tagger and the words of the cue tell, of events by a curve; both were fitted by
``tests/evaluation/calibrate.py`` on the fifth of the training articles that the tagger did not learn from, and on the annotated articles.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.extract.attributions import Attribution
from app.extract.cues import ATTITUDES, cue_of, lemmas_of, shades_of
from app.extract.texts import Text

CONTENT, SOURCE = (5, 6), (1, 2)  # tags
FARTHEST_LOG = -4.0


class Evidence(NamedTuple):
    """What tells whether an attribution is right."""

    anchor: float  # log-odds that a cue begins there
    content: float  # mean log-probability of the content's tags
    source: float  # and of the source's; 0 without one
    has_source: float
    is_speech: float  # the cue is a word of speaking or writing
    is_attitude: float
    is_quoted: float  # the content holds a quotation mark
    is_short: float  # the content has at most three words
    pieces: float  # more than one span of content


# Fitted; the first is the constant.
WEIGHTS = (-1.378, 0.332, 1.872, 1.162, 1.269, 0.409, 0.016, 0.45, 0.033, -0.128)
LEAST_CONFIDENCE = 0.4  # what is less sure is wrong more often than it helps; on PolNeAR alone 0.3 would find a little more
# Score of an event, and the share of such events that was right: on the annotated articles, in fifths.
EVENT_SCORES, EVENT_SHARES = (0.6, 0.7, 0.8, 0.95), (0.3, 0.35, 0.75, 0.85)


def evidence_for(text: Text, attribution: Attribution, anchor: float, tags: NDArray[np.int8], logs: NDArray[np.float32]) -> Evidence:
    """Return the evidence for an attribution: its anchor's probability, its tags, and the logs (piece, tag) they were chosen by."""
    cue, content = cue_of(text, attribution), " ".join(text[span][:400] for span in attribution.content[:9])
    lemmas = set(lemmas_of(cue))
    return Evidence(
        anchor=float(np.log(anchor / max(1e-4, 1 - anchor))),
        content=_mean(tags, logs, CONTENT),
        source=_mean(tags, logs, SOURCE),
        has_source=float(bool(attribution.source)),
        is_speech=float("speech" in shades_of(cue)),
        is_attitude=float(bool(lemmas & ATTITUDES)),
        is_quoted=float(any(mark in content for mark in '“”"')),
        is_short=float(len(content.split()) <= 3),
        pieces=float(len(attribution.content) > 1),
    )


def confidence_of_claim(evidence: Evidence) -> float:
    """Return the share of claims with such evidence that were right: the content at least half the same, the source the same."""
    return round(float(1 / (1 + np.exp(-(WEIGHTS[0] + np.dot(WEIGHTS[1:], evidence))))), 3)


def confidence_of_event(score: float) -> float:
    """Return the share of events with such a score that were right."""
    return round(float(np.interp(score, EVENT_SCORES, EVENT_SHARES)), 3)


def _mean(tags: NDArray[np.int8], logs: NDArray[np.float32], of: tuple[int, ...]) -> float:
    places = np.flatnonzero(np.isin(tags, of))
    return float(np.maximum(logs[places, tags[places]], FARTHEST_LOG).mean()) if len(places) else 0.0
