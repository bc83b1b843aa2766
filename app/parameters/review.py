"""Query parameters of the review queue."""

from typing import Annotated

from pydantic import Field

from app.parameters.listing import ArticleId, FilterValues, MinConfidence, PageQuery, id_filter, repeatable
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
