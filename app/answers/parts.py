"""Parts that several JSON answers share: spans, dates, passages, references, counts.

Answers are typed dictionaries, since these cost nothing per row. Every key is always there, null where nothing is known; only a key
marked ``NotRequired`` may be missing. A thing is an object with ``id``; a date is an object.
"""

from typing import Annotated, Any, Literal

from pydantic import Field
from typing_extensions import TypedDict

from app.terms.vocabulary import EntityKind, Precision, Review, Units


def Example(value: Any, description: str, **more: Any) -> Any:  # noqa: N802 - reads as the annotation it is
    """Return a field that is documented by an example value, which is true of the articles in ``seeds/``."""
    return Field(examples=[value], description=description, **more)


ArticleId = Annotated[str, Example("art_fwdphrcwn8q60bnwxda3", "The article's id, made from its URL or bibliography.")]
EntityId = Annotated[str, Example("ent_27wd6x5ype2yv3m78b30", "The entity's id; the same under `/v1/speakers` and `/v1/entities`.")]
ClaimId = Annotated[str, Example("clm_7enrzhhz2zns32q0f1c0", "The claim's id, made from article, speaker and words.")]
EventId = Annotated[str, Example("evt_wg1j16c3j34xpz8yhwkd", "The event's id, made from article, kind and title.")]
Day = Annotated[str | None, Example("2025-03-14", "ISO date.")]
Number = Annotated[int, Example(12, "How many.")]
Confidence = Annotated[float | None, Example(None, "The extractor's, 0 to 1; null where a person made it.")]
Reviewed = Annotated[Review, Example("accepted", "How far people checked it; `extracted`: nobody did.")]
OffsetUnits = Annotated[
    Units,
    Example("codepoint", "What offsets count. `utf16` only where it was asked for and the text is attached: else it cannot be known."),
]


Label = Annotated[str | None, Example("Ines Calloway", "To show: the name, else the descriptor; null where neither is known.")]
Title = Annotated[str, Example("Sample: Breakthrough in Port Ellery harbour strike, union says", "Its headline, word for word.")]
Publisher = Annotated[str | None, Example("The Ellery Sample", "The outlet, as the article gives it.")]
Published = Annotated[str | None, Example("2025-03-14", "ISO date or date-time, as published.")]


class AnswerObject(TypedDict):
    """Base of the objects in answers. An object has the listed keys and no others."""


class EventCounts(AnswerObject):
    """How much is known about an event."""

    claims_about: Annotated[int, Example(3, "Claims about it, in its article.")]


class ArticleCounts(AnswerObject):
    """What an article holds."""

    claims: Annotated[int, Example(19, "Claims that stand in it.")]
    speakers: Annotated[int, Example(12, "Entities that make these claims.")]
    events: Annotated[int, Example(11, "Events that it tells of.")]


class EntityCounts(AnswerObject):
    """Claims, articles and outlets are three numbers."""

    claims: Annotated[int, Example(3, "Claims it made; those about it are counted by `about=` of `/v1/claims` with `count=exact`.")]
    articles: Annotated[int, Example(1, "Articles it appears in.")]
    outlets: Annotated[int, Example(1, "Publishers of those articles.")]


class SpanOut(AnswerObject):
    """A half-open range of the article's stored text."""

    start: Annotated[int, Example(1941, "Where it begins, counted from 0.")]
    end: Annotated[int, Example(2011, "Where it ends; not included.")]


class DateOut(AnswerObject):
    """A date as the news gives it."""

    edtf: Annotated[str, Example("2025-03-14", "EDTF (ISO 8601-2): `a/b` lasts through, `[a..b]` is one moment within, `~` approximate.")]
    earliest: Annotated[str | None, Example("2025-03-14", "The first day that it can be, as an ISO date; null where open or unknown.")]
    latest: Annotated[str | None, Example("2025-03-14", "The last day that it can be, as an ISO date; null where open or unknown.")]
    precision: Annotated[Precision, Example("day", "How exactly it is known.")]


class TextPositionSelector(AnswerObject):
    """W3C Web Annotation: where."""

    type: Annotated[Literal["TextPositionSelector"], Example("TextPositionSelector", "Which selector it is.")]
    start: Annotated[int, Example(1941, "Where the words begin, counted from 0.")]
    end: Annotated[int, Example(2011, "Where they end; not included.")]


class TextQuoteSelector(AnswerObject):
    """W3C Web Annotation: which words. Null while the article's text is not attached."""

    type: Annotated[Literal["TextQuoteSelector"], Example("TextQuoteSelector", "Which selector it is.")]
    exact: Annotated[
        str | None, Example("to keep the town’s strike kitchen open until the last picket goes home", "The words, as they stand there.")
    ]
    prefix: Annotated[str | None, Example(".\n\nMayor Ines Calloway promised ", "Up to 32 characters before.")]
    suffix: Annotated[str | None, Example(". She urged both sides to publis", "Up to 32 characters behind.")]


Selector = Annotated[TextPositionSelector | TextQuoteSelector, Field(discriminator="type")]


class PassageOut(AnswerObject):
    """The words a claim rests on: who (source), what tells the saying (cue), what was said (content)."""

    units: OffsetUnits
    source: Annotated[list[SpanOut], Field(description="The words that name the speaker.")]
    cue: Annotated[list[SpanOut], Field(description="The words that tell the saying; empty where a quotation stands alone.")]
    content: Annotated[list[SpanOut], Field(description="The words that were said, quotation marks included, in the order of the text.")]
    selector: Annotated[list[Selector], Field(description="A position and a quote selector for each content span, in order.")]


class ArticleRef(AnswerObject):
    """An article, named."""

    id: ArticleId
    label: Annotated[str, Example("Sample: Breakthrough in Port Ellery harbour strike, union says", "To show: the title.")]
    title: Title
    publisher: Publisher
    published: Published
    url: Annotated[str | None, Example("https://example.org/sample/harbour-strike", "Where it was published.")]


class EntityRef(AnswerObject):
    """An entity, named; an anonymous one by its descriptor."""

    id: EntityId
    kind: Annotated[EntityKind, Example("person", "What it is.")]
    label: Label
    name: Annotated[str | None, Example("Ines Calloway", "The resolved name; null for an anonymous entity.")]
    anonymous: Annotated[bool, Example(False, "Whether the text leaves it unnamed, for whatever reason.")]
    descriptor: Annotated[
        str | None, Example(None, "How the article describes it where it does not name it (`a US official`); most often null with a name.")
    ]


class SpeakerRef(EntityRef):
    """Who made a claim: as resolved, and as this article presents them."""

    as_said: Annotated[str | None, Example("Mayor Ines Calloway", "The source's words, at most eleven.")]
    role: Annotated[str | None, Example("Mayor", "In this article.")]
    organization: Annotated[str | None, Example("Port Ellery", "For which the speaker speaks in this article.")]


class TopicRef(AnswerObject):
    """A claim, event or entity with a label to show."""

    id: Annotated[str, Example("evt_wg1j16c3j34xpz8yhwkd", "Its id; the prefix tells the type, too.")]
    type: Annotated[Literal["claim", "event", "entity"], Example("event", "What it is.")]
    label: Annotated[
        str | None,
        Example(
            "Dockers' strike in the harbour of Port Ellery",
            "To show: a title, a name or descriptor; of a claim the gist, else the quote; null where there is none.",
        ),
    ]
