"""Query parameters of a search."""

from typing import Annotated, Literal

from pydantic import Field

from app.parameters.listing import (
    NAMED_BY_ARTICLES,
    SEARCH_EXAMPLES,
    SEARCH_SYNTAX,
    WHOLE_NUMBER,
    CountMode,
    PageQuery,
    SearchText,
    repeatable,
)
from app.terms.vocabulary import Units


class SearchQuery(PageQuery):
    """Words to find in claims, events, entities and articles, and the paging of the hits."""

    indexed_filters = frozenset()

    q: Annotated[SearchText, Field(description=f"{SEARCH_SYNTAX} Empty finds nothing. {NAMED_BY_ARTICLES}", examples=SEARCH_EXAMPLES)]
    prefix: Annotated[bool, Field(description="For type-ahead: the last word, unless it is excluded, may be the beginning of one.")] = False
    type: Annotated[
        list[Literal["claim", "event", "entity", "article"]], Field(description="What is searched; everything if not given.")
    ] = repeatable("claim", "event")
    format: Annotated[Literal["json"] | None, Field(description="What is ranked is no whole list, and so is not exported.")] = None
    limit: Annotated[int | None, Field(ge=1, le=200, description="Hits on a page (50)."), WHOLE_NUMBER] = None
    count: Annotated[
        CountMode, Field(description="Give `counts` by type: `capped` counts to 1,000, `exact` to 100,000, or as far as the search looks.")
    ] = "capped"
    units: Annotated[Units, Field(description="What offsets count; `utf16` for JavaScript.")] = "codepoint"
