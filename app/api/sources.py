"""Answer requests for the source mix."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from app.api.answering import Answers
from app.api.documenting import one_responses
from app.api.parameters import ArticleId, NoQuery
from app.queries import sources
from app.questions import SourcesQuery
from app.summaries import SourceMix

router = APIRouter()


@router.get("/sources", operation_id="getSources", response_model=SourceMix, responses=one_responses(), tags=["sources"])
async def get_sources(query: Annotated[SourcesQuery, Query()], answers: Answers) -> Response:
    """Get how claims are sourced, of an outlet, a topic, a period: by name or not, in whose words, for whom, by how many voices."""
    return await answers.found(sources.get_sources, query)


@router.get(
    "/articles/{article_id}/sources",
    operation_id="getArticleSources",
    response_model=SourceMix,
    responses=one_responses(),
    tags=["articles"],
)
async def get_article_sources(article_id: ArticleId, query: NoQuery, answers: Answers) -> Response:
    """Get how one article's claims are sourced."""
    return await answers.one(lambda connection: sources.get_article_sources(connection, article_id), bounded=False)
