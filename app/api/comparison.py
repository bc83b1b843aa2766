"""Answer requests to compare claims."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from app.api.answering import Answers
from app.api.documenting import one_responses
from app.queries.comparison import compare_claims as read_comparison
from app.questions import CompareQuery
from app.summaries import Comparison

router = APIRouter(tags=["comparison"])


@router.get("/compare", operation_id="compareClaims", response_model=Comparison, responses=one_responses())
async def compare_claims(query: Annotated[CompareQuery, Query()], answers: Answers) -> Response:
    """Set claims side by side: of two or more speakers, or publishers, or both. Every other filter narrows every side.

    `about` or `event` makes it: who says what about this. 404 if neither speakers nor publishers are given.
    """
    return await answers.found(read_comparison, query)
