"""Routes of the source mix, which counts how claims are sourced: over a selection of claims, and of one article."""

from app.answers.sources import SourceMix
from app.api.serving.endpoint import ListEndpoint, ThingEndpoint
from app.api.serving.openapi import thing_docs
from app.api.serving.parameters import ArticleId
from app.parameters.sources import SourcesQuery
from app.queries import sources

ENDPOINTS = (
    ListEndpoint(
        path="/sources",
        operation_id="getSources",
        tag="sources",
        description="Get how claims are sourced, of an outlet, a topic, a period: by name or not, in whose words, for whom, "
        "by how many voices.",
        model=SourceMix,
        responses=thing_docs(),
        query_model=SourcesQuery,
        read=sources.get_sources,
    ),
    ThingEndpoint(
        path="/articles/{article_id}/sources",
        operation_id="getArticleSources",
        tag="articles",
        description="Get how one article's claims are sourced.",
        model=SourceMix,
        responses=thing_docs(withdrawn=True),
        id_type=ArticleId,
        read=lambda connection, article_id, _: sources.get_article_sources(connection, article_id),
    ),
)
