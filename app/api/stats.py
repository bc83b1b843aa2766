"""The route of the statistics of the whole archive."""

from app.answers.stats import Stats
from app.api.serving.endpoint import ListEndpoint
from app.api.serving.openapi import thing_docs
from app.queries import stats

ENDPOINTS = (
    ListEndpoint(
        path="/stats",
        operation_id="getStats",
        tag="stats",
        description="Count what the archive holds: articles, claims, speakers, events, their dates and kinds.",
        model=Stats,
        responses=thing_docs(),
        read=lambda connection, _: stats.get_stats(connection),
        is_reserved=True,
    ),
)
