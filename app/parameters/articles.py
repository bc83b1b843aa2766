"""Query parameters of articles."""

from typing import Annotated, Literal

from pydantic import Field

from app.parameters.listing import Day, LinkedListing, Value, Values, Words, ids, none


class ArticleQuery(LinkedListing):
    """Filters of articles."""

    bounded_by = frozenset({"id", "publisher"})

    id: list[Value] = ids("Articles by id: the batch get", "art_1q7d8m4z0k3n5c6v2b9x")
    q: Words = None
    publisher: Annotated[Values, Field(description="Publisher, by name.")] = none()
    language: Annotated[Values, Field(description="Language tag, as in the document.")] = none()
    speaker: list[Value] = ids("Articles in which this entity makes a claim", "ent_8r1c0v6t5k2m9x3w7z4p")
    entity: list[Value] = ids("Articles in which this entity appears", "ent_8r1c0v6t5k2m9x3w7z4p")
    published_from: Annotated[Day | None, Field(description="Published on this day or later.")] = None
    published_to: Annotated[Day | None, Field(description="Published on this day or earlier.")] = None
    sort: Annotated[Literal["-published", "published"], Field(description="Latest published first, undated last, then by id.")] = (
        "-published"
    )
    facet: Annotated[list[Literal["publisher", "language"]], Field(description="Count the filtered articles by this.")] = none()
