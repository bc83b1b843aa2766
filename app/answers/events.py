"""JSON answers for events."""

from typing import Annotated

from pydantic import Field

from app.answers.claims import ClaimOut, RelationOut
from app.answers.parts import AnswerObject, ArticleRef, Confidence, DateOut, EntityRef, EventCounts, EventId, Example, SpanOut
from app.terms.vocabulary import EventKind, EventStatus, Measure, ParticipantRole, Qualifier, Review, Units


class ParticipantOut(AnswerObject):
    """Who takes part in an event; a bare name where the document gives no entity."""

    role: Annotated[ParticipantRole, Example("actor")]
    entity: EntityRef | None
    name: Annotated[str | None, Example("Hamas")]


class FigureOut(AnswerObject):
    """A number that belongs to an event."""

    measure: Annotated[Measure, Example("abducted")]
    value: Annotated[float | None, Example(251)]
    text: Annotated[str | None, Example("251")]
    qualifier: Annotated[Qualifier, Example("exact")]
    span: SpanOut | None


class EventOut(AnswerObject):
    """Something that happened, happens, is planned or is imagined."""

    id: EventId
    title: Annotated[str, Example("Hamas's answer to the proposal")]
    kind: Annotated[EventKind, Example("negotiation")]
    status: Annotated[EventStatus, Example("occurred")]
    negated: Annotated[bool, Example(False)]
    date: DateOut | None
    place: Annotated[str | None, Example("Gaza")]
    participants: list[ParticipantOut]
    figures: list[FigureOut]
    mentions: list[SpanOut]
    units: Annotated[Units, Example("codepoint", "What the offsets count.")]
    main: Annotated[bool, Example(True, "Among the few events the article is about.")]
    counts: EventCounts
    article: ArticleRef
    confidence: Confidence
    review: Annotated[Review, Example("accepted")]


class EventDetail(EventOut):
    """One event with its relations, both ways, and the claims about it."""

    relations: list[RelationOut]
    claims: Annotated[list[ClaimOut], Field(description="About it, in the order of the text.")]
