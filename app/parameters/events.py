"""Query parameters of events."""

from typing import Annotated, Literal

from pydantic import Field

from app.parameters.listing import CalendarDay, FilterValue, FilterValues, JsonLdListQuery, Parameters, SearchWords, id_filter, repeatable
from app.terms.vocabulary import EventKind, EventStatus, Review, Units


class EventFilters(Parameters):
    """Filters of events."""

    id: list[FilterValue] = id_filter("Events by id: the batch get", "evt_3w9p1k5m7q2r4t6v8x0z")
    q: SearchWords = None
    kind: Annotated[list[EventKind], Field(description="What kind of event.")] = repeatable()
    status: Annotated[list[EventStatus], Field(description="Whether it happened.")] = repeatable()
    negated: Annotated[bool | None, Field(description="Whether the article says that it did not.")] = None
    date_from: Annotated[CalendarDay | None, Field(description="On this day or later; dates select by overlap.")] = None
    date_to: Annotated[CalendarDay | None, Field(description="On this day or earlier.")] = None
    place: Annotated[FilterValues, Field(description="Where, by name.")] = repeatable()
    participant: list[FilterValue] = id_filter("Who takes part", "ent_8r1c0v6t5k2m9x3w7z4p")
    article: list[FilterValue] = id_filter("Article that tells it", "art_1q7d8m4z0k3n5c6v2b9x")
    publisher: Annotated[FilterValues, Field(description="Publisher of the article, by name.")] = repeatable()
    main: Annotated[bool | None, Field(description="Among the few events the article is about.")] = None
    review: Annotated[list[Review], Field(description="How far it was reviewed.")] = repeatable()


class EventQuery(EventFilters, JsonLdListQuery):
    """Filters, order, facets and paging of the list of events."""

    indexed_filters = frozenset({"id", "article"})

    sort: Annotated[
        Literal["-date", "date", "position"], Field(description="Latest first, undated last; or by article, in the order of its text.")
    ] = "-date"
    facet: Annotated[list[Literal["kind", "status", "article", "place"]], Field(description="Count the filtered events by this.")] = (
        repeatable()
    )
    units: Annotated[Units, Field(description="What offsets count; `utf16` for JavaScript.")] = "codepoint"
