"""The route of the timeline: claims and events in one order of time."""

from app.answers.timeline import CompactTimelinePage, TimelineItem, TimelinePage
from app.api.serving.endpoint import ListEndpoint
from app.api.serving.openapi import list_docs
from app.parameters.timeline import TimelineQuery
from app.queries import timeline

ENDPOINTS = (
    ListEndpoint(
        path="/timeline",
        operation_id="listTimeline",
        tag="timeline",
        description="List claims and events in one order of time. What has no date is not in it; with `bucket` it is counted.",
        model=TimelinePage,
        responses=list_docs(),
        query_model=TimelineQuery,
        read=timeline.list_timeline,
        item_type=TimelineItem,
        compact_model=CompactTimelinePage,
    ),
)
