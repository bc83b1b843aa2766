"""Read counter rows instead of what they count, where they can answer: all, or what has one value, over everything or some dates.

What they cannot answer is counted as it is asked for. Both give the same, byte for byte.
"""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select

from app.database.tables.counts import NO_VALUE, OPEN_END, OPEN_START
from app.parameters.listing import Parameters
from app.queries.counting.commonest import Window, commonest
from app.queries.listing.filters import NAMES, one_of, value_parameter
from app.queries.listing.survivors import resolved
from app.queries.tables import articles, counts, entities
from app.terms.dates import EARLIEST_DAY
from app.terms.words import fold

DATES = {
    "claims": ("said_from", "said_to"),
    "events": ("date_from", "date_to"),
    "articles": ("published_from", "published_to"),
    "timeline": ("from_", "to"),
}
ENVELOPE = {"cursor", "limit", "format", "count", "facet", "bucket", "units", "sort"}
# Filters that find what a facet of the same name counts; no thing has two of the values.
ONE_VALUED = {
    "claims": {"kind", "mode", "cue", "place", "section", "review", "speaker_kind", "publisher", "speaker"},
    "events": {"kind", "status", "place"},
    "articles": {"publisher", "language"},
    "entities": {"kind"},
    "speakers": {"kind"},
    "timeline": {"type"},
}
# Facets by things that keep how many claims or events they have.
OWN_COUNTS: dict[tuple[str, str], tuple[ColumnElement[Any], ColumnElement[Any], ColumnElement[Any]]] = {
    ("claims", "speaker"): (entities.c.id, func.coalesce(entities.c.name, entities.c.descriptor), entities.c.claims),
    ("claims", "article"): (articles.c.id, articles.c.title, articles.c.claims),
    ("events", "article"): (articles.c.id, articles.c.title, articles.c.events),
}


class ValueCount(NamedTuple):
    """How many have a value; None: no value."""

    value: str | None
    label: str | None
    number: int


class DateCount(NamedTuple):
    """How many have a date, as it stands in the database, or its months."""

    earliest: str | None
    latest: str | None
    precision: str | None
    number: int


@dataclass(frozen=True)
class CounterQuery:
    """A question that counters answer: of what, from which day to which, by overlap, and with which values of one facet."""

    what: str
    first: str | None = None
    last: str | None = None
    facet: str | None = None
    values: Sequence[str] = ()

    @property
    def is_dated(self) -> bool:
        return bool(self.first or self.last)

    @property
    def is_of_whole_months(self) -> bool:
        """Whether the months of a date tell if it is in it; so of no days at all."""
        year, month, day = map(int, (self.last or "2000-01-31").split("-"))
        return (self.first or EARLIEST_DAY).endswith("-01") and day == monthrange(year, month)[1]


def counter_query(what: str, query: Parameters) -> CounterQuery | None:
    """Return what is asked of the counters; None where they cannot tell."""
    given = query.model_dump(exclude_defaults=True, exclude=ENVELOPE)
    first, last = (given.pop(name, None) for name in DATES.get(what, ("", "")))
    if len(given) > 1 or not given.keys() <= ONE_VALUED.get(what, set()) or (first and last and first > last):
        return None
    for facet, values in given.items():
        return CounterQuery(what, first, last, facet, [fold(value) for value in values] if facet in NAMES else values)
    return CounterQuery(what, first, last)


def total(connection: Connection, question: CounterQuery) -> int | None:
    """Count the things, exactly; None where counters cannot."""
    if question.facet == "speaker" and not question.is_dated:
        return _sum(connection, select(func.sum(entities.c.claims)).where(resolved(entities.c.id, value_parameter([*question.values]))))
    if not question.is_of_whole_months:
        return None if question.facet else _sum(connection, select(func.sum(counts.c.number)).where(*_of_dates(question)))
    facet = question.facet or ("kind" if question.what in ("entities", "speakers") else "all")
    return _sum(connection, _counters(select(func.sum(counts.c.number)), question, facet).where(*_one_of(question)))


def _sum(connection: Connection, rows: Select[Any]) -> int:
    return connection.execute(rows).scalar_one() or 0


def _one_of(question: CounterQuery) -> Sequence[ColumnElement[bool]]:
    if question.facet is None:
        return []
    values = value_parameter([*question.values])
    return [resolved(counts.c.value, values)] if question.facet == "speaker" else one_of(counts.c.value, values)


def facet(connection: Connection, question: CounterQuery, name: str, most: int) -> list[ValueCount] | None:
    """Count by a facet, commonest first, then by value, ``most`` values; None where counters cannot."""
    if question.facet or not question.is_of_whole_months:
        return None
    if (question.what, name) in OWN_COUNTS and not question.is_dated:
        return _commonest(connection, question.what, name, most)
    if name == "article":
        return None
    window = Window(_month(question.first) or OPEN_START, _month(question.last) or OPEN_END)
    found: Sequence[Any] | None = commonest(connection, window, most) if name == "speaker" else None
    if found is None:
        found = connection.execute(_added_up(question, name).limit(most)).all()
    labels = _labels(connection, question, name, [row.value for row in found])
    return [ValueCount(None, None, row.number) if row.value == NO_VALUE else ValueCount(*labels(row), row.number) for row in found]


