"""Query parameters of jobs."""

from typing import Annotated

from pydantic import Field

from app.parameters.listing import WHOLE_NUMBER, AnswerQuery, repeatable
from app.terms.vocabulary import ItemOutcome, JobState


class JobQuery(AnswerQuery):
    """Filter and paging of the list of jobs."""

    state: Annotated[list[JobState], Field(description="Jobs in this state.")] = repeatable("failed")
    cursor: Annotated[
        str | None, Field(description="`next_cursor` of the page before; 404 if this list with these filters did not make it.")
    ] = None
    limit: Annotated[int, Field(ge=1, le=200, description="Items on a page."), WHOLE_NUMBER] = 50


class JobItemQuery(AnswerQuery):
    """Filter and paging of the articles of a job."""

    outcome: Annotated[list[ItemOutcome], Field(description="Articles of which this became.")] = repeatable("failed")
    cursor: Annotated[
        str | None, Field(description="`next_cursor` of the page before; 404 if this list with these filters did not make it.")
    ] = None
    limit: Annotated[int, Field(ge=1, le=200, description="Items on a page."), WHOLE_NUMBER] = 50
