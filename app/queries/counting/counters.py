"""Answer totals, facets and dates from counter rows, where the query has at most one filter beside its dates.

Where counter rows cannot answer, a function returns None. The caller then counts the things themselves, with the same result.
"""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Integer, Row, Select, cast, func, select

from app.database.tables.counts import NO_VALUE, OPEN_END, OPEN_START
from app.parameters.listing import NOT_FILTERS, Parameters
from app.queries.counting.commonest import MonthRange, commonest_speakers
from app.queries.listing.filters import NAMES, one_of, value_parameter
from app.queries.listing.survivors import is_survivor_of
from app.queries.tables import articles, counts, entities
from app.terms.dates import EARLIEST_DAY
from app.terms.words import fold

DAY_FILTERS = {
    "claims": ("said_from", "said_to"),
    "events": ("date_from", "date_to"),
    "articles": ("published_from", "published_to"),
    "timeline": ("date_from", "date_to"),
}
# Filters with a facet of the same name. No thing has two values of such a filter, so the counts of several values can be added up.
ONE_VALUED = {
    "claims": {"kind", "mode", "cue", "place", "section", "review", "speaker_kind", "publisher", "speaker"},
    "events": {"kind", "status", "place"},
    "articles": {"publisher", "language"},
    "entities": {"kind"},
    "speakers": {"kind"},
    "timeline": {"type"},
}
# Facets by entity or article, whose own rows store the number of their claims or events: (id, label, number).
STORED_COUNTS: dict[tuple[str, str], tuple[ColumnElement[Any], ColumnElement[Any], ColumnElement[Any]]] = {
    ("claims", "speaker"): (entities.c.id, func.coalesce(entities.c.name, entities.c.descriptor), entities.c.claims),
    ("claims", "article"): (articles.c.id, articles.c.title, articles.c.claims),
    ("events", "article"): (articles.c.id, articles.c.title, articles.c.events),
}


# Speakers are counted by number. Their rows, and those of organizations, hold it as text.
SPEAKER = cast(func.nullif(counts.c.value, NO_VALUE), Integer)


class ValueCount(NamedTuple):
    """The number of things that have a value; the value is None for things without one."""

    value: str | None
    label: str | None
    number: int


class DateCount(NamedTuple):
    """The number of things that have a date, by day or by month. For things without a date the three columns are None."""

    earliest: str | None
    latest: str | None
    precision: str | None
    number: int


@dataclass(frozen=True)
class CounterQuery:
    """A query that counter rows can answer: the noun of a list, the days that dates must overlap, and values of one facet."""

    noun: str
    first: str | None = None
    last: str | None = None
    facet: str | None = None
    values: Sequence[str] = ()

    @property
    def is_dated(self) -> bool:
        return bool(self.first or self.last)

    @property
    def is_of_whole_months(self) -> bool:
        """True if the range of days begins and ends with a month, or is open: then a date's months decide whether it overlaps the range."""
        year, month, day = map(int, (self.last or "2000-01-31").split("-"))
        return (self.first or EARLIEST_DAY).endswith("-01") and day == monthrange(year, month)[1]


def counter_query(noun: str, query: Parameters) -> CounterQuery | None:
    """Return the query to counter rows for a list's query; None where it has filters that they cannot answer."""
    filters = query.model_dump(exclude_defaults=True, exclude={*NOT_FILTERS})
    first, last = (filters.pop(name, None) for name in DAY_FILTERS.get(noun, ("", "")))
    if len(filters) > 1 or not filters.keys() <= ONE_VALUED.get(noun, set()) or (first and last and first > last):
        return None
    for facet, values in filters.items():
        return CounterQuery(noun, first, last, facet, [fold(value) for value in values] if facet in NAMES else values)
    return CounterQuery(noun, first, last)


