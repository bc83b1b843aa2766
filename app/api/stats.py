"""Answer requests for statistics of the whole archive."""

from app.answers.stats import Stats
from app.api.serving.endpoint import ListEndpoint
from app.api.serving.openapi import one_responses
from app.queries import stats

ENDPOINTS = (
    ListEndpoint(
        path="/stats",
        operation_id="getStats",
        tag="stats",
        doc="Count what the archive holds: articles, claims, speakers, events, their dates and kinds.",
        model=Stats,
        responses=one_responses(),
        read=lambda connection, _: stats.get_stats(connection),
    ),
)
