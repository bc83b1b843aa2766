"""Words that can open a time expression, so that the rules are tried only there."""

import re
from collections.abc import Iterator

from app.extract.times.numerals import ONES, ORDINALS, TENS
from app.extract.words.lists import load

LISTS = load("times")

_WORD = re.compile(r"\w+")
_DATES = LISTS["starts: dates"]
_HOLIDAYS = LISTS["starts: holidays"]
_PERIODS = LISTS["starts: periods"]
_STARTS = frozenset([*_DATES, *_HOLIDAYS, *_PERIODS, *ONES, *TENS, *ORDINALS])


def possible_starts(text: str, position: int = 0) -> Iterator[int]:
    """Yield the offsets where an expression may begin, in order."""
    for match in _WORD.finditer(text, position):
        word = match.group()
        if word[0].isdecimal() or word.lower() in _STARTS:
            if text[match.start() - 1 : match.start()] in ("[", "'", "’", "‘"):
                yield match.start() - 1
            yield match.start()
