"""Parameters that several routes share: ids in paths, and the query of one thing."""

from typing import Annotated, Literal

from fastapi import Path
from pydantic import Field

from app.parameters.listing import AnswerQuery, ViewChoice
from app.terms.vocabulary import Units


def id_in_path(example: str) -> object:
    """Return the documentation of an id in a path. Any text is allowed: an id that nothing has is 404."""
    return Path(description="Its id.", examples=[example])


ArticleId = Annotated[str, id_in_path("art_fwdphrcwn8q60bnwxda3")]
ClaimId = Annotated[str, id_in_path("clm_7enrzhhz2zns32q0f1c0")]
EntityId = Annotated[str, id_in_path("ent_27wd6x5ype2yv3m78b30")]
EventId = Annotated[str, id_in_path("evt_wg1j16c3j34xpz8yhwkd")]
RevisionNumber = Annotated[str, Path(description="The number of a revision.", examples=["2"])]


class ThingQuery(AnswerQuery):
    """Query parameters of one thing that comes as JSON-LD too.

    Attributes:
        units: what offsets count.
        format: of the answer, in place of the header Accept.
    """

    units: Annotated[Units, Field(description="What offsets count; `utf16` for JavaScript. JSON-LD counts code points, always.")] = (
        "codepoint"
    )
    format: Annotated[Literal["json", "jsonld"] | None, Field(description="Instead of the header Accept.")] = None


class ClaimsThingQuery(ThingQuery):
    """Query parameters of one thing that has claims.

    Attributes:
        view: what is given of its claims.
    """

    view: ViewChoice = "full"
