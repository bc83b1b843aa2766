"""Query parameters of articles."""

from typing import Annotated, Literal

from pydantic import Field

from app.parameters.listing import CalendarDay, FilterValue, FilterValues, JsonLdListQuery, SearchWords, id_filter, repeatable


class ArticleQuery(JsonLdListQuery):
    """Filters, order, facets and paging of the list of articles."""

    indexed_filters = frozenset({"id", "publisher"})

    id: list[FilterValue] = id_filter("Articles by id: the batch get", "art_1q7d8m4z0k3n5c6v2b9x")
    q: SearchWords = None
    publisher: Annotated[FilterValues, Field(description="Publisher, by name.")] = repeatable()
    byline: Annotated[FilterValues, Field(description="A name in the byline.")] = repeatable()
    language: Annotated[FilterValues, Field(description="Language tag, as in the document.")] = repeatable()
    speaker: list[FilterValue] = id_filter("Articles in which this entity makes a claim", "ent_8r1c0v6t5k2m9x3w7z4p")
    entity: list[FilterValue] = id_filter("Articles in which this entity appears", "ent_8r1c0v6t5k2m9x3w7z4p")
    published_from: Annotated[CalendarDay | None, Field(description="Published on this day or later.")] = None
    published_to: Annotated[CalendarDay | None, Field(description="Published on this day or earlier.")] = None
    sort: Annotated[Literal["-published", "published"], Field(description="Latest published first, undated last, then by id.")] = (
        "-published"
    )
    facet: Annotated[list[Literal["publisher", "language"]], Field(description="Count the filtered articles by this.")] = repeatable()
