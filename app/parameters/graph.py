"""Query parameters of the graph."""

from typing import Annotated

from pydantic import Field

from app.parameters.claims import ClaimFilters
from app.parameters.listing import WHOLE_NUMBER, AnswerQuery, EntityId


class GraphQuery(ClaimFilters, AnswerQuery):
    """Filters of the claims that make the graph, its focus and its size."""

    focus: Annotated[
        EntityId | None,
        Field(
            description="Entity to stand in the middle; all edges are asked for without it. An unknown id finds nothing.",
            examples=["ent_27wd6x5ype2yv3m78b30"],
        ),
    ] = None
    depth: Annotated[
        int,
        Field(
            ge=1,
            le=2,
            description="Around `focus`: 1 gives its own edges, both ways; 2 then also those of all entities at their other ends.",
        ),
        WHOLE_NUMBER,
    ] = 1
    limit: Annotated[int, Field(ge=1, le=1000, description="Edges at most, the heaviest; what is left out is counted."), WHOLE_NUMBER] = 200
