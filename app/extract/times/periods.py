"""Rules for relative periods: today, last week, ten years ago, the past few days, within a month."""

import re
from datetime import date, timedelta

from app.extract.times.calendars import shift, unit_at
from app.extract.times.numerals import NUMBER, is_vague, number_of
from app.extract.times.rules import (
    PART_OF_DAY,
    RELATIVE_COUNTS,
    WEEKDAY,
    WEEKDAY_NAMES,
    WS,
    Context,
    Rule,
    Unresolved,
    is_work_title,
    optional_group,
    rule,
    text_before,
)

HEDGE = (
    rf"(?:(?P<hedge>about|around|roughly|nearly|almost|some|approximately|more{WS}than|less{WS}than|over|under|at{WS}least|just{WS}over|just{WS}under"
    rf"|close{WS}to|as{WS}(?:much|many){WS}as|well{WS}over)(?:{WS}|$))?"
)
COUNT = rf"(?P<count>{NUMBER}|half{WS}an?|the)"
UNIT = r"(?P<unit>day|night|week|fortnight|month|quarter|year|decade|centur)(?:ies|y|s)?(?!\w)"
_LARGE_UNIT = r"(?P<unit>week|month|quarter|year|decade|century|weekend|fortnight)(?!\w)"
_SUPERLATIVE = re.compile(r"\b(?:first|only|once|worst|most|\w{3,}est)\b[^.;]*$", re.I)  # "the first such paper in ten years"
_DAYS = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}
# "today's youth" names no day
_GENERIC = re.compile(
    r"['’]s\s(?:world|society|youth|generation|standards|young|children|parents|age|culture|politics|modern|technology|media)\b", re.I
)


def count_of(match: re.Match[str]) -> int:
    return 1 if match["count"].lower().startswith(("the", "half")) else number_of(match["count"])


def unit_of(match: re.Match[str]) -> str:
    unit = match["unit"].lower()
    return "century" if unit == "centur" else unit


def _today(match: re.Match[str], context: Context) -> str:
    word = match.group().lower()
    if _GENERIC.match(match.string, match.end()) or is_work_title(match):
        raise Unresolved
    return shift(context.day, next((n for name, n in _DAYS.items() if name in word), 0), "day").isoformat()


def _day_but_one(match: re.Match[str], context: Context) -> str:
    return shift(context.day, {"before": -2, "after": 2}[match["side"].lower()], "day").isoformat()


def _last_night(match: re.Match[str], context: Context) -> str:
    return shift(context.day, -1, "day").isoformat()


def _this_unit(match: re.Match[str], context: Context) -> str:
    unit, count = unit_of(match), RELATIVE_COUNTS[match["which"].lower()]
    if is_work_title(match):
        raise Unresolved
    if unit == "weekend":
        return _weekend(count, context)
    if unit in ("week", "fortnight") and context.first != context.last:
        raise Unresolved
    return unit_at(shift(context.latest, count, unit), unit)


def _weekend(count: int, context: Context) -> str:
    """Return the weekend by its distance: "this weekend" is the coming one, but early in the week and with a past verb the last one."""
    day = context.day
    is_past = count == 0 and day.weekday() < 3 and context.tense() == "past"
    return unit_at(shift(day, -1 if is_past else count, "week"), "weekend")


def _coming_weekend(match: re.Match[str], context: Context) -> str:
    return unit_at(context.day, "weekend")


def _the_weekend(match: re.Match[str], context: Context) -> str:
    day = context.day
    is_now = day.weekday() >= 5 or context.tense() == "future"
    return unit_at(day if is_now else shift(day, -1, "week"), "weekend")


