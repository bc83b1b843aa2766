"""Rules for calendar dates: days, months, seasons and holidays, with or without a year."""

import re
from collections.abc import Callable
from datetime import date

from app.extract.times.calendars import latest_season_year, season, shift, unit_at, weekday_after, weekday_before
from app.extract.times.holidays import HOLIDAY_DATES
from app.extract.times.namesakes import is_attribute_of_thing, is_namesake
from app.extract.times.recurrences import is_attribute, resolve_yearly
from app.extract.times.rules import (
    ANY_WEEKDAY,
    DAY,
    MONTH,
    MONTH_NAMES,
    PART_OF_DAY,
    RELATIVE_COUNTS,
    SEASON,
    WEEKDAY,
    WEEKDAY_NAMES,
    WS,
    YEAR,
    YEAR_BEHIND,
    Context,
    Rule,
    Unresolved,
    is_work_title,
    month_number,
    optional_group,
    rule,
    text_after,
    text_before,
)

_TIME_OF_DAY = r"(?:T\d\d:?\d\d(?::?\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?"
# words before a name that make it a month: "in May"
_DATING = re.compile(
    r"(?:\b(?:in|of|since|until|till|by|from|to|through|during|before|after|for|last|this|next|early|late|mid|between|the|as of|every"
    rf"|around|past|into|over|beginning|starting|ending|end|start|(?:{'|'.join(MONTH_NAMES)})(?:,|,? and|,? or|))|[(,–—-])[\s-]*$",
    re.IGNORECASE,
)
_SURE_DATING = re.compile(r"\b(?:in|since|during|until|last|this|next|early|late|mid)[\s-]$", re.IGNORECASE)
_SURNAME = re.compile(r"\s[A-Z][^\W\d_]")
# words that make a name of the weekday behind or before them: "Black Friday", "Sunday Times"
_NAME_BEFORE = re.compile(
    r"\b(?:black|bloody|super|sheffield|casual|freaky|cyber|giving|fat|ruby|mail on|fox news|every|each|alternate)\s$",
    re.I,
)
_NAME_BEHIND = re.compile(
    r"\s(?:times|telegraph|mirror|express|mail|herald|post|star|world|night (?:live|football|lights)|school|best)\b", re.I
)
_NO_MONTH = re.compile(r"\s(?:on (?:washington|rome|selma)|madness|hare|against|by|he|she|it|they|we|you|i|not|have|be)\b", re.I)


def _iso(match: re.Match[str], context: Context) -> str:
    year, month, day = (int(number) for number in match.groups()[:3])
    return date(year, month, day).isoformat()


def _slashed(match: re.Match[str], context: Context) -> str:
    """Read the month first, as in American dates, unless it exceeds 12."""
    month, day, year = (int(number) for number in match.groups()[:3])
    month, day = (day, month) if month > 12 else (month, day)
    return date(year if year > 99 else year + (2000 if year < 50 else 1900), month, day).isoformat()


def _dotted(match: re.Match[str], context: Context) -> str:
    day, month, year = (int(number) for number in match.groups()[:3])
    return date(year, month, day).isoformat()


def _day_of_month(match: re.Match[str], context: Context) -> str:
    _require_month(match)
    month, day = month_number(match["month"]), int(match["day"])
    return resolve_yearly(lambda year: date(year, month, day), match, context).isoformat()


def _days_of_month(match: re.Match[str], context: Context) -> str:
    first = date.fromisoformat(_day_of_month(match, context))
    last = first.replace(day=int(match["until"]))
    if last <= first:
        raise Unresolved
    return f"{first}/{last}"


def _month(match: re.Match[str], context: Context) -> str:
    _require_month(match)
    month = month_number(match["month"])
    which = (optional_group(match, "which") or "").lower()
    if which == "this":
        return f"{context.latest.year:04}-{month:02}"
    if not which:
        return resolve_yearly(lambda year: date(year, month, 1), match, context).isoformat()[:7]
    now = context.latest.replace(day=1)
    year = now.year + {"next": month <= now.month, "coming": month < now.month}.get(which, -(month >= now.month))
    return f"{year:04}-{month:02}"


def _require_month(match: re.Match[str]) -> None:
    """Refuse ambiguous names of months without a date around them: "may", "march", and the persons Jan and April.

    Raises:
        Unresolved: the name is ambiguous.
    """
    name, is_dated = match["month"], any(optional_group(match, part) for part in ("day", "year", "relative", "which"))
    if name.islower() and (name in ("may", "march", "mar", "jan", "dec", "sep") or (not is_dated and name[:3] != "sep")):
        raise Unresolved
    is_doubtful = name.lower() in ("may", "march", "april", "june", "august") or len(name) < 5
    if not is_dated and is_doubtful and not _is_dated_by_context(match):
        raise Unresolved
    if not is_dated and len(name) == 3 and name.lower() != "may":
        raise Unresolved


def _is_dated_by_context(match: re.Match[str]) -> bool:
    """Whether the words around a name make it a month: "in May", but not "for April Jones"."""
    before, behind = text_before(match), text_after(match)
    is_name = _SURNAME.match(behind) and not _SURE_DATING.search(before)
    return bool(_DATING.search(before)) and not is_name and not _NO_MONTH.match(behind)


