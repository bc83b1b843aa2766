"""Answer requests for the timeline."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from app.api.answering import Answers
from app.api.documenting import list_responses
from app.findings import TimelineItem, TimelinePage
from app.queries import timeline
from app.questions import TimelineQuery

router = APIRouter(tags=["timeline"])


@router.get("/timeline", operation_id="listTimeline", response_model=TimelinePage, responses=list_responses())
async def list_timeline(query: Annotated[TimelineQuery, Query()], answers: Answers) -> Response:
    """List claims and events in one order of time. What has no date is not in it; with `bucket` it is counted."""
    return await answers.listing(timeline.list_timeline, query, TimelineItem)
