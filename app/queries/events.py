"""Read events: one, or a list by filters."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, exists, select

from app.answers.events import EventDetail, EventOut, ParticipantOut
from app.answers.pages import EventPage
from app.parameters.events import EventFilters, EventQuery
from app.parameters.rejected import REJECTED
from app.queries import claims as claim_queries
from app.queries import relations
from app.queries.claim_facets import FACETS as FACETS_OF_CLAIMS
from app.queries.claims import ClaimReader
from app.queries.counting import list_counts
from app.queries.counting.facets import FacetColumns
from app.queries.listing import keyset
from app.queries.listing.additions import added_since, adds_few
from app.queries.listing.filters import (
    dates_overlap,
    equals,
    filter_parameters,
    filters_of,
    has_publisher,
    if_given,
    is_sure,
    one_of,
    value_parameter,
    without_its_index,
)
from app.queries.listing.keyset import DEFAULT_LIMIT, Order, position_order
from app.queries.listing.scans import IndexedFilter, Scan, choose_scan
from app.queries.listing.survivors import REQUESTED_ARTICLES, is_survivor_of, refers_to
from app.queries.rendering.events import build_event
from app.queries.rendering.hidden_text import is_hidden_text_shown
from app.queries.rendering.parts import ARTICLE_COLUMNS, Offsets, entity_columns, entity_ref
from app.queries.reviewing import rejected
from app.queries.searching.full_text import search_words
from app.queries.statements.compiled import Parameter, Statement
from app.queries.tables import articles, claim_abouts, claims, entities, events, figures, participants
from app.terms.vocabulary import Units

FILTERS = filters_of(EventFilters)
DATE = Order((events.c.date_order, events.c.id), tie=events.c.tie)
CONFIDENCE = Order((events.c.confidence_order, events.c.id), types=(int, str), tie=events.c.tie)
ORDERS = {
    "-date": DATE,
    "date": replace(DATE, descending=False),
    "position": position_order(events),
    "-confidence": CONFIDENCE,
    "confidence": replace(CONFIDENCE, descending=False),
}
FACETS = {
    "kind": FacetColumns(("kind",)),
    "status": FacetColumns(("status",)),
    "article": FACETS_OF_CLAIMS["article"],
    "place": FacetColumns(("place_folded", "place")),
}
EVENT_COLUMNS: list[ColumnElement[Any]] = [
    events.c[name]
    for name in (
        *("number", "id", "title", "kind", "status", "negated", "place", "mentions", "main", "claims", "confidence", "review"),
        *("date_edtf", "date_earliest", "date_latest", "date_precision"),
    )
]

# All columns that build_events needs, without a filter or an order. This is a constant: composing a statement costs more than running it.
EVENT_ROWS: Select[Any] = select(*EVENT_COLUMNS, *ARTICLE_COLUMNS).join(articles, articles.c.number == events.c.article_number)
PARTICIPANT_ROWS: Select[Any] = (
    select(participants.c.event_number, participants.c.role, participants.c.name.label("bare_name"), *entity_columns(entities, "entity"))
    .outerjoin(entities, entities.c.number == participants.c.entity_number)
    .order_by(participants.c.event_number, participants.c.position)
)
FIGURE_ROWS: Select[Any] = select(figures).order_by(figures.c.event_number, figures.c.position)
PARTICIPANTS_OF = Statement(PARTICIPANT_ROWS.where(participants.c.event_number.in_(bindparam("numbers", expanding=True))))
FIGURES_OF = Statement(FIGURE_ROWS.where(figures.c.event_number.in_(bindparam("numbers", expanding=True))))


def list_events(connection: Connection, query: EventQuery) -> EventPage:
    """List events, latest first (undated last), then by id, both descending; or as ``query.sort`` says.

    Returns:
        At most ``limit`` events. Pages joined in order are the whole list. A fixed number of statements.

    Raises:
        CursorInvalid: the cursor was not made by this list with these filters.
    """
    if REJECTED in query.review:
        items, envelope = rejected.list_rejected(connection, "event", query)
        return EventPage(items=items, **envelope)
    scan = scan_events(connection, query, query.limit or DEFAULT_LIMIT, query.sort)
    rows, next_cursor = keyset.read_page(connection, EVENT_ROWS, ORDERS[query.sort], scan, query, "events")
    envelope = list_counts.list_envelope(connection, query, next_cursor, events, partial(scan_events, connection, query), FACETS, DATE)
    return EventPage(items=build_events(connection, rows, query.units), **envelope)


def get_event(
    connection: Connection, event_id: str, units: Units = "codepoint", reader: ClaimReader = claim_queries.FROM_COLUMNS
) -> EventDetail:
    """Return one event with its relations in both directions, and the claims about it in the order of the text.

    Args:
        reader: the way to read the claims.

    Raises:
        NotFound: no event has this id.
    """
    rows = connection.execute(EVENT_ROWS.where(events.c.id == event_id)).all()
    if not rows:
        return rejected.get_rejected_event(connection, event_id, units)
    about = claims.c.number.in_(select(claim_abouts.c.claim_number).where(claim_abouts.c.event_number == rows[0].number))
    claim_rows = connection.execute(reader.rows.where(about).order_by(claims.c.position)).all()
    return EventDetail(
        **build_events(connection, rows, units)[0],
        relations=relations.list_relations(connection, "event", rows[0].number),
        claims=reader.render(connection, claim_rows, units),
    )


def build_events(connection: Connection, rows: Sequence[Row[Any]], units: Units) -> list[EventOut]:
    """Build events from rows of ``EVENT_ROWS``. Two more statements, whatever the number of rows."""
    numbers = [row.number for row in rows]
    participants_by_event, figures_by_event = _participants(connection, numbers), _figures(connection, numbers)
    return [build_event(row, participants_by_event[row.number], figures_by_event[row.number], Offsets(units, row)) for row in rows]


def scan_events(connection: Connection, query: EventFilters, rows: int | None, sort: str = "-date") -> Scan:
    """Return the scan of the events that pass all filters; values of one filter are alternatives.

    Args:
        rows: the most events that are read, as ``most_by_index`` takes it.
        sort: the order in which they are read.
    """
    filters = filter_parameters(query, FILTERS)
    others = [
        *one_of(events.c.id, filters.get("id")),
        *one_of(events.c.kind, filters.get("kind")),
        *one_of(events.c.status, filters.get("status")),
        *equals(events.c.negated, filters.get("negated")),
        *if_given(_is_in_article, filters.get("article")),
        *equals(events.c.main, filters.get("main")),
        *is_sure(events, filters.get("min_confidence")),
        *one_of(events.c.review, filters.get("review")),
        *added_since(connection, events.c.article_number, query.added_since),
    ]
    indexed = [
        make(parameter)
        for name, make in (("participant", _has_participant), ("place", _has_place), ("publisher", _has_publisher))
        if (parameter := filters.get(name)) is not None
    ]
    has_few = bool(filters.keys() & {"id", "article"}) or adds_few(connection, query.added_since)
    days = dates_overlap(events.c.date_earliest, events.c.date_order, filters.get("date_from"), filters.get("date_to"))
    others, bounds = (others, days) if sort.endswith("date") else ([*others, *days], [])
    search = partial(search_words, connection, events, query.q)
    return choose_scan(connection, events, search, indexed, others, rows, bounds=bounds, has_few=has_few)


def has_participant(ids: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition that one of these entities takes part in an event, which no index answers."""
    return _has_participant(value_parameter([*ids])).row_by_row


