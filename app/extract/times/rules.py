"""Rules for time expressions: their type, their context, and shared patterns."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from app.extract.times.tenses import Tense

WS = r"[^\S\n\r]{1,3}"  # whitespace; bounded, since long runs would be scanned again and again
MONTH_NAMES = "january february march april may june july august september october november december".split()
WEEKDAY_NAMES = "monday tuesday wednesday thursday friday saturday sunday".split()
SEASON = "spring|summer|autumn|fall|winter"
_MONTH = (
    r"january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b\.?"
)
MONTH = rf"(?P<month>{_MONTH})(?!\w)"
WEEKDAY = r"(?P<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?!\w)"
ANY_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?)"
DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\w%]|[.,:]\d)"
YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)(?![\w%]|[.,:]\d)"
YEAR_BEHIND = rf"(?:,?{WS}(?:of{WS})?(?:(?P<relative>last|this|next){WS}year\b|{YEAR}))"
PART_OF_DAY = rf"(?:{WS}(?:early{WS}|late{WS})?(?:(?:mid-?)?(?:morning|afternoon|evening)|night|midday|noon)\b)?"
RELATIVE_COUNTS = {"last": -1, "past": -1, "this": 0, "current": 0, "next": 1, "coming": 1}


_GAME = re.compile(
    r"\b(?:games?|coach|touchdowns?|scored|yards?|halftime|half-time|quarterback|kicker|rebounds?)\b",
    re.I,
)


class Unresolved(Exception):
    """An expression has no date: the day that it counts from is unknown, or it is no time expression at all."""


@dataclass(frozen=True)
class Context:
    """The surroundings that give an expression its date.

    Relative dates count from the day of publication or saying, ``first`` to ``last`` if only a period is known.
    """

    first: date | None
    last: date | None
    tense: Callable[[], Tense | None]  # of the verb near the expression
    previous: str | None = None  # EDTF of the expression before, in the same sentence or the one before
    period: str | None = None  # EDTF of the quarter that the text reports on

    @property
    def day(self) -> date:
        """The reference day.

        Raises:
            Unresolved: the reference is not known to the day.
        """
        if self.last is None or self.first != self.last:
            raise Unresolved
        return self.last

    @property
    def latest(self) -> date:
        """The last day of the reference, good enough for months and years.

        Raises:
            Unresolved: there is no reference.
        """
        if self.last is None:
            raise Unresolved
        return self.last


Resolve = Callable[[re.Match[str], Context], str]


@dataclass(frozen=True)
class Rule:
    """A pattern of time expressions, and its resolution to EDTF, which may raise Unresolved."""

    pattern: re.Pattern[str]
    resolve: Resolve


def rule(pattern: str, resolve: Resolve) -> Rule:
    """Return a rule whose pattern ignores case and matches whole words."""
    return Rule(re.compile(rf"(?<![\w$€£#]){pattern}(?!\w)", re.IGNORECASE), resolve)


def month_number(name: str) -> int:
    """Return 1 to 12 for the name of a month or its abbreviation."""
    return next(number for number, month in enumerate(MONTH_NAMES, 1) if month.startswith(name.lower().rstrip(".")[:3]))


def optional_group(match: re.Match[str], name: str) -> str | None:
    """Return a group of a match, None if the pattern has no such group."""
    return match.groupdict().get(name)


def text_before(match: re.Match[str], length: int = 40) -> str:
    """Return the characters before the expression."""
    return match.string[max(0, match.start() - length) : match.start()]


def text_after(match: re.Match[str], length: int = 40) -> str:
    """Return the characters behind the expression."""
    return match.string[match.end() : match.end() + length]


def without_names(pattern: str) -> str:
    """Return a pattern without the names of its groups, for use beside another that has them."""
    return re.sub(r"\(\?P<\w+>", "(?:", pattern)


def is_in_sport(match: re.Match[str]) -> bool:
    """Whether the words around tell of a game: its quarters and halves are no dates."""
    return bool(_GAME.search(text_before(match, 120) + text_after(match, 120)))


def is_work_title(match: re.Match[str]) -> bool:
    """Whether the expression is the title of a work: capitalised words behind a quotation mark or an owner (CBS's "This Week")."""
    words = match.group().split()
    is_behind_name = text_before(match).endswith(("“", '"', "‘", "''", "``", "'s ", "’s ", "USA "))
    return is_behind_name and all(word[0].isupper() for word in words) and (len(words) > 1 or words[0].isupper())
