"""Limits of one claim: source and cue in one sentence, and no content from a sentence that has another cue."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.extract.model.confidences import CONTENT, SOURCE
from app.extract.model.tagger import Floats
from app.extract.model.windows import PieceWindow
from app.extract.text.segmentation import Text

FORBIDDEN = -1e4  # score of a tag or transition that never occurs
CUE = (3, 4)  # its first and its last tag


def forbid_other_sayings(scores: Floats, text: Text, window: PieceWindow, anchors: Sequence[int]) -> None:
    """Change the scores so that the tags seen from an anchor stay within its saying.

    Source and cue stay in the sentence of the anchor. Content stays out of the other sentences that have an anchor, and only quoted content
    enters another paragraph, one without an anchor. Anchors within quotations do not count: what is quoted may tell of sayings.
    """
    sentences = np.array([text.sentence_at(start)[0] for start, _ in window.spans])
    paragraphs = np.array([text.paragraph_at(start) for start, _ in window.spans])
    quoted = np.array(window.quoted, bool)
    sayings = [anchor for anchor in anchors if not quoted[anchor]]
    has_saying, is_beside_saying = np.isin(sentences, sentences[sayings]), np.isin(paragraphs, paragraphs[sayings])
    for row, anchor in enumerate(anchors):
        is_outside = sentences != sentences[anchor]
        is_elsewhere = (paragraphs != paragraphs[anchor]) & (~quoted | is_beside_saying)
        scores[row, is_outside, SOURCE[0] : CUE[1] + 1] = FORBIDDEN
        scores[row, is_outside & (has_saying | is_elsewhere), CONTENT[0] : CONTENT[1] + 1] = FORBIDDEN


def keep_nearest(tags: NDArray[np.int8], anchor: int, commas: NDArray[np.bool_]) -> NDArray[np.int8]:
    """Return the tags seen from an anchor with one cue, which begins at the anchor, and one source, the nearest to the anchor.

    Two parts of a source with nothing but a comma between them are one: "the harbour's pilot, Ana Novak".
    """
    kept = tags.copy()
    for comma in np.flatnonzero(commas[1:-1]) + 1:
        if {int(kept[comma - 1]), int(kept[comma + 1])} <= set(SOURCE):
            kept[comma : comma + 2] = SOURCE[1]
    for role_tags in (CUE, SOURCE):
        runs = _runs(kept, role_tags)
        nearest = min(runs, key=lambda run: int(np.abs(run - anchor).min()), default=None)
        for run in runs:
            if run is not nearest:
                kept[run] = 0
    return kept


def _runs(tags: NDArray[np.int8], role_tags: tuple[int, int]) -> list[NDArray[np.intp]]:
    """Return the runs of neighbouring pieces that have a role, each as their places in order."""
    places = np.flatnonzero((tags >= role_tags[0]) & (tags <= role_tags[1]))
    return np.split(places, np.flatnonzero(np.diff(places) > 1) + 1) if len(places) else []