def count_total(connection: Connection, query: CounterQuery) -> int | None:
    """Return the exact number of things; None where counter rows cannot answer."""
    if query.facet == "speaker" and not query.is_dated:
        return _sum(
            connection, select(func.sum(entities.c.claims)).where(is_survivor_of(entities.c.number, value_parameter([*query.values])))
        )
    if not query.is_of_whole_months:
        return None if query.facet else _sum(connection, select(func.sum(counts.c.number)).where(*_of_dates(query)))
    facet = query.facet or ("kind" if query.noun in ("entities", "speakers") else "all")
    return _sum(connection, _counters(select(func.sum(counts.c.number)), query, facet).where(*_has_value(query)))


def _sum(connection: Connection, rows: Select[Any]) -> int:
    return connection.execute(rows).scalar_one() or 0


def _has_value(query: CounterQuery) -> Sequence[ColumnElement[bool]]:
    if query.facet is None:
        return []
    values = value_parameter([*query.values])
    return [is_survivor_of(SPEAKER, values)] if query.facet == "speaker" else one_of(counts.c.value, values)


def count_facet(connection: Connection, query: CounterQuery, name: str, most: int) -> list[ValueCount] | None:
    """Return ``most`` values of a facet, commonest first, then by value; None where counter rows cannot answer."""
    if query.facet or not query.is_of_whole_months:
        return None
    if (query.noun, name) in STORED_COUNTS and not query.is_dated:
        return _commonest_by_stored_counts(connection, query.noun, name, most)
    if name == "article":
        return None
    months = MonthRange(_month(query.first) or OPEN_START, _month(query.last) or OPEN_END)
    rows: Sequence[Any] | None = commonest_speakers(connection, months, most) if name == "speaker" else None
    if rows is None:
        rows = connection.execute(_sums_by_value(query, name).limit(most)).all()
    labels = _labels(connection, query, name, [row.value for row in rows if row.value != NO_VALUE])
    return [ValueCount(None, None, row.number) if row.value == NO_VALUE else ValueCount(*labels(row), row.number) for row in rows]


def _sums_by_value(query: CounterQuery, name: str) -> Select[Any]:
    number, shown = func.sum(counts.c.number).label("number"), func.min(counts.c.shown).label("shown")
    rows = _counters(select(counts.c.value, shown, number), query, name).group_by(counts.c.value)
    if name != "speaker":
        return rows.order_by(number.desc(), counts.c.value == NO_VALUE, counts.c.value)
    speakers = rows.outerjoin(entities, entities.c.number == SPEAKER).group_by(entities.c.id)
    return speakers.order_by(number.desc(), counts.c.value == NO_VALUE, entities.c.id)


def _commonest_by_stored_counts(connection: Connection, noun: str, name: str, most: int) -> list[ValueCount]:
    group, label, number = STORED_COUNTS[noun, name]
    rows = select(group, label, number).where(number > 0).order_by(number.desc(), group).limit(most)
    with_value = [ValueCount(*row) for row in connection.execute(rows)]
    numbers = _count_without_speaker(connection) if name == "speaker" else []
    without_speaker = [ValueCount(None, None, number) for number in numbers if number]
    return sorted([*with_value, *without_speaker], key=lambda each: (-each.number, each.value is None, each.value))[:most]


def _count_without_speaker(connection: Connection) -> list[int]:
    rows = _counters(select(counts.c.number), CounterQuery("claims"), "speaker_kind").where(counts.c.value == NO_VALUE)
    return list(connection.execute(rows).scalars())


def _labels(connection: Connection, query: CounterQuery, name: str, values: list[str]) -> Callable[[Row[Any]], tuple[str, str | None]]:
    """Return a function from a counter row to its value and label."""
    if name == "speaker":
        speakers = _entities_by_number(connection, values)
        return lambda row: speakers[row.value]
    if name == "organization":
        spellings = _spellings(connection, query, values)
        return lambda row: (min(spellings[row.value]), None)
    return (lambda row: (row.shown, None)) if name in ("place", "publisher") else lambda row: (row.value, None)


