"""Routes of events: list and one event."""

from app.answers.edits import History
from app.answers.events import CompactEventDetail, EventDetail, EventOut
from app.answers.pages import EventPage
from app.api.jsonld.events import event_to_jsonld, events_to_jsonld
from app.api.serving.endpoint import ListEndpoint, ThingEndpoint
from app.api.serving.openapi import list_docs, thing_docs
from app.api.serving.parameters import ClaimsThingQuery, EventId
from app.api.writing.actions import MERGE_PATCH, WriteEndpoint, edit_docs
from app.parameters.edits import EditQuery, RevertQuery
from app.parameters.events import EventQuery
from app.queries import events
from app.queries.administering import edits
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
        is_edited=True,
    ),
    ThingEndpoint(
        path="/events/{event_id}/history",
        operation_id="getEventHistory",
        tag="events",
        description="Get what people changed of an event, latest first, with who, when, why and the values before.",
        model=History,
        responses=thing_docs(),
        id_type=EventId,
        read=lambda connection, event_id, _: edits.get_history(connection, event_id, "evt_"),
        scope="review",
        is_bounded=True,
    ),
)

WRITES = (
    WriteEndpoint(
        method="PATCH",
        path="/events/{event_id}",
        operation_id="editEvent",
        tag="events",
        description="Accept or correct an event, by a merge patch (RFC 7396) in the form in which it is served. The document stays as "
        "it went in, and the id stays; the history keeps who, when, why and the values before.",
        scope="review",
        write="app.api.writing.edits:edit_event",
        model=EventDetail,
        bodies=dict.fromkeys(MERGE_PATCH, "app.review.patches:EventPatch"),
        responses=edit_docs(),
        query_model=EditQuery,
        id_type=EventId,
    ),
    WriteEndpoint(
        method="POST",
        path="/events/{event_id}/revert",
        operation_id="revertEvent",
        tag="events",
        description="Revert an edit of an event: the fields that it changed get the values that they had before it. "
        "The revert is an edit, too.",
        scope="review",
        write="app.api.writing.edits:revert_event",
        model=EventDetail,
        responses=edit_docs(),
        query_model=RevertQuery,
        id_type=EventId,
    ),
)
