"""Read events: one, or a list by filters."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, select

from app.answers.events import EventDetail, EventOut, ParticipantOut
from app.answers.pages import EventPage
from app.errors import NotFound
from app.parameters.events import EventFilters, EventQuery
from app.queries import claims as claim_queries
from app.queries import relations
from app.queries.counting import list_counts
from app.queries.counting.list_counts import FacetColumns
from app.queries.listing import keyset
from app.queries.listing.filters import Conditions, dates_overlap, equals, filter_parameters, filters_of, has_publisher, if_given, one_of
from app.queries.listing.keyset import Order
from app.queries.listing.survivors import is_survivor_of
from app.queries.rendering.events import build_event
from app.queries.rendering.parts import ARTICLE_COLUMNS, Offsets, entity_columns, entity_ref
from app.queries.searching.full_text import matches_search
from app.queries.statements.compiled import Parameter, Statement
from app.queries.tables import articles, claim_abouts, claims, containing_article, entities, events, figures, participants
from app.terms.vocabulary import Units

FILTERS = filters_of(EventFilters)
ORDERS = {
    "-date": Order((events.c.date_order, events.c.id)),
    "date": Order((events.c.date_order, events.c.id), descending=False),
    "position": Order((events.c.article_id, events.c.position), descending=False, types=(str, int)),
}
FACETS = {
    "kind": FacetColumns(events.c.kind),
    "status": FacetColumns(events.c.status),
    "article": FacetColumns(
        events.c.article_id,
        label=containing_article.c.title,
        source=events.join(containing_article, containing_article.c.id == events.c.article_id),
    ),
    "place": FacetColumns(events.c.place_folded, events.c.place),
}
EVENT_COLUMNS: list[ColumnElement[Any]] = [
    events.c[name]
    for name in (
        *("id", "title", "kind", "status", "negated", "place", "mentions", "main", "claims", "confidence", "review"),
        *("date_edtf", "date_earliest", "date_latest", "date_precision"),
    )
]

# All columns that build_events needs, without a filter or an order. This is a constant: composing a statement costs more than running it.
EVENT_ROWS: Select[Any] = select(*EVENT_COLUMNS, *ARTICLE_COLUMNS).join(articles, articles.c.id == events.c.article_id)
PARTICIPANT_ROWS: Select[Any] = (
    select(participants.c.event_id, participants.c.role, participants.c.name.label("bare_name"), *entity_columns(entities, "entity"))
    .outerjoin(entities, entities.c.id == participants.c.entity_id)
    .order_by(participants.c.event_id, participants.c.position)
)
FIGURE_ROWS: Select[Any] = select(figures).order_by(figures.c.event_id, figures.c.position)
PARTICIPANTS_OF = Statement(PARTICIPANT_ROWS.where(participants.c.event_id.in_(bindparam("ids", expanding=True))))
FIGURES_OF = Statement(FIGURE_ROWS.where(figures.c.event_id.in_(bindparam("ids", expanding=True))))


def list_events(connection: Connection, query: EventQuery) -> EventPage:
    """List events, latest first (undated last), then by id, both descending; or as ``query.sort`` says.

    Returns:
        At most ``limit`` events. Pages joined in order are the whole list. A fixed number of statements.

    Raises:
        CursorInvalid: the cursor was not made by this list with these filters.
    """
    where = conditions(connection, query)
    rows, next_cursor = keyset.read_page(connection, EVENT_ROWS.where(*where), ORDERS[query.sort], query, "events")
    envelope = list_counts.list_envelope(connection, query, next_cursor, events, where, FACETS)
    return EventPage(items=build_events(connection, rows, query.units), **envelope)


def get_event(connection: Connection, event_id: str, units: Units = "codepoint") -> EventDetail:
    """Return one event with its relations in both directions, and the claims about it in the order of the text.

    Raises:
        NotFound: no event has this id.
    """
    rows = connection.execute(EVENT_ROWS.where(events.c.id == event_id)).all()
    if not rows:
        raise NotFound(f"There is no event {event_id!r}.")
    about = claims.c.id.in_(select(claim_abouts.c.claim_id).where(claim_abouts.c.event_id == event_id))
    claim_rows = connection.execute(claim_queries.CLAIM_ROWS.where(about).order_by(claims.c.article_id, claims.c.position)).all()
    return EventDetail(
        **build_events(connection, rows, units)[0],
        relations=relations.list_relations(connection, "event", event_id),
        claims=claim_queries.build_claims(connection, claim_rows, units),
    )


def build_events(connection: Connection, rows: Sequence[Row[Any]], units: Units) -> list[EventOut]:
    """Build events from rows of ``EVENT_ROWS``. Two more statements, whatever the number of rows."""
    ids = [row.id for row in rows]
    participants_by_event, figures_by_event = _participants(connection, ids), _figures(connection, ids)
    return [build_event(row, participants_by_event[row.id], figures_by_event[row.id], Offsets(units, row)) for row in rows]


def conditions(connection: Connection, query: EventFilters) -> Conditions:
    """Return the conditions of all filters; values of one filter are alternatives."""
    filters = filter_parameters(query, FILTERS)
    return [
        *matches_search(connection, events, query.q),
        *one_of(events.c.id, filters.get("id")),
        *one_of(events.c.kind, filters.get("kind")),
        *one_of(events.c.status, filters.get("status")),
        *equals(events.c.negated, filters.get("negated")),
        *dates_overlap(events.c.date_earliest, events.c.date_order, filters.get("date_from"), filters.get("date_to")),
        *one_of(events.c.place_folded, filters.get("place")),
        *if_given(_has_participant, filters.get("participant")),
        *one_of(events.c.article_id, filters.get("article")),
        *has_publisher(events.c.article_id, filters.get("publisher")),
        *equals(events.c.main, filters.get("main")),
        *one_of(events.c.review, filters.get("review")),
    ]


def _has_participant(ids: Parameter) -> ColumnElement[bool]:
    return events.c.id.in_(select(participants.c.event_id).where(is_survivor_of(participants.c.entity_id, ids)))


def _participants(connection: Connection, ids: list[str]) -> dict[str, list[ParticipantOut]]:
    by_event = defaultdict(list)
    for row in PARTICIPANTS_OF.rows(connection, ids=ids):
        entity = entity_ref(row, "entity")
        by_event[row.event_id].append(ParticipantOut(role=row.role, entity=entity, name=entity["name"] if entity else row.bare_name))
    return by_event


def _figures(connection: Connection, ids: list[str]) -> dict[str, list[Row[Any]]]:
    by_event = defaultdict(list)
    for row in FIGURES_OF.rows(connection, ids=ids):
        by_event[row.event_id].append(row)
    return by_event
