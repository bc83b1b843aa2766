"""Parameters that several routes share: ids in paths, and the query of one thing."""

from typing import Annotated, Literal

from fastapi import Path
from pydantic import Field

from app.parameters.listing import AnswerQuery, ViewChoice
from app.terms.vocabulary import Units


def id_in_path(example: str) -> object:
    """Return the documentation of an id in a path. Any text is allowed: an id that nothing has is 404."""
    return Path(description="Its id.", examples=[example])


ArticleId = Annotated[str, id_in_path("art_1q7d8m4z0k3n5c6v2b9x")]
ClaimId = Annotated[str, id_in_path("clm_5k2m7p9q1r3t4v6w8x0z")]
EntityId = Annotated[str, id_in_path("ent_8r1c0v6t5k2m9x3w7z4p")]
EventId = Annotated[str, id_in_path("evt_3w9p1k5m7q2r4t6v8x0z")]


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
