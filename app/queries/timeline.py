"""Read claims and events together, by date."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, literal_column, not_, or_, select

from app.answers.pages import Total
from app.answers.parts import DateOut
from app.answers.timeline import TimelineBuckets, TimelineClaim, TimelineEvent, TimelineItem, TimelinePage
from app.parameters.claims import ClaimFilters
from app.parameters.events import EventFilters
from app.parameters.timeline import Bucket, TimelineQuery
from app.queries import claim_filters
from app.queries import claims as claim_queries
from app.queries import events as event_queries
from app.queries.counting import counters, list_counts
from app.queries.counting.buckets import TimelineDate, count_by_bucket
from app.queries.counting.counted import MOST_COUNTED, Counted, find_counted
from app.queries.listing import keyset
from app.queries.listing.filters import Conditions, value_parameter
from app.queries.listing.keyset import Order
from app.queries.listing.survivors import is_survivor_of
from app.queries.rendering import compact_claims
from app.queries.rendering.parts import date_out
from app.queries.tables import claim_abouts, claims, events
from app.terms.dates import EARLIEST_DAY
from app.terms.vocabulary import ClaimKind, EventKind

CLAIM: ColumnElement[str] = literal_column("'claim'").label("type")
EVENT_ROWS = event_queries.EVENT_ROWS.add_columns(literal_column("'event'").label("type"))


@dataclass(frozen=True)
class TimelineSource:
    """Some claims or events of a timeline: their rows, their table, the columns of their date, and their conditions."""

    noun: Literal["claims", "events"]
    rows: Select[Any]
    table: Table
    prefix: str  # of the columns of the date
    where: Conditions

    @property
    def where_dated(self) -> Conditions:
        """The conditions, and one that there is a date: ``> ''``, since no index answers ``<>``."""
        return [*self.where, self.date("order") > ""]

    def date(self, name: str) -> ColumnElement[Any]:
        return self.table.c[f"{self.prefix}_{name}"]


def list_timeline(connection: Connection, query: TimelineQuery) -> TimelinePage:
    """List dated claims and events by their latest possible day, then by id, both descending; or both ascending.

    Returns:
        At most ``limit`` items. Pages joined in order are the whole list. A fixed number of statements.

    Raises:
        CursorInvalid: the cursor was not made by this list with these filters.
    """
    sources = _sources(connection, query, query.limit or keyset.DEFAULT_LIMIT)
    ordered = [(source.rows.where(*source.where_dated), _order(source, query.sort)) for source in sources]
    rows, next_cursor = keyset.read_merged_page(connection, ordered, query, "timeline")
    page = TimelinePage(items=_build_items(connection, rows, query), next_cursor=next_cursor)
    counter_query = counters.counter_query("timeline", query)
    if query.count != "none":
        page["total"] = _total(connection, query, counter_query)
    if query.bucket is not None:
        page["counts"] = _counts(connection, query, counter_query, query.bucket)
    return page


def _total(connection: Connection, query: TimelineQuery, counter_query: counters.CounterQuery | None) -> Total:
    sources, capped = _sources(connection, query, list_counts.EXACT_CAP), query.count == "capped"
    if counter_query is None:
        return list_counts.count_joint_rows(connection, [(source.table, source.where_dated) for source in sources], capped)
    numbers = [
        counters.count_total(connection, counters.CounterQuery(source.noun, counter_query.first or EARLIEST_DAY, counter_query.last))
        for source in sources
    ]
    return list_counts.total_of(sum(number or 0 for number in numbers), capped)


def _sources(connection: Connection, query: TimelineQuery, rows: int) -> list[TimelineSource]:
    """Return the sources of the requested types, of which each is read for ``rows``; no claim or event is in two of them."""
    filters = _claim_conditions(connection, query, rows)
    more_columns = compact_claims.DATE_COLUMNS if query.view == "compact" else []
    claim_rows = claim_queries.reader_for(query.units, query.view).rows.add_columns(CLAIM, *more_columns)
    claim_sources = [
        TimelineSource("claims", claim_rows, claims, "said", [*filters, *more_conditions]) for more_conditions in _by_or_about(query.entity)
    ]
    event_sources = [TimelineSource("events", EVENT_ROWS, events, "date", _event_conditions(connection, query, rows))]
    return [*(claim_sources if "claim" in query.types else []), *(event_sources if "event" in query.types else [])]


def _order(source: TimelineSource, sort: str) -> Order:
    prefix = "clm" if source.noun == "claims" else "evt"
    return Order((source.date("order"), source.table.c.id), sort == "-date", tie=source.table.c.tie, prefix=prefix)


def _claim_conditions(connection: Connection, query: TimelineQuery, rows: int) -> Conditions:
    shared_filters = query.model_dump(include=ClaimFilters.model_fields.keys() - {"kind"})
    kinds = [kind for kind in query.kind if kind in get_args(ClaimKind)]
    filters = ClaimFilters(**shared_filters, kind=kinds, said_from=query.date_from, said_to=query.date_to)
    return claim_filters.conditions(connection, filters, rows)


def _event_conditions(connection: Connection, query: TimelineQuery, rows: int) -> Conditions:
    shared_filters = query.model_dump(include=EventFilters.model_fields.keys() - {"kind"})
    kinds = [kind for kind in query.kind if kind in get_args(EventKind)]
    filters = EventFilters(**shared_filters, kind=kinds)
    has_participant = event_queries.conditions(connection, EventFilters(participant=query.entity), rows)
    return [*event_queries.conditions(connection, filters, rows), *has_participant]


def _by_or_about(ids: list[str]) -> list[Conditions]:
    """Return the conditions of two sources: claims by these entities, and others about them. Without ids: one source, no condition."""
    if not ids:
        return [[]]
    entity = value_parameter(ids)
    # Not one condition with OR: an index gives the claims of a speaker in order, while an OR would sort them all for each page.
    said_by = is_survivor_of(claims.c.speaker_number, entity)
    about = claims.c.number.in_(select(claim_abouts.c.claim_number).where(is_survivor_of(claim_abouts.c.entity_number, entity)))
    return [[said_by], [about, or_(claims.c.speaker_number.is_(None), not_(said_by))]]


def _build_items(connection: Connection, rows: Sequence[Row[Any]], query: TimelineQuery) -> list[TimelineItem]:
    render_claims = claim_queries.reader_for(query.units, query.view).render
    claim_rows = [row for row in rows if row.type == "claim"]
    said = {row.id: date_out(row.said_edtf, row.said_earliest, row.said_latest, row.said_precision) for row in claim_rows}
    built_claims = render_claims(connection, claim_rows, query.units)
    built_events = event_queries.build_events(connection, [row for row in rows if row.type == "event"], query.units)
    items_by_id: dict[str, TimelineItem] = {
        **{claim["id"]: TimelineClaim(type="claim", date=cast(DateOut, said[claim["id"]]), claim=claim) for claim in built_claims},
        **{event["id"]: TimelineEvent(type="event", date=cast(DateOut, event["date"]), event=event) for event in built_events},
    }
    return [items_by_id[row.id] for row in rows]


def _counts(connection: Connection, query: TimelineQuery, counter_query: counters.CounterQuery | None, bucket: Bucket) -> TimelineBuckets:
    sources = _sources(connection, query, MOST_COUNTED)
    if counter_query is not None:
        return count_by_bucket((dated for source in sources for dated in _stored_dates(connection, source, counter_query, bucket)), bucket)
    found = [_find_dates(connection, source) for source in sources]
    dates = (dated for source, counted in zip(sources, found, strict=True) for dated in _dates(source, counted))
    counts, cuts = count_by_bucket(dates, bucket), [counted.cut_to for counted in found if counted.cut_to]
    return TimelineBuckets(**counts, counted=max(cuts)) if cuts else counts


def _find_dates(connection: Connection, source: TimelineSource) -> Counted:
    columns = [source.date(name).label(name) for name in ("earliest", "latest", "precision")]
    return find_counted(connection, source.table, source.where, _order(source, "-date"), columns)


def _dates(source: TimelineSource, counted: Counted) -> Iterator[TimelineDate]:
    numbers = Counter((row.earliest, row.latest, row.precision) for row in counted.rows)
    return (TimelineDate(source.noun, *dates, number) for dates, number in numbers.items())


def _stored_dates(
    connection: Connection, source: TimelineSource, counter_query: counters.CounterQuery, bucket: Bucket
) -> Iterator[TimelineDate]:
    source_query = counters.CounterQuery(source.noun, counter_query.first, counter_query.last)
    rows: Iterable[Any] | None = counters.count_months(connection, source_query) if bucket in ("month", "year") else None
    return (TimelineDate(source.noun, *row) for row in (counters.count_dates(connection, source_query) if rows is None else rows))