def _entities_by_number(connection: Connection, numbers: Iterable[str]) -> dict[str, tuple[str, str | None]]:
    """Return id and label of entities by their numbers as text."""
    label = func.coalesce(entities.c.name, entities.c.descriptor)
    rows = select(entities.c.number, entities.c.id, label).where(entities.c.number.in_(map(int, numbers)))
    return {str(number): (key, name) for number, key, name in connection.execute(rows)}


def _spellings(connection: Connection, query: CounterQuery, values: Sequence[str]) -> dict[str, set[str]]:
    """Return all spellings of the organizations: those in roles, and the present names of those that speak for themselves."""
    rows = _counters(select(counts.c.value, counts.c.shown).distinct(), query, "organization").where(counts.c.value.in_(values))
    organizations = [(row.value, *row.shown.rpartition("\t")[::2]) for row in connection.execute(rows)]
    speakers = _entities_by_number(connection, {number for _, _, number in organizations if number})
    spellings = defaultdict[str, set[str]](set)
    for value, name_in_role, number in organizations:
        _, name = speakers.get(number, ("", None))
        spellings[value] |= {name_in_role, name or ""} - {""}
    return spellings


def count_dates(connection: Connection, query: CounterQuery) -> Sequence[DateCount]:
    """Return the number of things by date; things without a date are counted only where the query has no days."""
    days = [func.nullif(column, "") for column in (counts.c.earliest, counts.c.latest, counts.c.value)]
    rows: Select[Any] = select(*days, counts.c.number).where(*_of_dates(query))
    return [DateCount(*row) for row in connection.execute(rows)]


def count_months(connection: Connection, query: CounterQuery) -> Sequence[DateCount] | None:
    """Return the number of things by pair of months; None where the query is not of whole months. Open ends are ends of the calendar."""
    if not query.is_of_whole_months:
        return None
    dated = replace(query, first=query.first or EARLIEST_DAY)
    rows = _counters(select(counts.c.earliest, counts.c.latest, counts.c.number), dated, "all")
    pairs = connection.execute(rows).all()
    return [*(_by_month(*row) for row in pairs), *([] if query.is_dated else _undated(connection, query.noun))]


def _undated(connection: Connection, noun: str) -> list[DateCount]:
    rows = _counters(select(counts.c.number), CounterQuery(noun), "date")
    return [DateCount(None, None, None, number) for number in connection.execute(rows).scalars()]


def _by_month(earliest: str, latest: str, number: int) -> DateCount:
    first = EARLIEST_DAY if earliest == OPEN_START else earliest
    return DateCount(first, latest, "range" if first == EARLIEST_DAY or latest == OPEN_END else "month", number)


def _of_dates(query: CounterQuery) -> list[ColumnElement[bool]]:
    return [
        *(counts.c.what == query.noun, counts.c.facet == "date", *([counts.c.earliest > ""] if query.is_dated else [])),
        *([counts.c.latest >= query.first] if query.first else []),
        *([counts.c.earliest <= query.last] if query.last else []),
    ]


def _month(day: str | None) -> str | None:
    return day and day[:7]


def _counters(selected: Select[Any], query: CounterQuery, name: str) -> Select[Any]:
    """Select from the counter rows of a facet: the rows over all time, or those of months that overlap the query's days."""
    rows = selected.where(counts.c.what == query.noun, counts.c.facet == name)
    if not query.is_dated:
        return rows.where(counts.c.earliest == "", counts.c.latest == "")
    # First months are few. For each of them the table's key leads to the rows that end late enough.
    first, last = _month(query.first), _month(query.last)
    month_pairs = counts.alias("month_pairs")
    months = select(month_pairs.c.earliest).where(
        month_pairs.c.what == query.noun, month_pairs.c.facet == "all", month_pairs.c.earliest > ""
    )
    return rows.where(
        counts.c.earliest.in_(months.where(month_pairs.c.earliest <= last) if last else months), counts.c.latest >= (first or OPEN_START)
    )
