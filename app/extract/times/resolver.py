"""Resolver of time expressions to EDTF: dates, periods and moments, but no durations, no "now" and no datelines."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from app.extract.text.segmentation import Span, Text
from app.extract.times.datelines import is_dateline
from app.extract.times.days import DAYS
from app.extract.times.periods import PERIODS
from app.extract.times.portions import PORTIONS
from app.extract.times.qualifiers import apply_qualifiers
from app.extract.times.quarters import QUARTERS, reported_period
from app.extract.times.references import REFERENCES
from app.extract.times.rules import Context, Rule, Unresolved, optional_group, without_names
from app.extract.times.starts import possible_starts
from app.extract.times.tenses import Tense, tense_at
from app.extract.times.years import YEARS
from app.terms.dates import EARLIEST_DAY, LATEST_DAY, parse_edtf

RULES: list[Rule] = [*QUARTERS, *PORTIONS, *REFERENCES, *PERIODS, *DAYS, *YEARS]  # the first rule that resolves wins
NEAR = 300  # code points between "two days later" and the date that it counts from
HEAD = 400  # code points that may hold a dateline
MAX_BETWEEN = 12  # code points between the two ends of a range
MAX_NESTING = 8  # claims around one expression
_ANY_RULE = re.compile("|".join(without_names(rule.pattern.pattern) for rule in RULES), re.IGNORECASE)
_YEAR_SHARING_WORD = re.compile(r"\s?(?:,|and|or|to|through|until|till|-|–|—|, and|, or)\s?", re.IGNORECASE)
_RANGE_WORD = re.compile(r"\s?(?:(?P<sure>through|thru|-|–|—)|to|until|till)\s?", re.IGNORECASE)


@dataclass(frozen=True)
class TimeExpression:
    """A time expression with its date. ``is_future`` says that it lies entirely after the publication."""

    span: Span
    edtf: str
    is_future: bool = False


@dataclass
class _Reader:
    """A pass through a text. The context of an expression depends on its place and on the expression before it."""

    text: Text
    anchors: list[tuple[Span, str]]
    published: date | None
    previous: TimeExpression | None = None
    period: str | None = None  # the quarter that the text reports on

    def context(self, span: Span) -> Context:
        first, last = self._reference_days(span)
        previous = self.previous
        is_near = previous and span[0] - previous.span[1] < NEAR and "\n" not in self.text.words_at(previous.span[1], span[0])
        return Context(first, last, lambda: tense_at(self.text, span), previous.edtf if previous and is_near else None, self.period)

    def remember(self, found: TimeExpression) -> None:
        self.previous, self.period = found, reported_period(found.edtf, self.period, self.text.published)

    def _reference_days(self, span: Span) -> tuple[date | None, date | None]:
        index = bisect_right(self.anchors, ((span[0], len(self.text.text)), ""))
        for (_, end), said in self.anchors[max(0, index - MAX_NESTING) : index][::-1]:
            if span[1] <= end:
                return _days_of(said)
        return self.published, self.published


def resolve_times(text: Text, anchors: Mapping[Span, str] | None = None) -> list[TimeExpression]:
    """Return the time expressions of a text in order, without overlap; each ``edtf`` is readable by ``parse_edtf``.

    Args:
        text: relative dates count from ``text.published``, without it from the day of a dateline; without either they are left out.
        anchors: the date (EDTF) on which the words of a span were said: "tomorrow" within it counts from there.
    """
    reader = _Reader(text, sorted((anchors or {}).items()), _published(text) or _dateline_day(text))
    return [found for found in _join_ranges(text, _scan(reader)) if not is_dateline(text, found.span)]


def _scan(reader: _Reader) -> Iterator[TimeExpression]:
    end = 0
    for start in possible_starts(reader.text.text):
        found = _expression_at(reader, start) if start >= end and _ANY_RULE.match(reader.text.text, start) else None
        if found:
            end = found.span[1]
            reader.remember(found)
            yield found


def _expression_at(reader: _Reader, start: int) -> TimeExpression | None:
    for rule in RULES:
        if match := rule.pattern.match(reader.text.text, start):
            edtf = _resolve(rule, match, _with_shared_year(reader, match))
            if edtf:
                span, edtf = apply_qualifiers(reader.text, match.span(), edtf)
                return TimeExpression(span, edtf, _is_future(reader.published, edtf))
    return None


def _resolve(rule: Rule, match: re.Match[str], context: Context) -> str | None:
    try:
        edtf = rule.resolve(match, context)
        return parse_edtf(edtf).edtf
    except (Unresolved, ValueError, OverflowError):
        return None


def _with_shared_year(reader: _Reader, match: re.Match[str]) -> Context:
    """Return the context with the year of a later date that shares it: "March and April 2010", "between May 3 and June 2, 2010"."""
    context = _context_after_start(reader, match) or reader.context(match.span())
    joint = (
        _YEAR_SHARING_WORD.match(match.string, match.end()) if "month" in match.groupdict() and not optional_group(match, "year") else None
    )
    behind = next((found for rule in DAYS if (found := rule.pattern.match(match.string, joint.end()))), None) if joint else None
    if behind is None or not optional_group(behind, "year"):
        return context
    last = date(int(behind["year"]), 12, 31)
    return Context(last, last, _always_past, context.previous)


def _context_after_start(reader: _Reader, match: re.Match[str]) -> Context | None:
    """Return the context behind the start of a range: in "from Monday to Friday" the Friday follows that Monday."""
    first = reader.previous
    if first is None or not _is_range(reader.text, first, match.start()) or optional_group(match, "year"):
        return None
    day = date.fromisoformat(parse_edtf(first.edtf).latest)
    return Context(day, day, _always_future)


def _always_past() -> Tense:
    return "past"


def _always_future() -> Tense:
    return "future"


def _join_ranges(text: Text, found: Iterator[TimeExpression]) -> Iterator[TimeExpression]:
    """Yield the expressions with the two ends of a range joined: "from May to July"."""
    pending: TimeExpression | None = None
    for expression in found:
        joined = _range(text, pending, expression) if pending else None
        if pending and not joined:
            yield pending
        pending = joined or expression
    if pending:
        yield pending


def _range(text: Text, first: TimeExpression, last: TimeExpression) -> TimeExpression | None:
    are_years = len(first.edtf) == len(last.edtf) == len("2024") and _RANGE_WORD.fullmatch(text.words_at(first.span[1], last.span[0]))
    return _interval(text, first, last) if are_years or _is_range(text, first, last.span[0]) else None


def _is_range(text: Text, first: TimeExpression, end: int) -> bool:
    """Whether the words between two dates make them a range: "from May to July", "May through July"."""
    joint = _RANGE_WORD.fullmatch(text.text, first.span[1], end) if end - first.span[1] < MAX_BETWEEN else None
    is_from = re.search(r"\bfrom\s$", text.words_at(max(0, first.span[0] - 8), first.span[0]), re.IGNORECASE)
    return bool(joint and (joint["sure"] or is_from))


def _interval(text: Text, first: TimeExpression, last: TimeExpression) -> TimeExpression | None:
    edtf = f"{first.edtf.split('/')[0]}/{last.edtf.split('/')[-1]}"
    try:
        parse_edtf(edtf)
    except ValueError:
        return None
    return TimeExpression((first.span[0], last.span[1]), edtf, first.is_future)


def _is_future(published: date | None, edtf: str) -> bool:
    return published is not None and parse_edtf(edtf).earliest > published.isoformat()


def _published(text: Text) -> date | None:
    try:
        return date.fromisoformat((text.published or "")[:10])
    except ValueError:
        return None


def _dateline_day(text: Text) -> date | None:
    """Return the day of the dateline or heading that opens a text; None if it names no year."""
    head = Text(text.text[:HEAD], None, None)
    days = (found for found in _scan(_Reader(head, [], None)) if len(found.edtf) == len("2024-06-17") and is_dateline(head, found.span))
    return next((date.fromisoformat(found.edtf) for found in days), None)


def _days_of(said: str) -> tuple[date | None, date | None]:
    """Return the first and last day of a date; None for both if it is open at an end."""
    parsed = parse_edtf(said)
    is_open = parsed.earliest == EARLIEST_DAY or parsed.latest == LATEST_DAY
    return (None, None) if is_open else (date.fromisoformat(parsed.earliest), date.fromisoformat(parsed.latest))
