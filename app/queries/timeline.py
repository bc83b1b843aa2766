"""Read claims and events together, by date."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, func, literal_column, not_, or_, select

from app.answers.pages import Total
from app.answers.parts import DateOut
from app.answers.timeline import TimelineClaim, TimelineEvent, TimelineItem, TimelinePage
from app.parameters.claims import ClaimFilters
from app.parameters.events import EventFilters
from app.parameters.timeline import Bucket, TimelineQuery
from app.queries import claim_filters
from app.queries import claims as claim_queries
from app.queries import events as event_queries
from app.queries.counting import counters, list_counts
from app.queries.counting.buckets import Dated, bucketed
from app.queries.listing import keyset
from app.queries.listing.filters import Conditions, value_parameter
from app.queries.listing.keyset import Order
from app.queries.listing.survivors import resolved
from app.queries.tables import claim_abouts, claims, events
from app.terms.dates import EARLIEST_DAY
from app.terms.vocabulary import ClaimKind, EventKind, Units

CLAIM_ROWS = claim_queries.CLAIM_ROWS.add_columns(literal_column("'claim'").label("type"))
EVENT_ROWS = event_queries.EVENT_ROWS.add_columns(literal_column("'event'").label("type"))


@dataclass(frozen=True)
class Part:
    """Some claims, or events, of a timeline: where they are read, what dates them, what they must fulfil."""

    what: Literal["claims", "events"]
    rows: Select[Any]
    table: Table
    prefix: str  # of the columns of the date
    where: Conditions

    @property
    def where_dated(self) -> Conditions:
        """The filters, and that there is a date. Not ``<>``: no index answers that."""
        return [*self.where, self.date("order") > ""]

    def date(self, name: str) -> ColumnElement[Any]:
        return self.table.c[f"{self.prefix}_{name}"]


def list_timeline(connection: Connection, query: TimelineQuery) -> TimelinePage:
    """List claims and events that have a date, by the latest day that it can have been, then by id, both descending; or both ascending.

    Returns:
        At most ``limit`` items. Pages joined in order are the whole list. A fixed number of statements.

    Raises:
        CursorInvalid: the cursor was not made by this list with these filters.
    """
    parts = _parts(connection, query)
    sources = [(part.rows.where(*part.where_dated), _order(part, query)) for part in parts]
    rows, next_cursor = keyset.read_merged_page(connection, sources, query, "timeline")
    page = TimelinePage(items=_shape(connection, rows, query.units), next_cursor=next_cursor)
    asked = counters.counter_query("timeline", query)
    if query.count != "none":
        page["total"] = _total(connection, query, parts, asked)
    if query.bucket is not None:
        page["counts"] = bucketed((dated for part in parts for dated in _dates(connection, part, asked, query.bucket)), query.bucket)
    return page


def _total(connection: Connection, query: TimelineQuery, parts: Sequence[Part], asked: counters.CounterQuery | None) -> Total:
    if asked is None:
        return list_counts.count_joint_rows(connection, [(part.table, part.where_dated) for part in parts], capped=query.count == "capped")
    numbers = [counters.total(connection, counters.CounterQuery(part.what, asked.first or EARLIEST_DAY, asked.last)) for part in parts]
    return list_counts.total_of(sum(number or 0 for number in numbers), capped=query.count == "capped")


def _parts(connection: Connection, query: TimelineQuery) -> list[Part]:
    """Return the parts asked for; nothing stands in two of them."""
    filters = _claim_conditions(connection, query)
    said = [Part("claims", CLAIM_ROWS, claims, "said", [*filters, *its_own]) for its_own in _said_by_or_about(query.entity)]
    happened = [Part("events", EVENT_ROWS, events, "date", _event_conditions(connection, query))]
    return [*(said if "claim" in query.types else []), *(happened if "event" in query.types else [])]


def _order(part: Part, query: TimelineQuery) -> Order:
    return Order((part.date("order"), part.table.c.id), descending=query.sort == "-date")


def _claim_conditions(connection: Connection, query: TimelineQuery) -> Conditions:
    alike = query.model_dump(include=ClaimFilters.model_fields.keys() - {"kind"})
    kinds = [kind for kind in query.kind if kind in get_args(ClaimKind)]
    filters = ClaimFilters(**alike, kind=kinds, said_from=query.from_, said_to=query.to)
    return claim_filters.conditions(connection, filters)


def _event_conditions(connection: Connection, query: TimelineQuery) -> Conditions:
    alike = query.model_dump(include=EventFilters.model_fields.keys() - {"kind"})
    kinds = [kind for kind in query.kind if kind in get_args(EventKind)]
    filters = EventFilters(**alike, kind=kinds, date_from=query.from_, date_to=query.to)
    takes_part = event_queries.conditions(connection, EventFilters(participant=query.entity))
    return [*event_queries.conditions(connection, filters), *takes_part]


def _said_by_or_about(ids: list[str]) -> list[Conditions]:
    """Return conditions that no claim fulfils two of; one without a condition where there is no id."""
    if not ids:
        return [[]]
    entity = value_parameter(ids)
    # Not one condition with OR: the claims of a frequent speaker come from an index in order, and would all be sorted for a page.
    said_by = resolved(claims.c.speaker_id, entity)
    about = claims.c.id.in_(select(claim_abouts.c.claim_id).where(resolved(claim_abouts.c.entity_id, entity)))
    return [[said_by], [about, or_(claims.c.speaker_id.is_(None), not_(said_by))]]


def _shape(connection: Connection, rows: Sequence[Row[Any]], units: Units) -> list[TimelineItem]:
    said = claim_queries.shape_claims(connection, [row for row in rows if row.type == "claim"], units)
    happened = event_queries.shape_events(connection, [row for row in rows if row.type == "event"], units)
    shaped: dict[str, TimelineItem] = {
        **{claim["id"]: TimelineClaim(type="claim", date=cast(DateOut, claim["said"]), claim=claim) for claim in said},
        **{event["id"]: TimelineEvent(type="event", date=cast(DateOut, event["date"]), event=event) for event in happened},
    }
    return [shaped[row.id] for row in rows]


def _dates(connection: Connection, part: Part, asked: counters.CounterQuery | None, bucket: Bucket) -> Iterator[Dated]:
    rows: Iterable[Any] | None = None
    if asked is None:
        dates = [part.date(name) for name in ("earliest", "latest", "precision")]
        rows = connection.execute(select(*dates, func.count()).where(*part.where).group_by(*dates))
    else:
        question = counters.CounterQuery(part.what, asked.first, asked.last)
        rows = counters.months(connection, question) if bucket in ("month", "year") else None
        rows = counters.dates(connection, question) if rows is None else rows
    return (Dated(part.what, *row) for row in rows)
