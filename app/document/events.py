"""Events in a knowledge document, with their participants and figures."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from app.document.values import Confidence, Edtf, FigureValue, LocalId, ShortText, Span, Spans, StrictModel, example, optional_list
from app.terms.vocabulary import EventKind, EventStatus, Measure, ParticipantRole, Qualifier


class ParticipantDocument(StrictModel):
    """Who takes part in an event: an entity of this document, or a bare name."""

    entity: LocalId | None = None
    name: Annotated[ShortText | None, example("bystanders")] = None
    role: ParticipantRole

    @model_validator(mode="after")
    def _has_entity_or_name(self) -> Self:
        if (self.entity is None) == (self.name is None):
            raise ValueError("a participant has either entity or name")
        return self


class FigureDocument(StrictModel):
    """A number that belongs to an event: 251 abducted."""

    measure: Measure
    value: FigureValue | None
    text: Annotated[ShortText | None, example("some 1,200 people")] = None
    qualifier: Qualifier
    span: Span | None = None


class EventDocument(StrictModel):
    """Something that happened, happens, is planned or is imagined."""

    id: LocalId
    title: Annotated[ShortText, example("Hamas's answer to the proposal")]
    kind: EventKind
    status: EventStatus
    negated: bool = False
    date: Edtf | None = None
    place: Annotated[ShortText | None, example("Washington")] = None
    participants: list[ParticipantDocument] = optional_list()
    figures: list[FigureDocument] = optional_list()
    mentions: Annotated[Spans, Field(min_length=1)]
    main: bool = False
    confidence: Confidence | None = None
