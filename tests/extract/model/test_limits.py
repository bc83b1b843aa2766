"""Limits of tags, in words that are each one piece, behind the mark that begins a window."""

import numpy as np
import pytest
from numpy.typing import NDArray

from app.extract.model.limits import FORBIDDEN, forbid_other_sayings, keep_nearest
from app.extract.model.tagger import TAGS
from app.extract.model.windows import PieceWindow, split_windows
from app.extract.text.segmentation import Text

OUT, SOURCE, CUE, CONTENT = 0, 1, 3, 5  # tags that begin a role
INSIDE = 1  # more than the tag that begins a role


def only_window(text: Text) -> PieceWindow:
    (window,) = split_windows(text)
    return window


def allowed(words: str, cues: list[str], anchor: str, tag: int) -> set[str]:
    """Return the words that may have a tag as seen from one of the cues."""
    text = Text(words)
    window = only_window(text)
    pieces = [text.words_at(*span) for span in window.spans]
    anchors = [pieces.index(cue) for cue in cues]
    scores = np.zeros((len(anchors), len(pieces), len(TAGS)), np.float32)
    forbid_other_sayings(scores, text, window, anchors)
    row = cues.index(anchor)
    return {piece for piece, score in zip(pieces, scores[row, :, tag], strict=True) if score > FORBIDDEN and piece.isalpha()}


@pytest.mark.parametrize("tag", [SOURCE, SOURCE + INSIDE, CUE + INSIDE])
def test_source_and_cue_stay_in_the_sentence_of_the_cue(tag: int) -> None:
    assert allowed("Ana said so. Bo left.", ["said"], "said", tag) == {"Ana", "said", "so"}


def test_content_stays_out_of_a_sentence_with_another_cue() -> None:
    assert "left" in allowed("Ana said so. Bo left.", ["said"], "said", CONTENT)
    assert "yes" not in allowed("Ana said so. Bo wrote yes.", ["said", "wrote"], "said", CONTENT)


def test_a_cue_within_a_quotation_makes_no_saying() -> None:
    assert "yes" in allowed("Ana said so. “Bo wrote yes.”", ["said", "wrote"], "said", CONTENT)


def test_only_quoted_content_enters_another_paragraph_and_none_with_a_cue() -> None:
    assert "yes" in allowed("Ana said:\n“Bo is here, yes.”", ["said"], "said", CONTENT)
    assert "yes" not in allowed("Ana said:\nBo is here, yes.", ["said"], "said", CONTENT)
    assert "yes" not in allowed("Ana said so.\n“Bo is here. So, yes.” Bo wrote.", ["said", "wrote"], "said", CONTENT)


def tags(*numbers: int) -> NDArray[np.int8]:
    return np.array(numbers, np.int8)


def no_commas(count: int) -> NDArray[np.bool_]:
    return np.zeros(count, bool)


def test_one_cue_and_the_nearest_source_stay() -> None:
    found = tags(OUT, SOURCE, CONTENT, SOURCE, CUE, OUT, CUE, SOURCE)
    assert keep_nearest(found, 4, no_commas(8)).tolist() == [OUT, OUT, CONTENT, SOURCE, CUE, OUT, OUT, OUT]


def test_a_name_behind_a_comma_belongs_to_the_source() -> None:
    found, commas = tags(OUT, CUE, SOURCE, OUT, SOURCE, OUT), no_commas(6)
    commas[3] = True
    assert keep_nearest(found, 1, commas).tolist() == [OUT, CUE, SOURCE, SOURCE + INSIDE, SOURCE + INSIDE, OUT]
