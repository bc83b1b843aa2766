"""Routes of events: list and one event."""

from app.answers.events import CompactEventDetail, EventDetail, EventOut
from app.answers.pages import EventPage
from app.api.jsonld.events import event_to_jsonld, events_to_jsonld
from app.api.serving.endpoint import ListEndpoint, ThingEndpoint
from app.api.serving.openapi import list_docs, thing_docs
from app.api.serving.parameters import ClaimsThingQuery, EventId
from app.parameters.events import EventQuery
from app.queries import events
from app.queries.claims import reader_for

ENDPOINTS = (
    ListEndpoint(
        path="/events",
        operation_id="listEvents",
        tag="events",
        description="List events: what happened, happens, is planned or imagined, with participants and figures.",
        model=EventPage,
        responses=list_docs(jsonld=True),
        query_model=EventQuery,
        read=events.list_events,
        item_type=EventOut,
        to_jsonld=events_to_jsonld,
    ),
    ThingEndpoint(
        path="/events/{event_id}",
        operation_id="getEvent",
        tag="events",
        description="Get one event with its relations, both ways, and the claims about it.",
        model=EventDetail,
        responses=thing_docs(jsonld=True),
        id_type=EventId,
        query_model=ClaimsThingQuery,
        read=lambda connection, event_id, query: events.get_event(connection, event_id, query.units, reader_for(query.units, query.view)),
        compact_model=CompactEventDetail,
        to_jsonld=event_to_jsonld,
        is_bounded=True,
    ),
)
