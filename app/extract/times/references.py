"""Rules for times counted from the one named before them: "two days later", "that year", "the following month"."""

import re
from datetime import date

from app.extract.times.calendars import season, shift, unit_at, weekday_after, weekday_before
from app.extract.times.numerals import is_vague
from app.extract.times.periods import COUNT, HEDGE, UNIT, as_vague, count_of, unit_of, week_around
from app.extract.times.rules import (
    MONTH,
    SEASON,
    WEEKDAY,
    WEEKDAY_NAMES,
    WS,
    Context,
    Rule,
    Unresolved,
    month_number,
    optional_group,
    rule,
    text_before,
)
from app.terms.dates import parse_edtf

_PARTS_OF_DAY = ("night", "morning", "afternoon", "evening")


def _reference(context: Context, unit: str) -> date:
    """Return the first day of the time named before, which must lie within one such unit.

    Raises:
        Unresolved: there is none, or it is longer than the unit.
    """
    if not context.previous or context.previous.endswith("/.."):
        raise Unresolved
    reference = parse_edtf(context.previous)
    first, last = date.fromisoformat(reference.earliest), date.fromisoformat(reference.latest)
    if unit_at(first, unit) != unit_at(last, unit):
        raise Unresolved
    return first


def _counted(match: re.Match[str], context: Context) -> str:
    """Return "two days later"; years are counted from a year, other units from a day or, if they are longer, from a month."""
    unit, count = unit_of(match), count_of(match)
    reference = _reference(
        context, {"day": "day", "night": "day", "week": "day"}.get(unit, "year" if unit in ("year", "decade") else "month")
    )
    if context.previous and "~" in context.previous:
        raise Unresolved
    sign = 1 if match["side"].lower() in ("later", "after", "afterwards") else -1
    edtf = week_around(shift(reference, sign * count, unit), "year" if unit in ("year", "decade") else unit)
    return as_vague(edtf) if optional_group(match, "hedge") or is_vague(match["count"]) else edtf


def _adjacent(match: re.Match[str], context: Context) -> str:
    if text_before(match).rstrip().endswith(("of", "per")):
        raise Unresolved
    unit, sign = _named_unit(match), -1 if match["side"].lower() == "previous" else 1
    return unit_at(shift(_reference(context, "day" if unit in ("day", "week") else unit), sign, unit), unit)


def _adjacent_weekday(match: re.Match[str], context: Context) -> str:
    reference, weekday = _reference(context, "day"), WEEKDAY_NAMES.index(match["weekday"].lower())
    if match["side"].lower() == "previous":
        return weekday_before(shift(reference, -1, "day"), weekday).isoformat()
    return weekday_after(shift(reference, 1, "day"), weekday).isoformat()


def _same(match: re.Match[str], context: Context) -> str:
    unit = _named_unit(match)
    return unit_at(_reference(context, unit), unit)


def _named_unit(match: re.Match[str]) -> str:
    unit = match["unit"].lower()
    return "day" if unit in _PARTS_OF_DAY else unit


def _same_season(match: re.Match[str], context: Context) -> str:
    return season(_reference(context, "year").year, match["season"].lower())


def _same_month(match: re.Match[str], context: Context) -> str:
    return f"{_reference(context, 'year').year:04}-{month_number(match['month']):02}"


def _month_after(match: re.Match[str], context: Context) -> str:
    month, reference = month_number(match["month"]), _reference(context, "month")
    return f"{reference.year + (month <= reference.month):04}-{month:02}"


def _in_unit(match: re.Match[str], context: Context) -> str:
    """Return "earlier in the day", the day of the time named before, and "later in the year", the year of the publication."""
    unit = match["unit"].lower()
    return unit_at(_reference(context, "day") if unit == "day" else context.latest, unit)


_DAY_PART = "|".join(_PARTS_OF_DAY)
_AHEAD = rf"(?:following|next){WS}"

REFERENCES: list[Rule] = [
    rule(rf"{HEDGE}{COUNT}{WS}{UNIT}{WS}(?P<side>(?:earlier|later|afterwards)|(?:before|after)(?=[,.;:)]))", _counted),
    rule(
        rf"the{WS}(?P<side>previous|following|next){WS}(?P<unit>day|{_DAY_PART}|week|month|year)\b(?!{WS}and{WS}a{WS}half)",
        _adjacent,
    ),
    rule(rf"the{WS}(?P<side>previous|following){WS}{WEEKDAY}", _adjacent_weekday),
    rule(rf"the{WS}{_AHEAD}{MONTH}", _month_after),
    rule(
        rf"(?:that{WS}(?:same{WS})?|the{WS}same{WS})(?P<unit>day|{_DAY_PART}|week|weekend|month|year|decade)(?![\w’'-]|{WS}(?:after|before|as)\b)",
        _same,
    ),
    rule(rf"that{WS}(?:same{WS})?(?P<season>{SEASON})", _same_season),
    rule(rf"that{WS}(?:same{WS})?{MONTH}", _same_month),
    rule(rf"(?:earlier|later){WS}in{WS}the{WS}(?P<unit>day|week|month|year)", _in_unit),
]
