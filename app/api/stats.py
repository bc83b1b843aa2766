"""Answer requests for statistics of the whole archive."""

from fastapi import APIRouter, Response

from app.api.answering import Answers
from app.api.documenting import one_responses
from app.api.parameters import NoQuery
from app.queries import stats
from app.summaries import Stats

router = APIRouter(tags=["stats"])


@router.get("/stats", operation_id="getStats", response_model=Stats, responses=one_responses())
async def get_stats(query: NoQuery, answers: Answers) -> Response:
    """Count what the archive holds: articles, claims, speakers, events, their dates and kinds."""
    return await answers.found(lambda connection, _: stats.get_stats(connection), query)
