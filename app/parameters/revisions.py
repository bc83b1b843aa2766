"""Query parameters of differences between revisions."""

from typing import Annotated

from pydantic import Field

from app.parameters.listing import WHOLE_NUMBER, AnswerQuery
from app.terms.vocabulary import Units


class DiffQuery(AnswerQuery):
    """Query parameters of a comparison of two revisions.

    Attributes:
        against: the revision that it is compared with.
        units: what offsets count.
    """

    against: Annotated[
        int | None,
        Field(ge=1, le=2**31 - 1, description="The revision that it is compared with; the one before if not given."),
        WHOLE_NUMBER,
    ] = None
    units: Annotated[Units, Field(description="What offsets count; `utf16` for JavaScript.")] = "codepoint"