def _added_up(question: CounterQuery, name: str) -> Select[Any]:
    number, shown = func.sum(counts.c.number).label("number"), func.min(counts.c.shown).label("shown")
    rows = _counters(select(counts.c.value, shown, number), question, name).group_by(counts.c.value)
    return rows.order_by(number.desc(), counts.c.value == NO_VALUE, counts.c.value)


def _commonest(connection: Connection, what: str, name: str, most: int) -> list[ValueCount]:
    group, label, number = OWN_COUNTS[what, name]
    rows = select(group, label, number).where(number > 0).order_by(number.desc(), group).limit(most)
    found = [ValueCount(*row) for row in connection.execute(rows)]
    nobody = [ValueCount(None, None, number) for number in _of_nobody(connection) if number] if name == "speaker" else []
    return sorted([*found, *nobody], key=lambda one: (-one.number, one.value is None, one.value))[:most]


def _of_nobody(connection: Connection) -> list[int]:
    rows = _counters(select(counts.c.number), CounterQuery("claims"), "speaker_kind").where(counts.c.value == NO_VALUE)
    return list(connection.execute(rows).scalars())


def _labels(connection: Connection, question: CounterQuery, name: str, values: list[str]) -> Callable[[Row[Any]], tuple[str, str | None]]:
    """Return what makes value and label of a counter row."""
    if name == "speaker":
        names = _names(connection, values)
        return lambda row: (row.value, names[row.value])
    if name == "organization":
        spellings = _spellings(connection, question, values)
        return lambda row: (min(spellings[row.value]), None)
    return (lambda row: (row.shown, None)) if name in ("place", "publisher") else lambda row: (row.value, None)


def _names(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    label = func.coalesce(entities.c.name, entities.c.descriptor)
    return {row[0]: row[1] for row in connection.execute(select(entities.c.id, label).where(entities.c.id.in_(ids)))}


def _spellings(connection: Connection, question: CounterQuery, values: Sequence[str]) -> dict[str, set[str]]:
    """Return what the organizations are called: in roles, and where one speaks for itself as it is called today."""
    rows = _counters(select(counts.c.value, counts.c.shown).distinct(), question, "organization").where(counts.c.value.in_(values))
    found = [(row.value, *row.shown.rpartition("\t")[::2]) for row in connection.execute(rows)]
    names = _names(connection, sorted({entity_id for _, _, entity_id in found if entity_id}))
    spellings = defaultdict[str, set[str]](set)
    for value, spelled, entity_id in found:
        spellings[value] |= {spelled, names.get(entity_id, "")} - {""}
    return spellings


def dates(connection: Connection, question: CounterQuery) -> Sequence[DateCount]:
    """Return how many have each date; all but the number None: no date, which is of no days."""
    days = [func.nullif(column, "") for column in (counts.c.earliest, counts.c.latest, counts.c.value)]
    rows: Select[Any] = select(*days, counts.c.number).where(*_of_dates(question))
    return [DateCount(*row) for row in connection.execute(rows)]


def months(connection: Connection, question: CounterQuery) -> Sequence[DateCount] | None:
    """Return the dates by month, which are few; None where the question is of no whole months. An open end is that of the calendar."""
    if not question.is_of_whole_months:
        return None
    dated = replace(question, first=question.first or EARLIEST_DAY)
    rows = _counters(select(counts.c.earliest, counts.c.latest, counts.c.number), dated, "all")
    found = connection.execute(rows).all()
    return [*(_by_month(*row) for row in found), *([] if question.is_dated else _undated(connection, question.what))]


def _undated(connection: Connection, what: str) -> list[DateCount]:
    rows = _counters(select(counts.c.number), CounterQuery(what), "date")
    return [DateCount(None, None, None, number) for number in connection.execute(rows).scalars()]


def _by_month(earliest: str, latest: str, number: int) -> DateCount:
    first = EARLIEST_DAY if earliest == OPEN_START else earliest
    return DateCount(first, latest, "range" if first == EARLIEST_DAY or latest == OPEN_END else "month", number)


def _of_dates(question: CounterQuery) -> list[ColumnElement[bool]]:
    return [
        *(counts.c.what == question.what, counts.c.facet == "date", *([counts.c.earliest > ""] if question.is_dated else [])),
        *([counts.c.latest >= question.first] if question.first else []),
        *([counts.c.earliest <= question.last] if question.last else []),
    ]


def _month(day: str | None) -> str | None:
    return day and day[:7]


def _counters(selected: Select[Any], question: CounterQuery, name: str) -> Select[Any]:
    """Select from the counter rows of a facet: those over everything, or of the months that overlap."""
    rows = selected.where(counts.c.what == question.what, counts.c.facet == name)
    if not question.is_dated:
        return rows.where(counts.c.earliest == "", counts.c.latest == "")
    # The first months are few, and found first: for each of them the key leads to what ends late enough.
    first, last = _month(question.first), _month(question.last)
    begun = counts.alias("begun")
    months = select(begun.c.earliest).where(begun.c.what == question.what, begun.c.facet == "all", begun.c.earliest > "")
    return rows.where(
        counts.c.earliest.in_(months.where(begun.c.earliest <= last) if last else months), counts.c.latest >= (first or OPEN_START)
    )
