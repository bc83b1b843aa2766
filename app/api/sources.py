"""Answer requests for the source mix."""

from app.answers.sources import SourceMix
from app.api.serving.endpoint import ListEndpoint, ThingEndpoint
from app.api.serving.openapi import one_responses
from app.api.serving.parameters import ArticleId
from app.parameters.sources import SourcesQuery
from app.queries import sources

ENDPOINTS = (
    ListEndpoint(
        path="/sources",
        operation_id="getSources",
        tag="sources",
        doc="Get how claims are sourced, of an outlet, a topic, a period: by name or not, in whose words, for whom, by how many voices.",
        model=SourceMix,
        responses=one_responses(),
        parameters=SourcesQuery,
        read=sources.get_sources,
    ),
    ThingEndpoint(
        path="/articles/{article_id}/sources",
        operation_id="getArticleSources",
        tag="articles",
        doc="Get how one article's claims are sourced.",
        model=SourceMix,
        responses=one_responses(),
        path_id=ArticleId,
        read=lambda connection, article_id, _: sources.get_article_sources(connection, article_id),
    ),
)
