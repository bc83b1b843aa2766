"""Query parameters of the review queue, and of the search of hidden texts."""

from typing import Annotated, Literal

from pydantic import Field

from app.parameters.listing import (
    SEARCH_EXAMPLES,
    SEARCH_SYNTAX,
    WHOLE_NUMBER,
    ArticleId,
    FilterValues,
    MinConfidence,
    PageQuery,
    SearchText,
    id_filter,
    repeatable,
)
from app.terms.vocabulary import QueuedType, QueueReason


class QueueQuery(PageQuery):
    """Filters and paging of the review queue."""

    type: Annotated[list[QueuedType], Field(description="Claims, events or entities alone.")] = repeatable("claim")
    reason: Annotated[list[QueueReason], Field(description="Why they are in the queue; any of these.")] = repeatable("orphaned_edit")
    article: list[ArticleId] = id_filter("Article that they stand in", "art_fwdphrcwn8q60bnwxda3")
    publisher: Annotated[FilterValues, Field(description="Publisher of the article, by name.")] = repeatable("The Times of Israel")
    max_confidence: Annotated[
        MinConfidence, Field(description="Of which the extractor was at most this sure, in hundredths; or does not say.")
    ] = None


class HiddenTextQuery(PageQuery):
    """Words to find in hidden texts, and how many articles a page looks through."""

    indexed_filters = frozenset()

    q: Annotated[SearchText, Field(description=f"{SEARCH_SYNTAX} Empty finds nothing.", examples=SEARCH_EXAMPLES)]
    limit: Annotated[int | None, Field(ge=1, le=200, description="Articles that a page looks through (50)."), WHOLE_NUMBER] = None
    format: Annotated[Literal["json"] | None, Field(description="JSON alone.")] = None
    count: Annotated[Literal["none"], Field(description="Nothing is counted: no index has these words.")] = "none"