def _has_participant(ids: Parameter) -> IndexedFilter:
    is_participant = is_survivor_of(participants.c.entity_number, ids)
    return IndexedFilter(
        select(participants.c.event_number).where(is_participant),
        exists().where(participants.c.event_number == events.c.number, is_participant),
    )


def _has_place(names: Parameter) -> IndexedFilter:
    placed = events.alias("placed_events")
    columns = placed.c.place_folded, without_its_index(events.c.place_folded), events.c.place_folded
    is_there, is_here, on_column = (condition for column in columns for condition in one_of(column, names))
    return IndexedFilter(select(placed.c.number).where(is_there), is_here, on_column)


def _has_publisher(names: Parameter) -> IndexedFilter:
    published, containing = events.alias("published_events"), articles.alias("containing_articles")
    is_there = has_publisher(published.c.article_number, names)
    is_here = exists().where(containing.c.number == events.c.article_number, *one_of(containing.c.publisher_folded, names))
    return IndexedFilter(select(published.c.number).where(*is_there), is_here)


def _is_in_article(ids: Parameter) -> ColumnElement[bool]:
    return refers_to(events.c.article_number, REQUESTED_ARTICLES, ids)


def _participants(connection: Connection, numbers: list[int]) -> dict[int, list[ParticipantOut]]:
    by_event = defaultdict(list)
    for row in PARTICIPANTS_OF.rows(connection, numbers=numbers):
        entity = entity_ref(row, "entity")
        label, name = (entity["label"], entity["name"]) if entity else (row.bare_name, row.bare_name)
        by_event[row.event_number].append(ParticipantOut(role=row.role, label=label, entity=entity, name=name))
    return by_event


def _figures(connection: Connection, numbers: list[int]) -> dict[int, list[Row[Any]]]:
    by_event = defaultdict(list)
    for row in FIGURES_OF.rows(connection, numbers=numbers):
        by_event[row.event_number].append(row._replace(text=row.hidden_text) if is_hidden_text_shown() and row.hidden_text else row)
    return by_event
