"""Qualifiers before a date: "early 2015", "the end of May", "since October"."""

import re

from app.extract.text.segmentation import Span, Text
from app.terms.dates import parse_edtf

_VAGUE = re.compile(
    r"\b(?:early|mid|middle|late|circa|c\.|around|about|approximately|sometime|some\stime|towards?|(?:the\s)?(?:middle|turn)\sof)(?:\s(?:on|in))?[\s-]$",
    re.IGNORECASE,
)
_EDGE = re.compile(r"(?:\bthe\s)?\b(?P<edge>beginning|start|end|close)\sof\s$", re.IGNORECASE)
_EARLIER = re.compile(r"\b(?:earlier|later)\s$", re.IGNORECASE)
REACH = 24  # characters before a date that may hold its qualifiers


def apply_qualifiers(text: Text, span: Span, edtf: str) -> tuple[Span, str]:
    """Extend the span to the qualifiers before it, and apply them to a date longer than a week: ``~`` for vague ones."""
    before = _words_before(text, span)
    if found := _EARLIER.search(before):
        return _widened(span, found), edtf
    is_wide = parse_edtf(edtf).precision not in ("day", "week") and edtf[-1] not in "~]" and "/" not in edtf
    if not is_wide:
        return span, edtf
    if found := _EDGE.search(before):
        return _widened(span, found), _edge(edtf, found["edge"].lower())
    found = _VAGUE.search(before)
    return (_widened(span, found), f"{edtf}~") if found else (span, edtf)


def _edge(edtf: str, edge: str) -> str:
    if parse_edtf(edtf).precision != "year":
        return f"{edtf}~"
    return f"{edtf}-{'01' if edge in ('beginning', 'start') else '12'}"


def _words_before(text: Text, span: Span) -> str:
    return text.words_at(max(0, span[0] - REACH), span[0])


def _widened(span: Span, found: re.Match[str]) -> Span:
    return span[0] - len(found.group()), span[1]
