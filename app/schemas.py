"""JSON answers, small things first: claims, events, entities, articles. Their parts stand in ``parts.py``."""

from typing import Annotated, Literal

from pydantic import Field

from app.parts import (
    Answer,
    ArticleCounts,
    ArticleRef,
    ClaimId,
    Confidence,
    DateOut,
    Day,
    EntityCounts,
    EntityRef,
    EventCounts,
    EventId,
    Example,
    Number,
    PassageOut,
    SpanOut,
    SpeakerRef,
    TopicRef,
)
from app.terms.vocabulary import (
    ClaimKind,
    ClaimMode,
    ClaimRelation,
    EventKind,
    EventRelation,
    EventStatus,
    Measure,
    ParticipantRole,
    Qualifier,
    Review,
    Section,
    SpanRole,
    Units,
)


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


class Corroboration(Answer):
    """How widely a claim is reported: it and all that restates it, or repeats the same words of the same speaker, over all articles.

    Counting stops at 1,000 claims.
    """

    claims: Annotated[int, Example(3)]
    articles: Annotated[int, Example(3)]
    outlets: Annotated[int, Example(2, "Publishers of those articles.")]
    independent: Annotated[int, Example(1, "Publishers, those that share copied wording counted once.")]


class ClaimDetail(ClaimOut):
    """One claim with its relations, both ways, and how widely it is reported."""

    relations: list[RelationOut]
    corroboration: Corroboration


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
