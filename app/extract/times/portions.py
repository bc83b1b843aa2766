"""Rules for parts of a year, month or week: "the end of the year", "the first quarter of 2015"."""

import re

from app.extract.times.calendars import half, quarter, shift, unit_at
from app.extract.times.numerals import ORDINALS
from app.extract.times.rules import RELATIVE_COUNTS, WS, YEAR, Context, Rule, Unresolved, optional_group, rule

_PART_NUMBERS = {word: number for number, word in enumerate(ORDINALS, 1)} | {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "final": 4, "last": 4}


def _edge(match: re.Match[str], context: Context) -> str:
    """Return the first or last month for the start or end of a year; else the whole unit, approximate ("~") unless it is a week."""
    unit, which = match["unit"].lower(), match["which"].lower()
    day = shift(context.latest, RELATIVE_COUNTS.get(which, 0), unit)
    is_start = match["edge"].lower() in ("start", "beginning")
    if unit == "year" and match["edge"].lower() not in ("middle", "midpoint"):
        return f"{day.year:04}-{'01' if is_start else '12'}"
    edtf = unit_at(day, unit)
    return edtf if unit == "week" else f"{edtf}~"


def _part_of_year(match: re.Match[str], context: Context) -> str:
    number = _PART_NUMBERS[match["number"].lower()]
    which = (optional_group(match, "which") or "").lower()
    year = int(match["year"]) if optional_group(match, "year") else context.latest.year + RELATIVE_COUNTS.get(which, 0)
    # "last" and "final" are 4, also of halves
    if number > (2 if match["part"].lower() == "half" and number != 4 else 4):
        raise Unresolved
    return half(year, min(number, 2)) if match["part"].lower() == "half" else quarter(year, number)


_NAMES = "|".join(sorted(_PART_NUMBERS, key=len, reverse=True))
_OF_YEAR = rf"(?:of|in){WS}(?:(?P<which>last|this|next|the){WS}(?:fiscal{WS}|financial{WS})?year\b|{YEAR})"

PORTIONS: list[Rule] = [
    rule(
        rf"(?:the{WS})?(?P<edge>end|start|beginning|close|middle|midpoint){WS}of{WS}(?P<which>the|this|last|next)(?:{WS}(?:calendar|fiscal|financial))?{WS}(?P<unit>year|month|week)\b",
        _edge,
    ),
    rule(rf"(?P<unit>year)[’']?s?(?:-|{WS})(?P<edge>end)(?P<which>)\b", _edge),
    rule(rf"(?:the{WS})?(?P<number>{_NAMES}){WS}(?P<part>half|quarter){WS}{_OF_YEAR}", _part_of_year),
]
