"""Parts that several JSON answers share: spans, dates, passages, references, counts.

Answers are typed dictionaries, since these cost nothing per row. Every key is always there, null where nothing is known; only a key
marked ``NotRequired`` may be missing. A thing is an object with ``id``; a date is an object.
"""

from typing import Annotated, Any, Literal

from pydantic import Field
from typing_extensions import TypedDict

from app.terms.vocabulary import EntityKind, Precision, Units


def Example(value: Any, description: str | None = None, **more: Any) -> Any:  # noqa: N802 - reads as the annotation it is
    """Return a field that is documented by an example value."""
    return Field(examples=[value], description=description, **more)


ArticleId = Annotated[str, Example("art_1q7d8m4z0k3n5c6v2b9x")]
EntityId = Annotated[str, Example("ent_8r1c0v6t5k2m9x3w7z4p")]
ClaimId = Annotated[str, Example("clm_5k2m7p9q1r3t4v6w8x0z")]
EventId = Annotated[str, Example("evt_3w9p1k5m7q2r4t6v8x0z")]
Name = Annotated[str | None, Example("Matthew Miller", "The resolved name; null for an anonymous entity.")]
Day = Annotated[str | None, Example("2024-06-25", "ISO date.")]
Number = Annotated[int, Example(12)]
Confidence = Annotated[float | None, Example(0.87, "The extractor's, 0 to 1; null where a person made it.")]


class AnswerObject(TypedDict):
    """Base of the objects in answers. An object has the listed keys and no others."""


class EventCounts(AnswerObject):
    """How much is known about an event."""

    claims: Annotated[int, Example(3, "Claims about it.")]


class ArticleCounts(AnswerObject):
    """What an article holds."""

    claims: Annotated[int, Example(34)]
    speakers: Annotated[int, Example(12)]
    events: Annotated[int, Example(35)]


class EntityCounts(AnswerObject):
    """Claims, articles and outlets are three numbers."""

    claims: Annotated[int, Example(12, "Claims it made.")]
    articles: Annotated[int, Example(3, "Articles it appears in.")]
    outlets: Annotated[int, Example(2, "Publishers of those articles.")]


class SpanOut(AnswerObject):
    """A half-open range of the article's stored text."""

    start: Annotated[int, Example(3234)]
    end: Annotated[int, Example(3265)]


class DateOut(AnswerObject):
    """A date as the news gives it."""

    edtf: Annotated[str, Example("2024-06-25", "EDTF (ISO 8601-2): `a/b` lasts through, `[a..b]` is one moment within, `~` approximate.")]
    earliest: Annotated[str | None, Example("2024-06-25", "ISO date; null where open or unknown.")]
    latest: Annotated[str | None, Example("2024-06-25", "ISO date; null where open or unknown.")]
    precision: Annotated[Precision, Example("day")]


class TextPositionSelector(AnswerObject):
    """W3C Web Annotation: where."""

    type: Annotated[Literal["TextPositionSelector"], Example("TextPositionSelector")]
    start: Annotated[int, Example(3234)]
    end: Annotated[int, Example(3265)]


class TextQuoteSelector(AnswerObject):
    """W3C Web Annotation: which words. Null while the article's text is not attached."""

    type: Annotated[Literal["TextQuoteSelector"], Example("TextQuoteSelector")]
    exact: Annotated[str | None, Example("the offer was refused")]
    prefix: Annotated[str | None, Example("He said that ", "Up to 32 characters before.")]
    suffix: Annotated[str | None, Example(", and left.", "Up to 32 characters behind.")]


Selector = Annotated[TextPositionSelector | TextQuoteSelector, Field(discriminator="type")]


class PassageOut(AnswerObject):
    """The words a claim rests on: who (source), what tells the saying (cue), what was said (content)."""

    units: Annotated[
        Units,
        Example("codepoint", "What offsets count. `utf16` only where it was asked for and the text is attached: else it cannot be known."),
    ]
    source: list[SpanOut]
    cue: list[SpanOut]
    content: list[SpanOut]
    selector: Annotated[list[Selector], Field(description="A position and a quote selector for each content span, in order.")]


class ArticleRef(AnswerObject):
    """An article, named."""

    id: ArticleId
    title: Annotated[str, Example("Harbour talks resume")]
    publisher: Annotated[str | None, Example("The Times of Israel")]
    published: Annotated[str | None, Example("2024-06-27", "ISO date or date-time, as published.")]
    url: Annotated[str | None, Example("https://example.org/harbour")]


class EntityRef(AnswerObject):
    """An entity, named; an anonymous one by its descriptor."""

    id: EntityId
    kind: Annotated[EntityKind, Example("person")]
    name: Name
    anonymous: Annotated[bool, Example(False)]
    descriptor: Annotated[str | None, Example("a US official", "How the article describes an entity it does not name.")]


class SpeakerRef(EntityRef):
    """Who made a claim: as resolved, and as this article presents them."""

    as_said: Annotated[str | None, Example("State Department spokesperson Matthew Miller", "The source's words, at most eleven.")]
    role: Annotated[str | None, Example("spokesperson")]
    organization: Annotated[str | None, Example("US Department of State")]


class TopicRef(AnswerObject):
    """A claim, event or entity with a label to show."""

    id: Annotated[str, Example("evt_3w9p1k5m7q2r4t6v8x0z")]
    type: Annotated[Literal["claim", "event", "entity"], Example("event")]
    label: Annotated[str | None, Example("Hamas's answer to the proposal")]
