"""Dates as the news gives them: EDTF text (ISO 8601-2) with earliest, latest and precision.

Supported are days (a time of day behind one is allowed, and ignored), months, seasons, years, unspecified digits (``202X``,
``2024-XX``), the qualifiers ``~ ? %`` behind a date, intervals ``a/b`` with open (``..``) and unknown (empty) ends, and sets:
one date of ``[a..b]`` or ``[a,b]``, all dates of ``{a..b}`` or ``{a,b}``. Years are 0001 to 9999.
"""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from app.terms.vocabulary import Precision

EARLIEST_DAY, LATEST_DAY = "0001-01-01", "9999-12-31"  # an open or unknown end, in a form that compares with other dates
DAY_MONTH_OR_YEAR = re.compile(r"(\d{4}|\d{3}X|\d\dXX|XXXX)(?:-(\d\d|XX)(?:-(\d\d|XX)(T\d\d:\d\d:\d\d(?:Z|[+-]\d\d(?::\d\d)?)?)?)?)?[~?%]?")
FIRST_MONTHS_OF_SEASONS = {21: 3, 22: 6, 23: 9, 24: 12}  # by EDTF number, northern hemisphere; winter runs into the next year
CLOSING_BRACKETS = {"[": "]", "{": "}"}  # of sets


class EdtfDate(NamedTuple):
    """A date in the news. ``earliest`` and ``latest`` are ISO dates; an open or unknown end is 0001-01-01 or 9999-12-31."""

    edtf: str
    earliest: str
    latest: str
    precision: Precision


class DateRange(NamedTuple):
    """The days that a date may mean, from ``earliest`` to ``latest``."""

    earliest: date
    latest: date
    precision: Precision


@lru_cache(maxsize=16_384)
def parse_edtf(edtf: str) -> EdtfDate:
    """Read an EDTF date.

    Raises:
        ValueError: the text is not EDTF as described at the top of this module, names a day that does not exist, or ends before it begins.
    """
    if not edtf.isascii():  # the pattern would take digits of any script
        raise ValueError(f"{edtf!r} is not an EDTF date")
    if edtf[-1:] == CLOSING_BRACKETS.get(edtf[:1]):
        days = _set(edtf[1:-1])
    elif "/" in edtf:
        days = _interval(*edtf.split("/", 1))
    else:
        days = _single_date(edtf)
    return EdtfDate(edtf, days.earliest.isoformat(), days.latest.isoformat(), days.precision)


def _interval(start: str, end: str) -> DateRange:
    if {start, end} <= {"", ".."}:
        raise ValueError(f"'{start}/{end}' names no date")
    first = _single_date(start) if start not in ("", "..") else None
    last = _single_date(end) if end not in ("", "..") else None
    earliest, latest = first.earliest if first else date.min, last.latest if last else date.max
    if earliest > latest:
        raise ValueError(f"'{start}/{end}' ends before it begins")
    if first and first == last:
        return first
    is_week = first and last and latest - earliest == timedelta(days=6) and earliest.weekday() == 0
    return DateRange(earliest, latest, "week" if is_week else "range")


def _set(members: str) -> DateRange:
    ranges = [_set_member(member) for member in members.split(",")]
    precision: Precision = ranges[0].precision if len(set(ranges)) == 1 else "range"
    return DateRange(min(r.earliest for r in ranges), max(r.latest for r in ranges), precision)


def _set_member(member: str) -> DateRange:
    start, dots, end = member.partition("..")
    if dots and ("." in start or "." in end):
        raise ValueError(f"{member!r} is not an EDTF date")
    return _interval(start, end) if dots else _single_date(member)


def _single_date(text: str) -> DateRange:
    match = DAY_MONTH_OR_YEAR.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is not an EDTF date")
    year, month, day, time = match.groups()
    if "X" in year:
        return _unspecified_year(text, year, month, day)
    try:
        if time:
            datetime.fromisoformat(text.rstrip("~?%"))
        return _date_in_year(int(year), month, day)
    except ValueError as error:
        raise ValueError(f"{text!r} is no date of the calendar") from error


def _unspecified_year(text: str, year: str, month: str | None, day: str | None) -> DateRange:
    if month not in (None, "XX") or day not in (None, "XX"):
        raise ValueError(f"{text!r}: a month or day of an unspecified year is not supported")
    if year == "XXXX":
        return DateRange(date.min, date.max, "unknown")
    first, last = max(1, int(year.replace("X", "0"))), int(year.replace("X", "9"))
    return DateRange(date(first, 1, 1), date(last, 12, 31), "range")


def _date_in_year(year: int, month: str | None, day: str | None) -> DateRange:
    if month in (None, "XX"):
        if day not in (None, "XX"):
            raise ValueError("a day without a month")
        return DateRange(date(year, 1, 1), date(year, 12, 31), "year")
    number = int(month or 0)
    if number in FIRST_MONTHS_OF_SEASONS and day is None:
        return _season(year, FIRST_MONTHS_OF_SEASONS[number])
    if day in (None, "XX"):
        return DateRange(date(year, number, 1), date(year, number, monthrange(year, number)[1]), "month")
    return DateRange(date(year, number, int(day or 0)), date(year, number, int(day or 0)), "day")


def _season(year: int, first_month: int) -> DateRange:
    last_year, last_month = (year + 1, 2) if first_month == 12 else (year, first_month + 2)
    return DateRange(date(year, first_month, 1), date(last_year, last_month, monthrange(last_year, last_month)[1]), "season")