def _weekday(match: re.Match[str], context: Context) -> str:
    if is_work_title(match) or is_namesake(match) or re.match(r"\s(?:morning|afternoon|evening|night)s\b", text_after(match)):
        raise Unresolved
    number, day = WEEKDAY_NAMES.index(match["weekday"].lower()), context.day
    if _NAME_BEFORE.search(text_before(match)) or (match["weekday"] == match.group() and _NAME_BEHIND.match(text_after(match))):
        raise Unresolved
    which = (optional_group(match, "which") or "").lower()
    if optional_group(match, "after_next"):
        return weekday_after(shift(day, 8, "day"), number).isoformat()
    if week := optional_group(match, "week"):
        return weekday_after(
            date.fromisoformat(unit_at(shift(day, RELATIVE_COUNTS[week.lower()], "week"), "week")[:10]), number
        ).isoformat()
    if which == "last":
        return weekday_before(shift(day, -1, "day"), number).isoformat()
    if which == "next":
        return weekday_after(shift(day, 1, "day"), number).isoformat()
    if which == "this":
        return weekday_after(weekday_before(day, 0), number).isoformat()
    is_future = day.weekday() != number and not is_attribute(match) and context.tense() == "future"
    return (weekday_after if is_future or which == "coming" else weekday_before)(day, number).isoformat()


def _holiday(date_in: Callable[[int], date]) -> Callable[[re.Match[str], Context], str]:
    def resolve(match: re.Match[str], context: Context) -> str:
        if is_namesake(match) or is_attribute_of_thing(match):
            raise Unresolved
        which = (optional_group(match, "which") or "").lower()
        if which in ("last", "next"):
            day = context.latest
            return min(
                (date_in(day.year + n) for n in (-1, 0, 1) if n * (which == "last") <= 0), key=lambda d: _days_between(d, day, which)
            ).isoformat()
        return resolve_yearly(date_in, match, context).isoformat()

    return resolve


def _days_between(holiday: date, day: date, which: str) -> int:
    """Return the days to the next or since the last holiday; one on the wrong side counts as far away."""
    days = (holiday - day).days * (1 if which == "next" else -1)
    return days if days > 0 else 10_000 - days


def _season(match: re.Match[str], context: Context) -> str:
    name = match["season"].lower()
    if year := optional_group(match, "year"):
        return season(int(year), name)
    if relative := optional_group(match, "relative"):
        return season(context.latest.year + RELATIVE_COUNTS[relative.lower()], name)
    which = (optional_group(match, "which") or "").lower()
    begun = latest_season_year(context.latest, name)
    if which in ("last", "next"):
        return season(begun + (which == "next") - (which == "last" and _is_in_season(context.latest, begun, name)), name)
    if which == "this" or context.tense() == "future":
        return season(context.latest.year if name != "winter" or not _is_in_season(context.latest, begun, name) else begun, name)
    return season(begun, name)


def _is_in_season(day: date, year: int, name: str) -> bool:
    """Whether a day lies in the season that began in a year."""
    return latest_season_year(day, name) == year and latest_season_year(shift(day, -3, "month"), name) != year


_MONTH_DAY = rf"(?:{ANY_WEEKDAY},?{WS})?(?:the{WS})?{MONTH}{WS}(?:the{WS})?{DAY}"
_DAY_MONTH = rf"(?:{ANY_WEEKDAY},?{WS})?(?:the{WS})?{DAY}(?:{WS}of)?(?:{WS}|-){MONTH}"
_DASH = rf"(?:{WS})?(?:-|–|—|to|through)(?:{WS})?"
_UNTIL = r"(?P<until>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\w%]|[.,:]\d)"
_WHICH = rf"(?:(?P<which>last|this|next|coming){WS})?"

DAYS: list[Rule] = [
    rule(rf"(\d{{4}})-(\d\d)-(\d\d){_TIME_OF_DAY}", _iso),
    rule(r"((?:1[89]|20)\d\d)/(\d\d)/(\d\d)", _iso),
    rule(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d\d)(?![/\d])", _slashed),
    rule(r"(\d{1,2})\.(\d{1,2})\.((?:1[89]|20)\d\d)(?!\.?\d)", _dotted),
    rule(rf"{MONTH}{WS}(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?{_DASH}{_UNTIL}{YEAR_BEHIND}?", _days_of_month),
    rule(rf"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?{_DASH}{_UNTIL}(?:{WS}of)?{WS}{MONTH}{YEAR_BEHIND}?", _days_of_month),
    rule(rf"{_DAY_MONTH}{YEAR_BEHIND}?{PART_OF_DAY}", _day_of_month),
    rule(rf"{_MONTH_DAY}{YEAR_BEHIND}?{PART_OF_DAY}", _day_of_month),
    rule(rf"{MONTH}{YEAR_BEHIND}", _month),
    *(rule(rf"{_WHICH}{name}{YEAR_BEHIND}?", _holiday(date_in)) for name, date_in in HOLIDAY_DATES.items()),
    rule(rf"{WEEKDAY}{WS}(?P<after_next>week)(?!{WS}(?:of|ending|was|is)\b|['’-])", _weekday),
    rule(rf"{_WHICH}{WEEKDAY}{PART_OF_DAY}(?:{WS}(?:of{WS})?(?P<week>last|this|next){WS}week)?", _weekday),
    rule(rf"{_WHICH}{MONTH}", _month),
    rule(rf"(?P<season>{SEASON})(?:{WS}of)?{WS}{YEAR}", _season),
    rule(rf"(?P<which>last|this|next){WS}(?:past{WS}|coming{WS})?(?P<season>{SEASON})", _season),
    rule(rf"(?P<season>{SEASON}){WS}(?:of{WS})?(?P<relative>last|this|next){WS}year", _season),
    rule(
        rf"(?:(?<=\bin )|(?<=\bsince )|(?<=\bby ))(?:the{WS})?(?:(?:early|late|mid)[ -])?(?P<season>{SEASON})"
        rf"(?!{WS}(?:of|from|in|behind|short))",
        _season,
    ),
]
