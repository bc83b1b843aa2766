"""Query parameters of articles."""

from typing import Annotated, Literal

from pydantic import Field

from app.parameters.listing import (
    AddedSince,
    AnswerQuery,
    ArticleId,
    CalendarDay,
    EntityId,
    FilterValues,
    JsonLdListQuery,
    SearchWords,
    TitleWords,
    day_filter,
    id_filter,
    repeatable,
)


class ArticleQuery(JsonLdListQuery):
    """Filters, order, facets and paging of the list of articles."""

    indexed_filters = frozenset({"id", "publisher"})

    q: SearchWords = None
    title: Annotated[
        TitleWords | None, Field(description="Words of the title, all of them, in any order; case and accents do not matter.")
    ] = None
    speaker: list[EntityId] = id_filter("Articles in which this entity makes a claim", "ent_27wd6x5ype2yv3m78b30")
    entity: list[EntityId] = id_filter("Articles in which this entity appears", "ent_27wd6x5ype2yv3m78b30")
    byline: Annotated[FilterValues, Field(description="A name in the byline.")] = repeatable("Jo Writer")
    published_from: CalendarDay | None = day_filter("Published on this day or later.")
    published_to: CalendarDay | None = day_filter("Published on this day or earlier.")
    publisher: Annotated[FilterValues, Field(description="Publisher, by name.")] = repeatable("The Times of Israel")
    language: Annotated[FilterValues, Field(description="Language tag, as in the document.")] = repeatable("en")
    id: list[ArticleId] = id_filter("Articles by id: the batch get", "art_fwdphrcwn8q60bnwxda3")
    added_since: AddedSince = None
    sort: Annotated[
        Literal["-published", "published", "-claims", "claims"],
        Field(description="Latest published first, undated last; or most claims first; then by id."),
    ] = "-published"
    facet: Annotated[list[Literal["publisher", "language"]], Field(description="Count the filtered articles by this.")] = repeatable(
        "publisher"
    )


class DocumentQuery(AnswerQuery):
    """Query parameters of a knowledge document."""

    edited: Annotated[
        bool,
        Field(description="With `edits` and `judgements`: what people changed of it. It needs a key with the scope `review`."),
    ] = False
