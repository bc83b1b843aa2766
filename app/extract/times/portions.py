"""Portions of a year, month or week: the end of the year, the first quarter, the second half of 2015."""

import re

from app.extract.times.calendars import half, quarter, shift, unit_at
from app.extract.times.numerals import ORDINALS
from app.extract.times.rules import RELATIVE_COUNTS, YEAR, Context, Rule, Unresolved, _, optional_group, rule

_PART_NUMBERS = {word: number for number, word in enumerate(ORDINALS, 1)} | {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "final": 4, "last": 4}


def _edge(match: re.Match[str], context: Context) -> str:
    """The end of a year is its last month; of a month or week no more is known than the month or week."""
    unit, which = match["unit"].lower(), match["which"].lower()
    start = shift(context.latest, RELATIVE_COUNTS.get(which, 0), unit)
    is_start = match["edge"].lower() in ("start", "beginning")
    if unit == "year" and match["edge"].lower() not in ("middle", "midpoint"):
        return f"{start.year:04}-{'01' if is_start else '12'}"
    found = unit_at(start, unit)
    return found if unit == "week" else f"{found}~"


def _part_of_year(match: re.Match[str], context: Context) -> str:
    number = _PART_NUMBERS[match["number"].lower()]
    which = (optional_group(match, "which") or "").lower()
    year = int(match["year"]) if optional_group(match, "year") else context.latest.year + RELATIVE_COUNTS.get(which, 0)
    if number > (2 if match["part"].lower() == "half" and number != 4 else 4):
        raise Unresolved
    return half(year, min(number, 2)) if match["part"].lower() == "half" else quarter(year, number)


_NAMES = "|".join(sorted(_PART_NUMBERS, key=len, reverse=True))
_OF_YEAR = rf"(?:of|in){_}(?:(?P<which>last|this|next|the){_}(?:fiscal{_}|financial{_})?year\b|{YEAR})"

PORTIONS: list[Rule] = [
    rule(
        rf"(?:the{_})?(?P<edge>end|start|beginning|close|middle|midpoint){_}of{_}(?P<which>the|this|last|next)(?:{_}(?:calendar|fiscal|financial))?{_}(?P<unit>year|month|week)\b",
        _edge,
    ),
    rule(rf"(?P<unit>year)[’']?s?(?:-|{_})(?P<edge>end)(?P<which>)\b", _edge),
    rule(rf"(?:the{_})?(?P<number>{_NAMES}){_}(?P<part>half|quarter){_}{_OF_YEAR}", _part_of_year),
]
