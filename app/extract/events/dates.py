"""Date of an event: the nearest time expression in the sentence of its trigger."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol, Self

from app.extract.events.triggers import Trigger
from app.extract.text.function_words import SUBORDINATORS
from app.extract.text.segmentation import Span
from app.extract.text.sentences import Sentence
from app.terms.dates import parse_edtf
from app.terms.vocabulary import EventStatus

MAX_DISTANCE = 24  # words between a trigger and its time, with the surcharges below
CLAUSE_COST = 10  # words added for each clause that begins between them
OPENING_CLAUSE_COST = 4  # the same for a time that opens the sentence
DAY_BONUS = 8  # words taken off for a date that is a day
DAY = re.compile(r"\d{4}-\d\d-\d\d~?")
YEAR = re.compile(r"\d{4}")
PERIOD = re.compile(r"(\d{4}-\d\d-\d\d)/(\d{4}-\d\d-\d\d)")
MONTH_OR_YEAR = re.compile(r"\d{4}(?:-\d\d)?")
ONSET_VERBS = frozenset("began begun started starting".split())
CLAUSE_OPENERS = (SUBORDINATORS - {"until"}) | {"and", "but", "while"}


class TimeLike(Protocol):
    """The part of a time expression that this module reads."""

    @property
    def span(self) -> Span:
        """Its place in the text."""

    @property
    def edtf(self) -> str:
        """Its date."""


class EventDate(NamedTuple):
    """A date for an event, and its distance from the trigger: words between them, with surcharges."""

    edtf: str
    distance: int

    @property
    def day(self) -> str:
        """The date without an open end."""
        return self.edtf.removesuffix("/..")

    def agrees_with(self, other: Self) -> bool:
        """Whether both may date one event: they are equal, or one contains the other ("in September", "on September 24")."""
        if self.day == other.day:
            return True
        days, other_days = parse_edtf(self.day), parse_edtf(other.day)
        overlap = max(days.earliest, other_days.earliest), min(days.latest, other_days.latest)
        return overlap in ((days.earliest, days.latest), (other_days.earliest, other_days.latest))


class TimeIndex:
    """Index of the time expressions of a text by position."""

    def __init__(self, times: Iterable[TimeLike]) -> None:
        self._times = sorted(times, key=lambda time: time.span)
        self.spans = [time.span for time in self._times]
        self._starts = [time.span[0] for time in self._times]

    def within(self, span: Span) -> Sequence[TimeLike]:
        """Return the times that begin in a span, in order."""
        return self._times[bisect_left(self._starts, span[0]) : bisect_left(self._starts, span[1])]

    def event_date(self, trigger: Trigger) -> EventDate | None:
        """Return the nearest date in the sentence of a trigger; None if there is none or it belongs to another clause."""
        sentence = trigger.sentence
        times = self.within(sentence.span)
        dates = [EventDate(_edtf_of(times, number, sentence), _distance(trigger, time.span)) for number, time in enumerate(times)]
        nearest = min(dates, key=lambda date: date.distance, default=None)
        if nearest is None or nearest.distance > MAX_DISTANCE:
            return None
        return EventDate(nearest.edtf + "/..", nearest.distance) if _is_onset(trigger, nearest.edtf) else nearest


def choose_date(dates: Iterable[EventDate], status: EventStatus) -> str | None:
    """Return the date of an event, from those of its mentions: the one nearest to its trigger; a day is preferred to a longer time."""
    nearest = min(dates, key=lambda date: date.distance - (DAY_BONUS if DAY.fullmatch(date.edtf) else 0), default=None)
    return as_point_in_time(nearest.edtf, status) if nearest else None


def as_point_in_time(edtf: str, status: EventStatus) -> str:
    """Return a period as one moment within it, unless the event is ongoing: an event of "last week" did not last all week."""
    if edtf.endswith("/..") and status != "ongoing":
        return edtf.removesuffix("/..")
    period = PERIOD.fullmatch(edtf)
    return f"[{period[1]}..{period[2]}]" if period and status != "ongoing" and edtf[:7] == edtf[11:18] else edtf


def _is_onset(trigger: Trigger, edtf: str) -> bool:
    """Whether the date is that of the event's onset: "the siege began on Monday"."""
    return trigger.pos == "noun" and "/" not in edtf and bool(ONSET_VERBS & set(trigger.sentence.after(trigger.last, 2)))


def _edtf_of(times: Sequence[TimeLike], number: int, sentence: Sentence) -> str:
    """Return the date of a time expression; both ends of "between July 2003 and December 2004" have the whole period as their date."""
    for first in (number - 1, number):
        if 0 <= first < len(times) - 1 and _are_ends_of_range(times[first], times[first + 1], sentence):
            return f"{times[first].edtf}/{times[first + 1].edtf}"
    return times[number].edtf


def _are_ends_of_range(start: TimeLike, end: TimeLike, sentence: Sentence) -> bool:
    words = [word.lower for word in sentence.words if word.end <= start.span[0]][-1:]
    between = [word.lower for word in sentence.words if start.span[1] <= word.start and word.end <= end.span[0]]
    is_range = (words, between) in ((["between"], ["and"]), (["from"], ["to"]), (["from"], ["until"]))
    return is_range and bool(MONTH_OR_YEAR.match(start.edtf) and MONTH_OR_YEAR.match(end.edtf)) and start.edtf < end.edtf


def _distance(trigger: Trigger, time: Span) -> int:
    """Return the number of words between a trigger and a time, with a surcharge for each clause that begins there.

    The surcharge is smaller for a time that opens the sentence.
    """
    words = trigger.sentence.words
    index = trigger.sentence.index_at(time[0])
    start, end = (index, trigger.first) if index < trigger.first else (trigger.last, index)
    between = words[start + 1 : end + 1]
    clauses = sum(word.lower in CLAUSE_OPENERS or word.follows_mark for word in between)
    opens_sentence = index <= 2 and index < trigger.first
    return len(between) + (OPENING_CLAUSE_COST * (clauses - 1) if opens_sentence and clauses else CLAUSE_COST * clauses)
