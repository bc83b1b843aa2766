"""JSON answers, small things first. Typed dictionaries: the shape and its documentation, at no cost per row.

Every key is always there, null where nothing is known, unless it is marked as given only when asked for. A thing is an
object with ``id``; a date an object; a passage W3C selectors.
"""

from typing import Annotated, Any, Literal

from pydantic import Field
from typing_extensions import TypedDict

from app.vocabulary import (
    ClaimKind,
    ClaimMode,
    ClaimRelation,
    EntityKind,
    EventKind,
    EventRelation,
    EventStatus,
    Measure,
    ParticipantRole,
    Precision,
    Qualifier,
    Review,
    Section,
    SpanRole,
    Units,
)


def Example(value: Any, description: str | None = None, **more: Any) -> Any:  # noqa: N802 - reads as the annotation it is
    """Document a field by an example value."""
    return Field(examples=[value], description=description, **more)


ArticleId = Annotated[str, Example("art_1q7d8m4z0k3n5c6v2b9x")]
EntityId = Annotated[str, Example("ent_8r1c0v6t5k2m9x3w7z4p")]
ClaimId = Annotated[str, Example("clm_5k2m7p9q1r3t4v6w8x0z")]
EventId = Annotated[str, Example("evt_3w9p1k5m7q2r4t6v8x0z")]
Name = Annotated[str | None, Example("Matthew Miller", "The resolved name; null for an anonymous entity.")]
Day = Annotated[str | None, Example("2024-06-25", "ISO date.")]
Number = Annotated[int, Example(12)]
Confidence = Annotated[float | None, Example(0.87, "The extractor's, 0 to 1; null where a person made it.")]


class Answer(TypedDict):
    """An object of an answer: what it holds is listed, and nothing else is in it."""


class EventCounts(Answer):
    """How much is known about an event."""

    claims: Annotated[int, Example(3, "Claims about it.")]


class ArticleCounts(Answer):
    """What an article holds."""

    claims: Annotated[int, Example(34)]
    speakers: Annotated[int, Example(12)]
    events: Annotated[int, Example(35)]


class EntityCounts(Answer):
    """Claims, articles and outlets are three numbers."""

    claims: Annotated[int, Example(12, "Claims it made.")]
    articles: Annotated[int, Example(3, "Articles it appears in.")]
    outlets: Annotated[int, Example(2, "Publishers of those articles.")]


class SpanOut(Answer):
    """A half-open range of the article's stored text."""

    start: Annotated[int, Example(3234)]
    end: Annotated[int, Example(3265)]


class DateOut(Answer):
    """A date as the news gives it."""

    edtf: Annotated[str, Example("2024-06-25", "EDTF (ISO 8601-2): `a/b` lasts through, `[a..b]` is one moment within, `~` approximate.")]
    earliest: Annotated[str | None, Example("2024-06-25", "ISO date; null where open or unknown.")]
    latest: Annotated[str | None, Example("2024-06-25", "ISO date; null where open or unknown.")]
    precision: Annotated[Precision, Example("day")]


class TextPositionSelector(Answer):
    """W3C Web Annotation: where."""

    type: Annotated[Literal["TextPositionSelector"], Example("TextPositionSelector")]
    start: Annotated[int, Example(3234)]
    end: Annotated[int, Example(3265)]


class TextQuoteSelector(Answer):
    """W3C Web Annotation: which words. Null while the article's text is not attached."""

    type: Annotated[Literal["TextQuoteSelector"], Example("TextQuoteSelector")]
    exact: Annotated[str | None, Example("the offer was refused")]
    prefix: Annotated[str | None, Example("He said that ", "Up to 32 characters before.")]
    suffix: Annotated[str | None, Example(", and left.", "Up to 32 characters behind.")]


Selector = Annotated[TextPositionSelector | TextQuoteSelector, Field(discriminator="type")]


