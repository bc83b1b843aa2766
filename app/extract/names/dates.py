"""Dates and datelines, whose capitals make no name of a person: "Nov 3", "BEIRUT, Nov 3 —"."""

import re
from collections.abc import Sequence

from app.extract.names.tokens import Token
from app.extract.text.segmentation import Span, Text
from app.extract.text.span_sets import SpanSet
from app.extract.words.lists import alternatives, load

MONTHS = alternatives(load("names")["months beside a day"])
DAY = r"\d{1,2}(?:st|nd|rd|th)?"
DATE = re.compile(rf"\b(?:(?:{MONTHS})\.?\s{DAY}|{DAY}\s(?:{MONTHS})|(?:{MONTHS})\.?,?\s\d{{4}})\b(?:,?\s\d{{4}}\b)?")
WEEKDAY = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day|\.)?(?!\w)"
PLACE = r"[^\W\d_a-z][\w.’'-]*(?:,? [^\W\d_a-z][\w.’'-]*){0,5}?"
DATELINE = re.compile(
    rf"(?P<place>{PLACE})(?P<date>,? (?:{WEEKDAY},? )?(?:{DATE.pattern})|, {WEEKDAY})?,?"
    r"(?P<agency> \([\w /.,]{2,30}\))? ?(?:—|–|--|_|-(?= ))"
)


def without_dates(text: Text, words: Sequence[Token]) -> list[Token]:
    """Return the words that are in no date with a day or a year."""
    if not words:
        return []
    dates = SpanSet(match.span() for match in DATE.finditer(text.text, words[0].start, words[-1].end))
    return [word for word in words if not dates.covers(word.start)]


def dateline(text: Text, paragraph: Span) -> Span | None:
    """Return the dateline that opens a paragraph; None without one. Its place is in capitals, or has a date or agency behind it."""
    match = DATELINE.match(text.text, *paragraph)
    is_dateline = match and (match["date"] or match["agency"] or match["place"].isupper())
    return match.span() if match and is_dateline else None
