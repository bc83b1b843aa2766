"""Answer requests for the graph: who speaks about whom."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from app.api.answering import Answers
from app.api.documenting import one_responses
from app.queries.graph import get_graph
from app.questions import GraphQuery
from app.summaries import Graph

router = APIRouter(tags=["graph"])


@router.get("/graph", operation_id="getGraph", response_model=Graph, responses=one_responses())
async def graph(query: Annotated[GraphQuery, Query()], answers: Answers) -> Response:
    """Get who speaks about whom: the heaviest edges of the filtered claims, their nodes, and how much was left out.

    An edge leads from a speaker to an entity that the speaker's claims are about. Filters choose whole claims: one that is about two
    entities makes two edges, also with `about` of one of them.
    """
    return await answers.found(get_graph, query)
