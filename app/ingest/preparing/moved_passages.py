"""Passages that edits give, moved with their words to where these stand in another text of the article."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.document.articles import ArticleDocument
from app.document.edits import PASSAGE, RESTS_ON
from app.errors import DocumentRefused, Fault
from app.terms.ids import sha256_of
from app.terms.spans import Span, quote_of

FARTHEST = 500  # code points from where a passage is expected, up to which it is looked for: some milliseconds
NOT_THERE = "its words do not stand in this text, or in several places"
NO_TEXT = "its words cannot be looked for: the article's text is not attached"


def rests_on(article: ArticleDocument, content_start: int, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return what passages among the fields rest on: the text that their spans count in, the claim's place in it, hashes of their words.

    Args:
        content_start: where the claim's content begins, in the document as it went in.
    """
    assert article.text is not None  # passages are changed only where there is a text
    hashes = {f"{part}_sha256": sha256_of(quote_of(article.text, fields[part])) for part in PASSAGE if part in fields}
    return {"text_sha256": article.text_sha256, "content_start": content_start, **hashes}


def move_passages(fields: Mapping[str, Any], article: ArticleDocument, content_start: int) -> dict[str, Any]:
    """Return the fields of an edit with its passages where their words stand in this text.

    The words are expected as far from the claim's content as they stood before. Elsewhere they are taken only if they stand in one
    place near that: of two the wrong one may be taken.

    Raises:
        DocumentRefused: the words are not there, or there is no text to look for them in.
    """
    basis = fields.get(RESTS_ON)
    moved = {name: _shifted(value, 0) if name in PASSAGE else value for name, value in fields.items() if name != RESTS_ON}
    if basis is None or basis["text_sha256"] == article.text_sha256:
        return moved
    by = content_start - basis["content_start"]
    return moved | {part: _find(part, moved[part], by, article.text, basis[f"{part}_sha256"]) for part in PASSAGE if part in moved}


def _find(part: str, spans: Sequence[Span], by: int, text: str | None, sha256: str) -> list[Span]:
    if not spans:
        return []
    if text is None:
        raise DocumentRefused([Fault(("passage", part), NO_TEXT)])
    if _has_words(text, _shifted(spans, by), sha256):
        return _shifted(spans, by)
    near = (_shifted(spans, by + step) for step in range(-FARTHEST, FARTHEST + 1))
    found = [each for each in near if _has_words(text, each, sha256)]
    if len(found) != 1:
        raise DocumentRefused([Fault(("passage", part), NOT_THERE)])
    return found[0]


def _shifted(spans: Sequence[Span], by: int) -> list[Span]:
    return [(start + by, end + by) for start, end in spans]


def _has_words(text: str, spans: Sequence[Span], sha256: str) -> bool:
    return spans[0][0] >= 0 and spans[-1][1] <= len(text) and sha256_of(quote_of(text, spans)) == sha256
