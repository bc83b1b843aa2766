"""Parameters that several routes take."""

from typing import Annotated, Literal

from fastapi import Path, Query
from pydantic import Field

from app.parameters.listing import Parameters
from app.terms.vocabulary import Units


def path_id(example: str) -> object:
    """An id in a path. Any text is one; where nothing has it, the answer is 404."""
    return Path(description="Its id.", examples=[example])


ArticleId = Annotated[str, path_id("art_1q7d8m4z0k3n5c6v2b9x")]
ClaimId = Annotated[str, path_id("clm_5k2m7p9q1r3t4v6w8x0z")]
EntityId = Annotated[str, path_id("ent_8r1c0v6t5k2m9x3w7z4p")]
EventId = Annotated[str, path_id("evt_3w9p1k5m7q2r4t6v8x0z")]


class Linkable(Parameters):
    """How offsets are counted, and JSON-LD."""

    units: Annotated[Units, Field(description="What offsets count; `utf16` for JavaScript. JSON-LD counts code points, always.")] = (
        "codepoint"
    )
    format: Annotated[Literal["json", "jsonld"] | None, Field(description="Instead of the header Accept.")] = None


NoQuery = Annotated[Parameters, Query()]
