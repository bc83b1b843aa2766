"""Query parameters of the comparison of claims."""

from typing import Annotated

from pydantic import Field

from app.parameters.claims import ClaimFilters
from app.parameters.listing import WHOLE_NUMBER, AnswerQuery, EntityId, FilterValue, repeatable
from app.terms.vocabulary import Units


class CompareQuery(ClaimFilters, AnswerQuery):
    """Speakers or publishers whose claims are compared, and filters of these claims."""

    speaker: Annotated[list[EntityId], Field(min_length=2, max_length=10, description="Speakers to compare, two or more.")] = repeatable(
        "ent_27wd6x5ype2yv3m78b30", "ent_tzvs1ra8j0f04fqqfwey"
    )
    publisher: Annotated[
        list[FilterValue], Field(min_length=2, max_length=10, description="Publishers to compare, two or more, by name.")
    ] = repeatable("The Times of Israel", "Gazette")
    limit: Annotated[int, Field(ge=1, le=200, description="Claims at most of each side, latest said first."), WHOLE_NUMBER] = 50
    units: Annotated[Units, Field(description="What offsets count; `utf16` for JavaScript.")] = "codepoint"
