"""Spans: half-open ranges in Unicode code points of an article's stored text."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

Span = tuple[int, int]
CONTEXT = 32  # code points of prefix and suffix kept beside a quote, as W3C's TextQuoteSelector suggests
GAP = " … "  # between the parts of a quote, where people read it
MOST_KEPT_WORDS = 11  # of a source or a cue: so few may be kept also where the text may not


def quote_of(text: str, spans: Iterable[Span]) -> str:
    """Return the words of the spans, joined by one space, as hashes of quotes are made of them."""
    return " ".join(text[start:end] for start, end in spans)


def readable_quote(parts: Iterable[str]) -> str:
    """Return the parts of a quote as people read them, with a mark where words of the text are left out."""
    return GAP.join(parts)


def first_words(quote: str) -> str:
    """Return the first eleven words of a source or cue, joined by single spaces."""
    return " ".join(quote.split()[:MOST_KEPT_WORDS])


def excerpt(text: str, span: Span) -> tuple[str, str, str]:
    """Return (exact, prefix, suffix) of a span: the quote and 32 code points of context on either side."""
    start, end = span
    return text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]


def cuts_word(text: str, span: Span) -> bool:
    """Return whether the span begins or ends inside a word."""
    return any(0 < edge < len(text) and text[edge - 1].isalnum() and text[edge].isalnum() for edge in span)


def astral_offsets(text: str) -> list[int]:
    """Return the offsets of the code points that take two UTF-16 units, ascending."""
    return [] if text.isascii() else [offset for offset, letter in enumerate(text) if letter > "\uffff"]


def to_utf16(offset: int, astral: Sequence[int]) -> int:
    """Convert an offset in code points to one in UTF-16 units, given the text's ``astral_offsets``."""
    return offset + bisect_left(astral, offset)
