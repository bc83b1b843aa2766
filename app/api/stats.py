"""Answer requests for statistics of the whole archive."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from app.api.answering import Answers
from app.api.documenting import one_responses
from app.filters import Parameters
from app.queries import stats
from app.summaries import Stats

router = APIRouter(tags=["stats"])


@router.get("/stats", operation_id="getStats", response_model=Stats, responses=one_responses())
async def get_stats(query: Annotated[Parameters, Query()], answers: Answers) -> Response:
    """Count what the archive holds: articles, claims, speakers, events, their dates and kinds."""
    return await answers.found(lambda connection, _: stats.get_stats(connection), query)
