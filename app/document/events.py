"""Events in a knowledge document, with their participants and figures."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from app.document.values import ConfidenceGiven, Edtf, FigureValue, LocalId, ShortText, Span, Spans, StrictModel, example, optional_list
from app.terms.vocabulary import EventKind, EventStatus, Measure, ParticipantRole, Qualifier


class ParticipantDocument(StrictModel):
    """Who takes part in an event: an entity of this document, or a bare name."""

    entity: Annotated[LocalId | None, Field(description="The entity; left out where `name` is given.")] = None
    name: Annotated[ShortText | None, example("bystanders", "A bare name, in place of an entity.")] = None
    role: Annotated[ParticipantRole, Field(description="What part it takes.")]

    @model_validator(mode="after")
    def _has_entity_or_name(self) -> Self:
        if (self.entity is None) == (self.name is None):
            raise ValueError("a participant has either entity or name")
        return self


class FigureDocument(StrictModel):
    """A number that belongs to an event: 251 abducted."""

    measure: Annotated[Measure, Field(description="What is counted.")]
    value: Annotated[FigureValue | None, Field(description="The number; null where the text gives words alone.")]
    text: Annotated[ShortText | None, example("some 1,200 people", "The words for it.")] = None
    qualifier: Annotated[Qualifier, Field(description="Whether the number is exact, about right, a least or a most.")]
    span: Annotated[Span | None, Field(description="Where it stands.")] = None


class EventDocument(StrictModel):
    """Something that happened, happens, is planned or is imagined."""

    id: LocalId
    title: Annotated[ShortText, example("Dockers' strike in the harbour of Port Ellery", "What it is, in a few words.")]
    kind: Annotated[EventKind, Field(description="What kind of event.")]
    status: Annotated[EventStatus, Field(description="Whether it happened.")]
    negated: Annotated[bool, Field(description="Whether the text says that it did not happen.")] = False
    date: Annotated[Edtf | None, Field(description="When, in EDTF; null where the text does not tell.")] = None
    place: Annotated[ShortText | None, example("Port Ellery", "Where, by name.")] = None
    participants: list[ParticipantDocument] = optional_list("Who takes part.")
    figures: list[FigureDocument] = optional_list("Numbers that belong to it.")
    mentions: Annotated[Spans, Field(min_length=1, description="Where the text names it.")]
    main: Annotated[bool, Field(description="Among the few events that the article is about.")] = False
    confidence: ConfidenceGiven = None
