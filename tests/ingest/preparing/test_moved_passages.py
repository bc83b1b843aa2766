"""Passages of edits, looked for in another text."""

from typing import Any

import pytest

from app.document.articles import ArticleDocument
from app.errors import DocumentRefused
from app.ingest.preparing.moved_passages import FARTHEST, move_passages, rests_on
from tests.make import sha256

TEXT = "Ana Novak said that she hopes. She said it twice."
SOURCE = [(31, 34)]  # "She"; the content begins at 20


def article(text: str | None, sha: str | None = None) -> ArticleDocument:
    given = {"title": "A", "published": None, "language": "en", "text_sha256": sha or sha256(text or "")}
    return ArticleDocument.model_validate(given if text is None else {**given, "text": text})


def moved(text: str | None, content_start: int, spans: Any = SOURCE) -> Any:
    fields = {"source": spans, "rests_on": rests_on(article(TEXT), 20, {"source": spans})}
    return move_passages(fields, article(text, None if text else sha256("another")), content_start)


def test_words_are_expected_as_far_from_the_content_as_before() -> None:
    assert moved(f"She: {TEXT}", 25) == {"source": [(36, 39)]}


@pytest.mark.parametrize("step", [1, FARTHEST])
def test_near_that_they_are_taken_from_one_place(step: int) -> None:
    between = TEXT.replace("hopes. ", f"hopes. {'x' * step}")
    assert moved(between, 20) == {"source": [(31 + step, 34 + step)]}


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("She", "Ana"),
        TEXT.replace("hopes. ", f"hopes. {'x' * (FARTHEST + 1)}"),
        TEXT.replace("hopes. She", "hopes, yes. She, She"),
        TEXT[:30],
        None,
    ],
)
def test_they_are_taken_from_nowhere_else(text: str | None) -> None:
    with pytest.raises(DocumentRefused):
        moved(text, 20)


def test_several_spans_keep_their_distances() -> None:
    spans = [(0, 3), (31, 34)]
    assert moved(f"Now {TEXT}", 24, spans) == {"source": [(4, 7), (35, 38)]}
    with pytest.raises(DocumentRefused):
        moved(TEXT.replace("that", "that,"), 21, spans)


def test_no_spans_stay_none_and_the_same_text_moves_nothing() -> None:
    assert moved(None, 3, []) == {"source": []}
    assert move_passages({"source": SOURCE, "rests_on": rests_on(article(TEXT), 20, {})}, article(TEXT), 7) == {"source": SOURCE}
