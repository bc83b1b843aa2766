"""Answer requests for the timeline."""

from app.answers.timeline import TimelineItem, TimelinePage
from app.api.serving.endpoint import ListEndpoint
from app.api.serving.openapi import list_responses
from app.parameters.timeline import TimelineQuery
from app.queries import timeline

ENDPOINTS = (
    ListEndpoint(
        path="/timeline",
        operation_id="listTimeline",
        tag="timeline",
        doc="List claims and events in one order of time. What has no date is not in it; with `bucket` it is counted.",
        model=TimelinePage,
        responses=list_responses(),
        parameters=TimelineQuery,
        read=timeline.list_timeline,
        item=TimelineItem,
    ),
)
