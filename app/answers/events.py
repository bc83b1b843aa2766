"""JSON answers for events."""

from typing import Annotated

from pydantic import Field

from app.answers.claims import ClaimOut, CompactClaim, RelationOut
from app.answers.parts import (
    AnswerObject,
    ArticleRef,
    Confidence,
    DateOut,
    EntityRef,
    EventCounts,
    EventId,
    Example,
    OffsetUnits,
    Reviewed,
    SpanOut,
)
from app.terms.vocabulary import EventKind, EventStatus, Measure, ParticipantRole, Qualifier


class ParticipantOut(AnswerObject):
    """Who takes part in an event; a bare name where the document gives no entity."""

    role: Annotated[ParticipantRole, Example("actor", "What part it takes.")]
    label: Annotated[str | None, Example("Ines Calloway", "To show: the entity's label, else the bare name.")]
    entity: Annotated[EntityRef | None, Field(description="Null where the document gives a bare name.")]
    name: Annotated[str | None, Example("Ines Calloway", "The entity's name, else the bare name; null for an anonymous entity.")]


class FigureOut(AnswerObject):
    """A number that belongs to an event."""

    measure: Annotated[Measure, Example("other", "What is counted.")]
    value: Annotated[float | None, Example(300, "The number; null where the article gives words alone.")]
    text: Annotated[str | None, Example("Some 300 workers", "The article's words for it.")]
    qualifier: Annotated[Qualifier, Example("approximate", "Whether the number is exact, about right, a least or a most.")]
    span: Annotated[SpanOut | None, Field(description="Where the number stands in the text; null where unknown.")]


class EventOut(AnswerObject):
    """Something that happened, happens, is planned or is imagined."""

    id: EventId
    title: Annotated[str, Example("Dockers' strike in the harbour of Port Ellery", "What it is, in a few words.")]
    kind: Annotated[EventKind, Example("protest", "What kind of event.")]
    label: Annotated[str, Example("Dockers' strike in the harbour of Port Ellery", "To show: the title.")]
    status: Annotated[EventStatus, Example("ongoing", "Whether it happened.")]
    negated: Annotated[bool, Example(False, "True: the article says that it did not happen.")]
    date: Annotated[DateOut | None, Field(description="When it happened or will; null where the article does not tell.")]
    place: Annotated[str | None, Example("Port Ellery", "Where, by name.")]
    participants: Annotated[list[ParticipantOut], Field(description="Who takes part, in the order of the document.")]
    figures: Annotated[list[FigureOut], Field(description="Numbers that belong to it.")]
    mentions: Annotated[list[SpanOut], Field(description="Where the text names it.")]
    units: OffsetUnits
    main: Annotated[bool, Example(True, "Among the few events the article is about.")]
    counts: Annotated[EventCounts, Field(description="How much is known about it.")]
    article: Annotated[ArticleRef, Field(description="The article that tells of it.")]
    confidence: Confidence
    review: Reviewed


class EventDetail(EventOut):
    """One event with its relations, both ways, and the claims about it."""

    relations: Annotated[list[RelationOut], Field(description="From it and to it, in the order of the document.")]
    claims: Annotated[list[ClaimOut], Field(description="About it, in the order of the text.")]


class CompactEventDetail(EventOut):
    """One event with the claims about it as cards show them."""

    relations: Annotated[list[RelationOut], Field(description="From it and to it, in the order of the document.")]
    claims: Annotated[list[CompactClaim], Field(description="About it, in the order of the text.")]
