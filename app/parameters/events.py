"""Query parameters of events."""

from typing import Annotated, Literal

from pydantic import Field

from app.parameters.listing import Day, LinkedListing, Parameters, Value, Values, Words, ids, none
from app.terms.vocabulary import EventKind, EventStatus, Review, Units


class EventFilters(Parameters):
    """Filters of events."""

    id: list[Value] = ids("Events by id: the batch get", "evt_3w9p1k5m7q2r4t6v8x0z")
    q: Words = None
    kind: Annotated[list[EventKind], Field(description="What kind of event.")] = none()
    status: Annotated[list[EventStatus], Field(description="Whether it happened.")] = none()
    negated: Annotated[bool | None, Field(description="Whether the article says that it did not.")] = None
    date_from: Annotated[Day | None, Field(description="On this day or later; dates select by overlap.")] = None
    date_to: Annotated[Day | None, Field(description="On this day or earlier.")] = None
    place: Annotated[Values, Field(description="Where, by name.")] = none()
    participant: list[Value] = ids("Who takes part", "ent_8r1c0v6t5k2m9x3w7z4p")
    article: list[Value] = ids("Article that tells it", "art_1q7d8m4z0k3n5c6v2b9x")
    publisher: Annotated[Values, Field(description="Publisher of the article, by name.")] = none()
    main: Annotated[bool | None, Field(description="Among the few events the article is about.")] = None
    review: Annotated[list[Review], Field(description="How far it was reviewed.")] = none()


class EventQuery(EventFilters, LinkedListing):
    """The list of events."""

    bounded_by = frozenset({"id", "article"})

    sort: Annotated[
        Literal["-date", "date", "position"], Field(description="Latest first, undated last; or by article, in the order of its text.")
    ] = "-date"
    facet: Annotated[list[Literal["kind", "status", "article", "place"]], Field(description="Count the filtered events by this.")] = none()
    units: Annotated[Units, Field(description="What offsets count; `utf16` for JavaScript.")] = "codepoint"
