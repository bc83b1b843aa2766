"""Query parameters of the comparison of claims."""

from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from app.parameters.claims import ClaimFilters
from app.parameters.listing import WHOLE_NUMBER, AnswerQuery, EntityId, FilterValue, repeatable
from app.terms.vocabulary import Units

MOST_SIDES = 10


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

    @field_validator("publisher")
    @classmethod
    def _has_few_sides(cls, publishers: list[str], info: ValidationInfo) -> list[str]:
        if len(publishers) + len(info.data.get("speaker", [])) > MOST_SIDES:
            raise PydanticCustomError("sides", f"makes more than {MOST_SIDES} sides, with `speaker`")
        return publishers