def _ago(match: re.Match[str], context: Context) -> str:
    unit, count = unit_of(match), count_of(match)
    sign = 1 if match["side"].lower() in ("from now", "hence") else -1
    is_half = match["count"].lower().startswith("half")
    if is_half or unit in ("decade", "century"):
        months = {"decade": 120, "century": 1200, "year": 12}.get(unit, 1) * count
        unit, months = ("year", months) if months > 12 else ("month", months)
        return week_around(shift(context.latest, sign * (months // 2 if is_half else months), "month"), unit) + "~"
    day = context.day if unit in ("day", "night", "week", "fortnight") else context.latest
    edtf = week_around(shift(day, sign * count, unit), unit)
    return as_vague(edtf) if optional_group(match, "hedge") or is_vague(match["count"]) else edtf


def as_vague(edtf: str) -> str:
    """Return a date marked as approximate, a range at both ends."""
    start, slash, end = edtf.partition("/")
    return f"{start}~{slash}{end}~" if slash else f"{edtf}~"


def week_around(day: date, unit: str) -> str:
    return unit_at(day, "week" if unit == "fortnight" else unit)


def _running_period(match: re.Match[str], context: Context) -> str:
    """Return a period up to or from today, whose far end is vague: "the past ten days". Periods of years are given in years."""
    unit, count = unit_of(match), number_of(match["count"] or "one")
    is_ahead = match["way"].lower() in ("next", "coming", "following")
    day = context.latest
    far_day = shift(day, count if is_ahead else -count, unit)
    digits = (
        10 if unit in ("day", "night", "week", "fortnight") else 7 if unit in ("month", "quarter") or (count == 1 and unit == "year") else 4
    )
    near, far = day.isoformat()[:digits], far_day.isoformat()[:digits] + "~"
    return f"{near}/{far}" if is_ahead else f"{far}/{near}"


def _within(match: re.Match[str], context: Context) -> str:
    if context.first is None or context.last is None:
        raise Unresolved
    return f"[{context.first}..{shift(context.last, count_of(match), unit_of(match))}]"


def _in_future(match: re.Match[str], context: Context) -> str:
    is_span = match["count"].lower() in ("a", "an") and "time" not in match.group().lower()
    if is_span or _SUPERLATIVE.search(text_before(match)) or context.tense() != "future":
        raise Unresolved
    edtf = week_around(shift(context.day, count_of(match), unit_of(match)), unit_of(match))
    return as_vague(edtf) if optional_group(match, "hedge") or is_vague(match["count"]) else edtf


def _weekday_weeks_ago(match: re.Match[str], context: Context) -> str:
    """Return the weekday so many weeks back: "a week ago Monday"."""
    monday = date.fromisoformat(unit_at(shift(context.day, -count_of(match), "week"), "week")[:10])
    return (monday + timedelta(days=WEEKDAY_NAMES.index(match["weekday"].lower()))).isoformat()


_THROUGHOUT = r"(?:(?<=\bin )|(?<=\bfor )|(?<=\bover )|(?<=\bwithin )|(?<=\bduring ))"

PERIODS: list[Rule] = [
    rule(rf"the{WS}day{WS}(?P<side>before|after){WS}(?:yesterday|tomorrow)", _day_but_one),
    rule(rf"(?:yesterday|tomorrow|today|tonight){PART_OF_DAY}", _today),
    rule(rf"this{WS}(?:very{WS})?(?:morning|afternoon|evening)", _today),
    rule(rf"last{WS}(?:night|evening)", _last_night),
    rule(rf"(?P<count>an?|one|two|three){WS}(?P<unit>week)s?{WS}ago{WS}(?:on{WS})?{WEEKDAY}", _weekday_weeks_ago),
    rule(rf"(?:the{WS})?coming{WS}weekend", _coming_weekend),
    rule(
        rf"(?:the{WS}(?=current))?(?P<which>last|this|next|current){WS}(?:calendar{WS}|fiscal{WS}|financial{WS}|school{WS}|academic{WS})?{_LARGE_UNIT}",
        _this_unit,
    ),
    rule(rf"(?:the|this|that){WS}(?:past{WS}|holiday{WS}|long{WS})?weekend", _the_weekend),
    rule(rf"{HEDGE}{COUNT}{WS}{UNIT}{WS}(?P<side>ago|from{WS}now|hence)\b", _ago),
    rule(
        rf"(?:the|this|these|those){WS}(?P<way>past|last|previous|next|coming){WS}(?P<count>{NUMBER}){WS}(?:or{WS}so{WS})?{UNIT}",
        _running_period,
    ),
    rule(rf"(?:the|this){WS}(?P<way>past|coming){WS}(?P<count>){UNIT}", _running_period),
    rule(rf"(?:(?<=\bin )|(?<=\bfor )|(?<=\bover ))(?P<way>past|last|next|coming){WS}(?P<count>{NUMBER}){WS}{UNIT}", _running_period),
    rule(
        rf"{_THROUGHOUT}the{WS}(?P<way>last){WS}(?P<count>){UNIT}(?!{WS}(?:of|before|in)\b)",
        _running_period,
    ),
    rule(
        rf"within{WS}(?:the{WS})?(?:next{WS}|coming{WS})?{COUNT}{WS}(?P<unit>day|week|fortnight|month|year|decade)s?\b(?!{WS}(?:of|after|from|before|following)\b)",
        _within,
    ),
    rule(rf"in{WS}{HEDGE}(?P<count>{NUMBER}){WS}{UNIT}(?:['’]?{WS}time)?(?!{WS}(?:of|in|to|before|after|or|for|ago|and)\b)", _in_future),
    rule(rf"(?:(?<=\bin )|(?<=\bover )|(?<=\bduring ))the{WS}(?P<way>next){WS}(?P<count>){UNIT}", _running_period),
]