class PassageOut(Answer):
    """The words a claim rests on: who (source), what tells the saying (cue), what was said (content)."""

    units: Annotated[
        Units,
        Example("codepoint", "What offsets count. `utf16` only where it was asked for and the text is attached: else it cannot be known."),
    ]
    source: list[SpanOut]
    cue: list[SpanOut]
    content: list[SpanOut]
    selector: Annotated[list[Selector], Field(description="A position and a quote selector for each content span, in order.")]


class ArticleRef(Answer):
    """An article, named."""

    id: ArticleId
    title: Annotated[str, Example("Harbour talks resume")]
    publisher: Annotated[str | None, Example("The Times of Israel")]
    published: Annotated[str | None, Example("2024-06-27", "ISO date or date-time, as published.")]
    url: Annotated[str | None, Example("https://example.org/harbour")]


class EntityRef(Answer):
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


class TopicRef(Answer):
    """A claim, event or entity with a label to show."""

    id: Annotated[str, Example("evt_3w9p1k5m7q2r4t6v8x0z")]
    type: Annotated[Literal["claim", "event", "entity"], Example("event")]
    label: Annotated[str | None, Example("Hamas's answer to the proposal")]


class ClaimOut(Answer):
    """Somebody said something: everything that a claim card shows."""

    id: ClaimId
    kind: Annotated[ClaimKind, Example("accusation")]
    mode: Annotated[ClaimMode, Example("mixed")]
    cue: Annotated[str | None, Example("characterized", "The words that tell the saying, at most eleven.")]
    explicit: Annotated[bool, Example(True, "False: an attitude ascribed without a speech act.")]
    section: Annotated[Section | None, Example("body")]
    speaker: Annotated[SpeakerRef | None, Field(description="Null where the article names no source.")]
    holders: Annotated[list[EntityRef], Field(description="Whose view it is, where it is not the speaker's own.")]
    reported_via: Annotated[EntityRef | None, Field(description="The outlet or person through whom it reached this article.")]
    addressee: Annotated[str | None, Example("reporters")]
    place: Annotated[str | None, Example("Washington")]
    gist: Annotated[str | None, Example("Called the reply a refusal of the offer.", "In the annotator's own words.")]
    quote: Annotated[str | None, Example("“rejection,”", "The content's words; null while the article's text is not attached.")]
    said: DateOut | None
    about: list[TopicRef]
    passage: PassageOut
    article: ArticleRef
    confidence: Confidence
    review: Annotated[Review, Example("accepted")]


class RelationOut(Answer):
    """A relation, seen from the thing that was asked for."""

    type: Annotated[ClaimRelation | EventRelation, Example("contradicts")]
    direction: Annotated[Literal["outgoing", "incoming"], Example("outgoing", "`incoming`: the other thing relates to this one.")]
    other: TopicRef


class ClaimDetail(ClaimOut):
    """One claim with its relations, both ways."""

    relations: list[RelationOut]


class ParticipantOut(Answer):
    """Who takes part in an event; a bare name where the document gives no entity."""

    role: Annotated[ParticipantRole, Example("actor")]
    entity: EntityRef | None
    name: Annotated[str | None, Example("Hamas")]


class FigureOut(Answer):
    """A number that belongs to an event."""

    measure: Annotated[Measure, Example("abducted")]
    value: Annotated[float | None, Example(251)]
    text: Annotated[str | None, Example("251")]
    qualifier: Annotated[Qualifier, Example("exact")]
    span: SpanOut | None


class EventOut(Answer):
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


class RoleOut(Answer):
    """What somebody is, where."""

    title: Annotated[str | None, Example("spokesperson")]
    organization: Annotated[str | None, Example("US Department of State")]


class AppearanceOut(Answer):
    """An entity as one article presents it."""

    article: ArticleRef
    name: Annotated[str | None, Example("Matthew Miller", "The name in this article's document.")]
    descriptor: Annotated[str | None, Example("a US official")]
    anonymity_condition: Annotated[str | None, Example("on condition of anonymity")]
    roles: list[RoleOut]
    mentions: list[SpanOut]
    units: Annotated[Units, Example("codepoint", "What the offsets count.")]


