"""Query parameters of events."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from app.parameters.listing import (
    AddedSince,
    ArticleId,
    CalendarDay,
    EntityId,
    EventId,
    FilterValues,
    JsonLdListQuery,
    MinConfidence,
    NamesAndWords,
    Parameters,
    day_filter,
    id_filter,
    repeatable,
)
from app.parameters.rejected import REJECTED, refuse_others
from app.terms.vocabulary import EventKind, EventStatus, Review, Units


class EventFilters(Parameters):
    """Filters of events."""

    q: NamesAndWords = None
    participant: list[EntityId] = id_filter("Who takes part", "ent_27wd6x5ype2yv3m78b30")
    kind: Annotated[list[EventKind], Field(description="What kind of event.")] = repeatable("attack", "ceasefire")
    status: Annotated[list[EventStatus], Field(description="Whether it happened.")] = repeatable("occurred", "ongoing")
    negated: Annotated[bool | None, Field(description="Whether the article says that it did not.")] = None
    main: Annotated[bool | None, Field(description="Among the few events the article is about.")] = None
    date_from: CalendarDay | None = day_filter("On this day or later; dates select by overlap.")
    date_to: CalendarDay | None = day_filter("On this day or earlier.")
    place: Annotated[FilterValues, Field(description="Where, by name.")] = repeatable("Washington")
    article: list[ArticleId] = id_filter("Article that tells it", "art_fwdphrcwn8q60bnwxda3")
    publisher: Annotated[FilterValues, Field(description="Publisher of the article, by name.")] = repeatable("The Times of Israel")
    id: list[EventId] = id_filter("Events by id: the batch get", "evt_wg1j16c3j34xpz8yhwkd")
    min_confidence: MinConfidence = None
    review: Annotated[
        list[Review],
        Field(description="How far it was reviewed. `rejected`, which lists leave out, goes with no other value, and with few parameters."),
    ] = repeatable("accepted", "edited")
    added_since: AddedSince = None


class EventQuery(EventFilters, JsonLdListQuery):
    """Filters, order, facets and paging of the list of events."""

    indexed_filters = frozenset({"id", "article"})

    sort: Annotated[
        Literal["-date", "date", "position", "-confidence", "confidence"],
        Field(description="Latest first, undated last; `position`: by article, in the order of its text; `-confidence`: as of claims."),
    ] = "-date"
    facet: Annotated[list[Literal["kind", "status", "article", "place"]], Field(description="Count the filtered events by this.")] = (
        repeatable("kind", "status")
    )
    units: Annotated[Units, Field(description="What offsets count; `utf16` for JavaScript.")] = "codepoint"

    @model_validator(mode="after")
    def _is_right_for_rejected(self) -> Self:
        if REJECTED in self.review:
            refuse_others(self)
        return self
