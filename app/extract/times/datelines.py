"""Datelines: dates of the article itself, which are no time expressions of its text."""

import re

from app.extract.text.segmentation import Span, Text

HEAD = 3  # paragraphs that may be headings
LONGEST = 120  # characters beside the date
# words and signs beside the date of a paragraph that says nothing else
_DATELINE_WORDS = re.compile(
    r"(?:\b(?:published|updated|posted|modified|created|printed|last|first|on|at|by|date|dated|original(?:ly)?|[ap]\.?m\.?|gmt|utc|[ecmp][sd]?t|[bi]st"
    r"|(?:mon|tues?|wednes|wed|thurs?|fri|satur|sat|sun)(?:day)?|\d{1,2}[:.]?\d{0,2})\b|[\W_])*",
    re.IGNORECASE,
)
# a heading that ends in a date with its year: "An interview with the mayor Tuesday, May 14, 2024"
_IS_HEADING = re.compile(r"(?:[^.!?\n]|\.(?!\s)|[.!?](?=\s[^\n]*\d$)){1,200}\b\d{4}", re.IGNORECASE)
_CITY = re.compile(r"[A-Z][A-Z’'.-]{2,}[^\n\r]{0,60}")
_AGENCY = re.compile(r"\s\([\w /.,]{2,30}\)\s?(?:—|–|-)")
_DASH = re.compile(r"\s?(?:\([\w /.,]{2,30}\)\s?)?(?:—|–|--|-\s|:\s|_)")


def is_dateline(text: Text, span: Span) -> bool:
    """Whether a date is all its paragraph says, ends a heading, stands unjoined before a story or between place and dash.

    The last is "PARIS, May 3 (Agency) —".
    """
    start, end = text.paragraphs[text.paragraph_at(span[0])]
    if (
        span[0] - start + end - span[1] < LONGEST
        and _DATELINE_WORDS.fullmatch(text.words_at(start, span[0]))
        and _DATELINE_WORDS.fullmatch(text.words_at(span[1], end))
    ):
        return True
    if span[1] == end and text.paragraph_at(span[0]) < HEAD and _IS_HEADING.fullmatch(text.words_at(start, end)):
        return True
    if span[0] == start:
        behind = text.words_at(span[1], span[1] + 40)
        return bool(_AGENCY.match(behind) or (re.search(r"\d{4}$", text.words_at(*span)) and re.match(r"\s[A-Z]", behind)))
    is_behind_city = span[0] - start < LONGEST and _CITY.fullmatch(text.words_at(start, span[0]))
    return bool(is_behind_city and _DASH.match(text.words_at(span[1], span[1] + 40)))
