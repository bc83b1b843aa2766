"""Answer requests for events."""

from app.answers.events import EventDetail, EventOut
from app.answers.pages import EventPage
from app.api.jsonld.events import linked_event, linked_events
from app.api.serving.endpoint import ListEndpoint, ThingEndpoint
from app.api.serving.openapi import list_responses, one_responses
from app.api.serving.parameters import EventId, Linkable
from app.parameters.events import EventQuery
from app.queries import events

ENDPOINTS = (
    ListEndpoint(
        path="/events",
        operation_id="listEvents",
        tag="events",
        doc="List events: what happened, happens, is planned or imagined, with participants and figures.",
        model=EventPage,
        responses=list_responses(jsonld=True),
        parameters=EventQuery,
        read=events.list_events,
        item=EventOut,
        linked=linked_events,
    ),
    ThingEndpoint(
        path="/events/{event_id}",
        operation_id="getEvent",
        tag="events",
        doc="Get one event with its relations, both ways, and the claims about it.",
        model=EventDetail,
        responses=one_responses(jsonld=True),
        path_id=EventId,
        parameters=Linkable,
        read=lambda connection, event_id, query: events.get_event(connection, event_id, query.units),
        linked=linked_event,
        is_bounded=True,
    ),
)
