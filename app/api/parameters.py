"""Parameters that several routes take."""

from typing import Annotated, Literal

from fastapi import Path, Query
from pydantic import AfterValidator, Field

from app.errors import NotFound
from app.filters import Parameters
from app.vocabulary import Units


def _storable(thing_id: str) -> str:
    if "\0" in thing_id:
        raise NotFound
    return thing_id


def path_id(example: str) -> object:
    """An id in a path. Any text is one; where nothing has it, the answer is 404."""
    return Path(description="Its id.", examples=[example])


ArticleId = Annotated[str, AfterValidator(_storable), path_id("art_1q7d8m4z0k3n5c6v2b9x")]
ClaimId = Annotated[str, AfterValidator(_storable), path_id("clm_5k2m7p9q1r3t4v6w8x0z")]
EntityId = Annotated[str, AfterValidator(_storable), path_id("ent_8r1c0v6t5k2m9x3w7z4p")]
EventId = Annotated[str, AfterValidator(_storable), path_id("evt_3w9p1k5m7q2r4t6v8x0z")]


class Linkable(Parameters):
    """How offsets are counted, and JSON-LD."""

    units: Annotated[Units, Field(description="What offsets count; `utf16` for JavaScript. JSON-LD counts code points, always.")] = (
        "codepoint"
    )
    format: Annotated[Literal["json", "jsonld"] | None, Field(description="Instead of the header Accept.")] = None


NoQuery = Annotated[Parameters, Query()]
LinkableQuery = Annotated[Linkable, Query()]
