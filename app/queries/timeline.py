"""Read claims and events together, by date."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any, Literal, cast, get_args

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, literal_column, not_, or_

from app.answers.pages import Total
from app.answers.parts import DateOut
from app.answers.timeline import TimelineBuckets, TimelineClaim, TimelineEvent, TimelineItem, TimelinePage
from app.parameters.claims import ClaimFilters
from app.parameters.events import EventFilters
from app.parameters.timeline import Bucket, TimelineQuery
from app.queries import claim_filters
from app.queries import claims as claim_queries
from app.queries import events as event_queries
from app.queries.claim_filters import Search
from app.queries.counting import counters, list_counts
from app.queries.counting.buckets import TimelineDate, count_by_bucket
from app.queries.counting.counted import MOST_COUNTED, Counted, find_counted
from app.queries.listing import keyset, scans
from app.queries.listing.keyset import Order
from app.queries.listing.scans import Scan
from app.queries.rendering import compact_claims
from app.queries.rendering.parts import date_out
from app.queries.searching.full_text import search_words
from app.queries.tables import claims, events
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
    scan: Scan

    @property
    def dated_scan(self) -> Scan:
        """The scan of those that have a date: ``> ''``, since no index answers ``<>``."""
        return self.scan.with_indexed(self.date("order") > "")

    def date(self, name: str) -> ColumnElement[Any]:
        return self.table.c[f"{self.prefix}_{name}"]


def list_timeline(connection: Connection, query: TimelineQuery) -> TimelinePage:
    """List dated claims and events by their latest possible day, then by id, both descending; or both ascending.

    Returns:
        At most ``limit`` items. Pages joined in order are the whole list. A fixed number of statements.

    Raises:
        CursorInvalid: the cursor was not made by this list with these filters.
    """
    search = cache(partial(search_words, connection, claims, query.q))  # words are looked for once for all sources
    sources = _sources(connection, query, query.limit or keyset.DEFAULT_LIMIT, search)
    ordered = [keyset.Source(source.rows, _order(source, query.sort), source.dated_scan) for source in sources]
    rows, next_cursor = keyset.read_merged_page(connection, ordered, query, "timeline")
    page = TimelinePage(items=_build_items(connection, rows, query), next_cursor=next_cursor)
    if query.count == "none" and query.bucket is None:
        return page
    counter_query = counters.counter_query("timeline", query)
    counted_sources = _sources(connection, query, MOST_COUNTED, search)
    found = [] if counter_query or query.bucket is None else _find_dates(connection, counted_sources)
    if query.count != "none":
        page["total"] = _total(connection, query, counter_query, counted_sources, found)
    if query.bucket is not None:
        page["counts"] = _counts(connection, counter_query, query.bucket, counted_sources, found)
    return page


def _total(
    connection: Connection,
    query: TimelineQuery,
    counter_query: counters.CounterQuery | None,
    sources: Sequence[TimelineSource],
    found: Sequence[Counted],
) -> Total:
    capped = query.count == "capped"
    if counter_query is None:
        totals = [_dated(counted) for counted in found] or [None for _ in sources]
        return list_counts.sum_of(
            [
                total or list_counts.count_scanned(connection, source.table, source.dated_scan, _order(source, "-date"), capped)
                for source, total in zip(sources, totals, strict=True)
            ],
            capped,
        )
    numbers = [
        counters.count_total(connection, counters.CounterQuery(source.noun, counter_query.first or EARLIEST_DAY, counter_query.last))
        for source in sources
    ]
    return list_counts.total_of(sum(number or 0 for number in numbers), capped)


def _dated(counted: Counted) -> Total | None:
    """Return the total of those with a date, if all were found, as they stand first in the order."""
    dated = sum(row.latest is not None for row in counted.rows)
    return None if counted.is_cut and dated == len(counted.rows) else Total(value=dated, relation="eq")


def _sources(connection: Connection, query: TimelineQuery, rows: int, search: Search) -> list[TimelineSource]:
    """Return the sources of the requested types, of which each is read for ``rows``; no claim or event is in two of them."""
    more_columns = compact_claims.DATE_COLUMNS if query.view == "compact" else []
    claim_rows = claim_queries.reader_for(query.units, query.view).rows.add_columns(CLAIM, *more_columns)
    claim_sources = [
        TimelineSource("claims", claim_rows, claims, "said", scan)
        for scan in (_scans_of_claims(connection, query, rows, search) if "claim" in query.types else [])
    ]
    event_sources = [TimelineSource("events", EVENT_ROWS, events, "date", _scan_of_events(connection, query, rows))]
    sources = [*claim_sources, *(event_sources if "event" in query.types else [])]
    # Together they look at as many rows as a list of one source does.
    return [replace(source, scan=replace(source.scan, most_scanned=max(1, scans.MOST_SCANNED // len(sources)))) for source in sources]


def _order(source: TimelineSource, sort: str) -> Order:
    prefix = "clm" if source.noun == "claims" else "evt"
    return Order((source.date("order"), source.table.c.id), sort == "-date", tie=source.table.c.tie, prefix=prefix)


def _scans_of_claims(connection: Connection, query: TimelineQuery, rows: int, search: Search) -> list[Scan]:
    """Return the scans of two sources: claims by the entities, and others about them. Without entities: one source."""
    shared_filters = query.model_dump(include=ClaimFilters.model_fields.keys() - {"kind"})
    kinds = [kind for kind in query.kind if kind in get_args(ClaimKind)]
    filters = ClaimFilters(**shared_filters, kind=kinds, said_from=query.date_from, said_to=query.date_to)
    if not query.entity:
        return [claim_filters.scan(connection, filters, rows, query.sort.replace("date", "said"), search=search)]
    # Not one condition with OR: an index gives the claims of a speaker in order, while an OR would sort them all for each page.
    by, about = (_with_entities(connection, filters, name, query.entity, rows, search) for name in ("speaker", "about"))
    said_by = claim_filters.is_said_by(query.entity)
    return [by, about.with_conditions(or_(claims.c.speaker_number.is_(None), not_(said_by)))]


def _with_entities(
    connection: Connection, filters: ClaimFilters, name: Literal["speaker", "about"], ids: list[str], rows: int, search: Search
) -> Scan:
    """Return the scan of claims that have one of the entities as speaker, or as topic, beside the filters."""
    if not getattr(filters, name):
        more: dict[str, object] = {name: ids, **({"include": []} if name == "speaker" else {})}
        return claim_filters.scan(connection, filters.model_copy(update=more), rows, search=search)
    condition = claim_filters.is_said_by(ids) if name == "speaker" else claim_filters.is_about(ids)
    return claim_filters.scan(connection, filters, rows, search=search).with_conditions(condition)


def _scan_of_events(connection: Connection, query: TimelineQuery, rows: int) -> Scan:
    shared_filters = query.model_dump(include=EventFilters.model_fields.keys() - {"kind"})
    kinds = [kind for kind in query.kind if kind in get_args(EventKind)]
    filters = EventFilters(**{**shared_filters, "participant": query.participant or query.entity}, kind=kinds)
    scan = event_queries.scan_events(connection, filters, rows)
    both = query.participant and query.entity
    return scan.with_conditions(event_queries.has_participant(query.entity)) if both else scan


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


def _counts(
    connection: Connection,
    counter_query: counters.CounterQuery | None,
    bucket: Bucket,
    sources: Sequence[TimelineSource],
    found: Sequence[Counted],
) -> TimelineBuckets:
    if counter_query is not None:
        return count_by_bucket((dated for source in sources for dated in _stored_dates(connection, source, counter_query, bucket)), bucket)
    dates = (dated for source, counted in zip(sources, found, strict=True) for dated in _dates(source, counted))
    counts, cuts = count_by_bucket(dates, bucket), [counted.cut_to for counted in found if counted.cut_to is not None]
    return TimelineBuckets(**counts, counted=max(cuts)) if cuts else counts


def _find_dates(connection: Connection, sources: Sequence[TimelineSource]) -> list[Counted]:
    """Find the dates of all sources, which together are as many as other answers count."""
    most = MOST_COUNTED // len(sources)
    return [_find_dates_of(connection, source, most) for source in sources]


def _find_dates_of(connection: Connection, source: TimelineSource, most: int) -> Counted:
    columns = [source.date(name).label(name) for name in ("earliest", "latest", "precision")]
    return find_counted(connection, source.table, source.scan, _order(source, "-date"), columns, most)


def _dates(source: TimelineSource, counted: Counted) -> Iterator[TimelineDate]:
    numbers = Counter((row.earliest, row.latest, row.precision) for row in counted.rows)
    return (TimelineDate(source.noun, *dates, number) for dates, number in numbers.items())


def _stored_dates(
    connection: Connection, source: TimelineSource, counter_query: counters.CounterQuery, bucket: Bucket
) -> Iterator[TimelineDate]:
    source_query = counters.CounterQuery(source.noun, counter_query.first, counter_query.last)
    rows: Iterable[Any] | None = counters.count_months(connection, source_query) if bucket in ("month", "year") else None
    return (TimelineDate(source.noun, *row) for row in (counters.count_dates(connection, source_query) if rows is None else rows))
