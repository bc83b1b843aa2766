"""Answer requests for events."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from app.api.answering import Answers
from app.api.documenting import list_responses, one_responses
from app.api.linking.events import linked_event, linked_events
from app.api.parameters import EventId, LinkableQuery
from app.envelopes import EventPage
from app.filters import EventQuery
from app.queries import events
from app.schemas import EventDetail, EventOut

router = APIRouter(tags=["events"])


@router.get("/events", operation_id="listEvents", response_model=EventPage, responses=list_responses(jsonld=True))
async def list_events(query: Annotated[EventQuery, Query()], answers: Answers) -> Response:
    """List events: what happened, happens, is planned or imagined, with participants and figures."""
    return await answers.listing(events.list_events, query, EventOut, linked_events)


@router.get("/events/{event_id}", operation_id="getEvent", response_model=EventDetail, responses=one_responses(jsonld=True))
async def get_event(event_id: EventId, query: LinkableQuery, answers: Answers) -> Response:
    """Get one event with its relations, both ways, and the claims about it."""
    return await answers.one(lambda connection: events.get_event(connection, event_id, answers.units(query)), linked=linked_event)
