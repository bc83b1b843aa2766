"""Rules for parts of a longer time: "the end of the year", "the last Friday of March"."""

import re
from datetime import date, timedelta

from app.extract.times.calendars import nth_weekday, shift, unit_at
from app.extract.times.days import DAYS
from app.extract.times.numerals import NUMBER, ORDINALS, number_of
from app.extract.times.recurrences import resolve_yearly
from app.extract.times.rules import (
    MONTH,
    RELATIVE_COUNTS,
    WEEKDAY,
    WEEKDAY_NAMES,
    WS,
    YEAR_BEHIND,
    Context,
    Rule,
    Unresolved,
    month_number,
    optional_group,
    rule,
    without_names,
)
from app.extract.times.years import YEARS
from app.terms.dates import parse_edtf

_DIGITS = {"day": 10, "week": 10, "month": 7, "quarter": 7, "year": 4}  # that the ends of a portion have in EDTF


def _edge(match: re.Match[str], context: Context) -> str:
    """Return the first or last month for the start or end of a year; else the whole unit, approximate ("~") unless it is a week."""
    unit, which = match["unit"].lower(), match["which"].lower()
    day = shift(context.latest, RELATIVE_COUNTS.get(which, 0), unit)
    is_start = match["edge"].lower() in ("start", "beginning")
    if unit == "year" and match["edge"].lower() not in ("middle", "midpoint"):
        return f"{day.year:04}-{'01' if is_start else '12'}"
    edtf = unit_at(day, unit)
    return edtf if unit == "week" else f"{edtf}~"


def _weekday_of_month(match: re.Match[str], context: Context) -> str:
    """Return "the second Sunday of October"."""
    weekday = WEEKDAY_NAMES.index(match["weekday"].lower())
    number = -1 if match["nth"].lower() in ("last", "final") else ORDINALS.index(match["nth"].lower()) + 1
    if relative := optional_group(match, "which"):
        month = shift(context.latest, RELATIVE_COUNTS.get(relative.lower(), 0), "month")
        return nth_weekday(month.year, month.month, weekday, number).isoformat()
    return resolve_yearly(lambda year: nth_weekday(year, month_number(match["month"]), weekday, number), match, context).isoformat()


def _day_of_this_month(match: re.Match[str], context: Context) -> str:
    month = shift(context.latest.replace(day=1), RELATIVE_COUNTS.get(match["which"].lower(), 0), "month")
    return month.replace(day=int(match["day"])).isoformat()


def _portion(match: re.Match[str], context: Context) -> str:
    """Return the first or last so many units of a longer time."""
    whole = parse_edtf(_whole(match, context))
    unit, count = match["unit"].lower(), number_of(match["count"] or "one")
    first, last = date.fromisoformat(whole.earliest), date.fromisoformat(whole.latest)
    if match["edge"].lower() == "first":
        start, end = first, shift(first, count, unit) - timedelta(days=1)
    else:
        start, end = shift(last + timedelta(days=1), -count, unit), last
    if not first <= start <= end <= last:
        raise Unresolved
    near, far = start.isoformat()[: _DIGITS[unit]], end.isoformat()[: _DIGITS[unit]]
    return near if near == far else f"{near}/{far}"


def _whole(match: re.Match[str], context: Context) -> str:
    """Return the date of the longer time."""
    if unit := optional_group(match, "long_unit"):
        return unit_at(shift(context.latest, RELATIVE_COUNTS.get(match["which"].lower(), 0), unit.lower()), unit.lower())
    for named in (*DAYS, *YEARS):
        if found := named.pattern.fullmatch(match.string, *match.span("whole")):
            return named.resolve(found, context)
    raise Unresolved


_WHOLE = rf"(?P<whole>{without_names(rf'{MONTH}{YEAR_BEHIND}?')}|(?:1[5-9]|20)\d0['’]?s|(?:1[5-9]|20)\d\d(?!\d))"
_RELATIVE_UNIT = rf"(?P<which>the|this|last|next){WS}(?:calendar{WS}|fiscal{WS}|financial{WS})?(?P<long_unit>year|month|quarter)\b"
_NTH = "|".join((*ORDINALS[:5], "last", "final"))

PORTIONS: list[Rule] = [
    rule(
        rf"(?:the{WS})?(?P<edge>end|start|beginning|close|middle|midpoint){WS}of{WS}(?P<which>the|this|last|next)(?:{WS}(?:calendar|fiscal|financial))?{WS}(?P<unit>year|month|week)\b",
        _edge,
    ),
    rule(rf"(?P<unit>year)[’']?s?(?:-|{WS})(?P<edge>end)(?P<which>)\b", _edge),
    rule(
        rf"(?:the{WS})?(?P<nth>{_NTH}){WS}{WEEKDAY}{WS}(?:of|in){WS}(?:{MONTH}{YEAR_BEHIND}?|(?P<which>the|this|last|next){WS}month\b)",
        _weekday_of_month,
    ),
    rule(rf"the{WS}(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th){WS}of{WS}(?P<which>this|last|next|the){WS}month\b", _day_of_this_month),
    rule(
        rf"(?:the{WS})?(?P<edge>first|last|final){WS}(?:(?P<count>{NUMBER}){WS}|(?P<one>))(?P<unit>day|week|month|quarter|year)s?{WS}(?:of|in){WS}"
        rf"(?:{_RELATIVE_UNIT}|(?:the{WS})?{_WHOLE})",
        _portion,
    ),
]
