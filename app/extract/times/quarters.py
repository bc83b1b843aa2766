"""Rules for quarters and halves: "third-quarter", "the year-ago period", "the latest quarter", "fiscal 1990"."""

import re
from datetime import date

from app.extract.times.calendars import half, quarter, shift, unit_at
from app.extract.times.numerals import ORDINALS
from app.extract.times.rules import (
    RELATIVE_COUNTS,
    WS,
    YEAR,
    Context,
    Rule,
    Unresolved,
    is_in_sport,
    optional_group,
    rule,
    text_before,
)
from app.terms.dates import parse_edtf

_NUMBERS = {word: number for number, word in enumerate(ORDINALS[:4], 1)} | {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_LAST = {"final": 4, "last": 4}  # of halves, too
_QUARTER = re.compile(r"(\d{4})-(?:01|04|07|10)/\d{4}-(?:03|06|09|12)")
# a figure with which "a year ago" is compared: "from $41 million a year ago"
_FIGURE = re.compile(r"\d[^.;:\n]{0,40}$|\b(?:loss|profit|deficit|surplus|income|sales|revenue|earnings)\b[^.;:\n]{0,40}$", re.I)


def reported_period(edtf: str, before: str | None, published: str | None) -> str | None:
    """Return the period that a text reports on after an expression: the expression's if it is of quarters, else the one before.

    One that has not ended is a forecast, and one that lies a year or more back is only compared with: neither is reported on.
    """
    if not _QUARTER.fullmatch(edtf) or (published and edtf[8:] >= published[:7]):
        return before
    return before if before and edtf[8:] <= _years_after(before, -1)[8:] else edtf


def _years_after(period: str, count: int) -> str:
    return re.sub(r"\d{4}", lambda year: f"{int(year.group()) + count:04}", period)


def _numbered(match: re.Match[str], context: Context) -> str:
    """Return a quarter or half by its number.

    Without a year it is the last that has begun; with a future verb the next one, unless the last has just ended and is to be reported.
    """
    word, is_half = match["number"].lower(), match["part"].lower() == "half"
    number = min(_NUMBERS.get(word) or _LAST[word], 2 if is_half and word in _LAST else 4)
    year = _year_of(match, context)
    if is_in_sport(match) or (is_half and (number > 2 or year is None)) or (word in _LAST and year is None):
        raise Unresolved
    return half(year, number) if is_half and year is not None else quarter(year or _nearest_year(number, context), number)


def _year_of(match: re.Match[str], context: Context) -> int | None:
    if year := optional_group(match, "year"):
        return int(year)
    which = optional_group(match, "which")
    return context.latest.year + RELATIVE_COUNTS.get(which.lower(), 0) if which else None


def _nearest_year(number: int, context: Context) -> int:
    current = (context.latest.month + 2) // 3
    if context.tense() == "future":
        return context.latest.year + (number < current - 1)
    return context.latest.year - (number > current)


def _compared(match: re.Match[str], context: Context) -> str:
    """Return the period that a word compares with the one reported on: "the year-ago quarter", "the same period last year"."""
    which, suffix = match["which"].lower(), (optional_group(match, "suffix") or "").lower()
    if which == "current" and match["part"].lower() == "quarter":
        return unit_at(context.latest, "quarter")
    if context.period is None:
        raise Unresolved
    if which.isdecimal():
        return _years_after(context.period, int(which) - int(context.period[8:12]))
    if which in ("prior", "previous", "preceding") and not suffix:
        return unit_at(shift(date.fromisoformat(parse_edtf(context.period).earliest), -3, "month"), "quarter")
    return _years_after(context.period, -1 if suffix or which.startswith("year") else 0)


def _the_period(match: re.Match[str], context: Context) -> str:
    if context.period is None or not _QUARTER.fullmatch(context.period) or is_in_sport(match):
        raise Unresolved
    return context.period


def _year_before(match: re.Match[str], context: Context) -> str:
    """Return the time a year before the period reported on, with which a figure is compared."""
    if not _FIGURE.search(text_before(match, 60)) or not (context.period or context.day):
        raise Unresolved
    if context.period:
        return _years_after(context.period, -1)
    if match.group().lower().endswith("ago"):
        raise Unresolved
    return f"{context.latest.year - 1:04}"


def _attributive_year_before(match: re.Match[str], context: Context) -> str:
    return _years_after(context.period, -1) if context.period else f"{context.latest.year - 1:04}"


def _fiscal_year(match: re.Match[str], context: Context) -> str:
    return match["year"]


_PART = r"(?P<part>quarter|half)(?!-?(?:back|final|mile|hour|century|point))"
_NAMES = "|".join(_NUMBERS)
_FISCAL = rf"(?:(?:fiscal|financial|business){WS})?"
_OF_YEAR = rf"{WS}(?:of|in){WS}(?:(?P<which>last|this|next|the){WS}(?:current{WS})?{_FISCAL}year\b|{_FISCAL}{YEAR})"

QUARTERS: list[Rule] = [
    rule(rf"(?:the{WS})?(?P<number>{_NAMES}|final|last){WS}{_FISCAL}{_PART}{_OF_YEAR}", _numbered),
    rule(rf"(?:the{WS})?{YEAR}{WS}{_FISCAL}(?P<number>{_NAMES})(?:{WS}|-){_PART}", _numbered),
    rule(rf"(?P<which>last|this|next){WS}year['’]s{WS}(?P<number>{_NAMES}|final|last)(?:{WS}|-){_PART}", _numbered),
    rule(rf"(?:the{WS})?{_FISCAL}(?P<number>{_NAMES})(?:{WS}|-){_FISCAL}(?P<part>quarter)(?!-?(?:back|final))", _numbered),
    rule(
        rf"(?:the{WS})?(?P<which>latest|most{WS}recent|current|same|comparable|corresponding|like|prior|previous|preceding"
        rf"|year-ago|year-earlier|(?:19|20)\d\d){WS}{_FISCAL}(?P<part>quarter|period|half|months)"
        rf"(?P<suffix>{WS}(?:(?:of{WS}|in{WS})?last{WS}year|a{WS}year{WS}(?:ago|earlier|before)))?",
        _compared,
    ),
    rule(rf"(?:the|that){WS}quarter(?![-'’])", _the_period),
    rule(rf"(?:the{WS})?year-(?:ago|earlier)", _attributive_year_before),
    rule(rf"an?{WS}year{WS}(?:ago|earlier|before)", _year_before),
    rule(rf"(?:fiscal|financial){WS}(?:year{WS})?{YEAR}", _fiscal_year),
    rule(rf"{YEAR}{WS}(?:fiscal|financial){WS}year", _fiscal_year),
]
