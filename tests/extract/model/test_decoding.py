"""Decoding of hand-made scores into attributions."""

from collections.abc import Sequence

import numpy as np
import pytest

from app.extract.model import decoding
from app.extract.model.decoding import best_tags, decode_attributions, decode_candidates
from app.extract.model.tagger import TAGS, Floats, score_window
from app.extract.model.windows import PieceWindow, split_windows
from app.extract.text.segmentation import Text

TEXT = Text("Ana Novak said the bridge will open , she added so .")
TAG = {name: n for n, name in enumerate(TAGS)}
# outside; begin and inside a source, begin a cue, begin and inside a content
OUT, BS, IS, BQ, BC, IC = (
    TAG[name] for name in ("outside", "begin source", "inside source", "begin cue", "begin content", "inside content")
)


class Scores:
    """Stand-in for the scores of the tagger: the tags seen from each anchor, and the probability of each anchor."""

    def __init__(self, window: PieceWindow, tags: dict[int, Sequence[int]], probabilities: dict[int, float]) -> None:
        self.anchors = np.array([probabilities.get(n, 0.0) for n in range(len(window.ids))], dtype=np.float32)
        self._tags, self._pieces = tags, len(window.ids)

    def tags(self, anchors: Sequence[int]) -> Floats:
        logs = np.full((len(anchors), self._pieces, len(TAGS)), -6.0, dtype=np.float32)
        for row, anchor in enumerate(anchors):
            for piece in range(self._pieces):
                wanted = self._tags[anchor][piece] if piece < len(self._tags[anchor]) else OUT
                logs[row, piece, wanted] = -0.01
        return logs


@pytest.fixture
def window() -> PieceWindow:
    (only,) = split_windows(TEXT)
    return only


def piece_of(window: PieceWindow, word: str) -> int:
    return next(n for n, span in enumerate(window.spans) if TEXT.words_at(*span) == word)


def test_the_best_tag_sequence_is_legal() -> None:
    logs = np.full((1, 4, len(TAGS)), -9.0, dtype=np.float32)
    logs[0, :, OUT] = -1.0
    logs[0, 1, IC] = logs[0, 2, IC] = -0.1  # inside without a beginning
    logs[0, 1, BC] = -0.5
    assert best_tags(logs).tolist() == [[OUT, BC, IC, OUT]]


def test_an_attribution_has_the_spans_of_its_tags(window: PieceWindow) -> None:
    said, tags = piece_of(window, "said"), [OUT] * len(window.ids)
    for word, wanted in (("ana", BS), ("Ana", BS), ("Novak", IS), ("said", BQ), ("the", BC), ("bridge", IC), ("will", IC), ("open", IC)):
        if any(TEXT.words_at(*span) == word for span in window.spans):
            tags[piece_of(window, word)] = wanted
    for n, span in enumerate(window.spans):  # the pieces of a longer word
        if TEXT.words_at(*span) not in TEXT.text.split() and span[1] > span[0]:
            tags[n] = IS if span[1] <= 9 else OUT
    ((attribution, _),) = decode_candidates(TEXT, window, Scores(window, {said: tags}, {said: 0.99}))  # type: ignore[arg-type]
    assert [TEXT.words_at(*span) for span in (*attribution.source, *attribution.cue, *attribution.content)] == [
        "Ana Novak",
        "said",
        "the bridge will open",
    ]


def test_a_cue_without_content_is_no_attribution(window: PieceWindow) -> None:
    said = piece_of(window, "said")
    assert decode_candidates(TEXT, window, Scores(window, {said: [OUT] * len(window.ids)}, {said: 0.99})) == []  # type: ignore[arg-type]


def test_an_unlikely_cue_is_skipped(window: PieceWindow) -> None:
    said, tags = piece_of(window, "said"), [OUT] * len(window.ids)
    tags[piece_of(window, "bridge")] = BC
    weak = Scores(window, {said: tags}, {said: decoding.MIN_ANCHOR - 0.01})
    assert decode_candidates(TEXT, window, weak) == []  # type: ignore[arg-type]


def test_attributions_of_low_confidence_are_dropped(window: PieceWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    said, tags = piece_of(window, "said"), [OUT] * len(window.ids)
    tags[piece_of(window, "bridge")] = BC
    scores = Scores(window, {said: tags}, {said: 0.9})
    ((attribution, _),) = decode_candidates(TEXT, window, scores)  # type: ignore[arg-type]
    assert 0 < attribution.score < 1
    monkeypatch.setattr(decoding, "MIN_CONFIDENCE", attribution.score + 0.01)
    assert decode_attributions(TEXT, window, scores) == []  # type: ignore[arg-type]


def test_of_two_with_much_the_same_content_the_more_confident_stays(window: PieceWindow) -> None:
    said, added, tags = piece_of(window, "said"), piece_of(window, "added"), [OUT] * len(window.ids)
    first, last = piece_of(window, "the"), piece_of(window, "open")
    tags[first : last + 1] = [BC] + [IC] * (last - first)
    shorter = [OUT if n == last else tag for n, tag in enumerate(tags)]
    scores = Scores(window, {said: tags, added: shorter}, {said: 0.98, added: 0.999})
    assert len(decode_candidates(TEXT, window, scores)) == 2  # type: ignore[arg-type]
    (only,) = decode_attributions(TEXT, window, scores)  # type: ignore[arg-type]
    assert TEXT.words_at(*only.cue[0]) == "added"


def test_a_content_within_another_is_less_confident(window: PieceWindow) -> None:
    said, added, tags = piece_of(window, "said"), piece_of(window, "added"), [OUT] * len(window.ids)
    first, last = piece_of(window, "the"), piece_of(window, "open")
    tags[first : last + 1] = [BC] + [IC] * (last - first)
    within = [BC if n == last else OUT for n in range(len(window.ids))]
    scores = Scores(window, {said: tags, added: within}, {said: 0.98, added: 0.9})
    (around, _), (_, inner) = decode_candidates(TEXT, window, scores)  # type: ignore[arg-type]
    assert TEXT.words_at(*around.cue[0]) == "said"
    assert inner.nested == pytest.approx(0.98)


def test_the_tagger_finds_a_plain_attribution() -> None:
    text = Text("Mayor Ana Novak said on Monday that the old bridge will open again in June.")
    (window,) = split_windows(text)
    found = decode_attributions(text, window, score_window(window))
    assert any(text.words_at(*each.cue[0]).startswith("said") and "bridge will open" in text.words_at(*each.content[0]) for each in found)
    assert any("Novak" in text.words_at(*each.source[0]) for each in found if each.source)