class EntityOut(EntityRef):
    """Anyone or anything named. A speaker is an entity seen from its claims: the same id, the same shape."""

    aliases: Annotated[list[str], Example(["Miller"])]
    wikidata: Annotated[str | None, Example("Q801")]
    anonymity_condition: Annotated[str | None, Example("on condition of anonymity")]
    role: Annotated[str | None, Example("spokesperson", "In the newest article that gives one.")]
    organization: Annotated[str | None, Example("US Department of State", "In the newest article that gives a role.")]
    counts: EntityCounts
    first_said: Day
    last_said: Day


class CountOut(Answer):
    """A value and how often it occurs."""

    value: Annotated[str, Example("statement")]
    count: Number


class TopicCount(Answer):
    """Something spoken about, and by how many claims."""

    topic: TopicRef
    count: Number


class EntityDetail(EntityOut):
    """One entity: as articles present it, what it said, what it is spoken of."""

    roles: Annotated[list[RoleOut], Field(description="Every role that an article gives, without repeats.")]
    appearances: Annotated[
        list[AppearanceOut], Field(description="In the newest 20 articles; all of them at `/v1/entities/{id}/appearances`.")
    ]
    members: Annotated[list[EntityRef], Field(description="Of a group.")]
    groups: Annotated[list[EntityRef], Field(description="Groups it is a member of.")]
    kinds: Annotated[list[CountOut], Field(description="Its claims by kind.")]
    modes: Annotated[list[CountOut], Field(description="Its claims by mode.")]
    speaks_about: Annotated[
        list[TopicCount], Field(description="The 50 entities and 50 events its claims are most about; all claims by the filter `about`.")
    ]
    spoken_about_by: Annotated[list[TopicCount], Field(description="The 50 speakers with most claims about it.")]
    events: Annotated[list[EventOut], Field(description="The latest 20 events it takes part in; all by the filter `participant`.")]


class ProducerOut(Answer):
    """Who made the knowledge document."""

    name: Annotated[str, Example("On Record curators")]
    version: Annotated[str, Example("1")]


class ArticleOut(ArticleRef):
    """One published story."""

    byline: Annotated[list[str], Example(["Jacob Magid"])]
    dateline: Annotated[str | None, Example("Washington")]
    language: Annotated[str | None, Example("en")]
    text_sha256: Annotated[str, Example("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "Of the UTF-8 text.")]
    has_text: Annotated[bool, Example(True, "Whether the text is kept here.")]
    counts: ArticleCounts
    produced_by: ProducerOut


class ArticleDetail(ArticleOut):
    """One article with everything it says."""

    speakers: list[EntityRef]
    claims: Annotated[list[ClaimOut], Field(description="In the order of the text.")]
    events: Annotated[list[EventOut], Field(description="In the order of the text.")]


class AnnotatedSpan(Answer):
    """A stretch of the text and what it is."""

    start: Annotated[int, Example(3220)]
    end: Annotated[int, Example(3233)]
    role: Annotated[SpanRole, Example("cue")]
    of: Annotated[TopicRef | None, Field(description="The claim, event or entity it belongs to; null for a time.")]
    edtf: Annotated[str | None, Example("2024-06-25", "What a time denotes.")]
    exact: Annotated[str | None, Example("characterized", "The words; null while the text is not attached.")]


class AnnotatedArticle(Answer):
    """What a page needs to highlight an article: its text and every span, ordered by start, then longest first."""

    article: ArticleRef
    text_sha256: Annotated[str, Example("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    text: Annotated[str | None, Example("He refused the offer.")]
    units: Annotated[Units, Example("codepoint", "What offsets count.")]
    spans: list[AnnotatedSpan]
