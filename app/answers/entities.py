"""JSON answers for entities and speakers."""

from typing import Annotated, Literal

from pydantic import Field

from app.answers.events import EventOut
from app.answers.parts import AnswerObject, ArticleRef, EntityCounts, EntityRef, Example, Number, OffsetUnits, SpanOut, TopicRef

AnonymityCondition = Annotated[
    str | None, Example(None, "Why it is not named, in the article's words: `on condition of anonymity`; null where none is stated.")
]


class RoleOut(AnswerObject):
    """What somebody is, where."""

    title: Annotated[str | None, Example("Mayor", "What it is.")]
    organization: Annotated[str | None, Example("Port Ellery", "Where it is that.")]


class AppearanceOut(AnswerObject):
    """An entity as one article presents it."""

    article: Annotated[ArticleRef, Field(description="The article.")]
    label: Annotated[str | None, Example("Ines Calloway", "To show: the name in this article, else the descriptor.")]
    name: Annotated[str | None, Example("Ines Calloway", "The name in this article's document; null where it is not named.")]
    descriptor: Annotated[str | None, Example(None, "How this article describes it.")]
    anonymity_condition: AnonymityCondition
    roles: Annotated[list[RoleOut], Field(description="Its roles in this article, in order.")]
    mentions: Annotated[list[SpanOut], Field(description="Where the text names it.")]
    units: OffsetUnits


class EntityOut(EntityRef):
    """Anyone or anything named. A speaker is an entity seen from its claims: the same id, the same shape."""

    aliases: Annotated[list[str], Example([], "Other names that articles give it.")]
    wikidata: Annotated[str | None, Example(None, "Its item in Wikidata, such as `Q801`.")]
    anonymity_condition: AnonymityCondition
    role: Annotated[str | None, Example("Mayor", "In the newest article that gives one.")]
    organization: Annotated[str | None, Example("Port Ellery", "In the newest article that gives a role.")]
    counts: Annotated[EntityCounts, Field(description="How often it speaks and appears.")]
    first_said: Annotated[str | None, Example(None, "Day of its earliest dated claim, as an ISO date.")]
    last_said: Annotated[str | None, Example(None, "Day of its latest dated claim, as an ISO date.")]


CandidateReason = Literal["name", "wikidata", "organization"]


class CandidateOut(AnswerObject):
    """An entity that may be one with another."""

    entity: Annotated[EntityOut, Field(description="The candidate, to judge by `POST /v1/entities/{entity_id}/merge`.")]
    score: Annotated[float, Example(0.931, "How likely it is, 0 to 1: by likeness of names, Wikidata items, organizations and kinds.")]
    reasons: Annotated[
        list[CandidateReason],
        Field(description="What they have in common: like names, the Wikidata item, an organization of a role.", examples=[["name"]]),
    ]
    judgement: Annotated[Literal["unsure"] | None, Example(None, "`unsure` where somebody looked, and did not know.")]


class Candidates(AnswerObject):
    """Entities that may be one with another, best first."""

    items: Annotated[list[CandidateOut], Field(description="Best first, at most 20.")]


class CountOut(AnswerObject):
    """A value and how often it occurs."""

    value: Annotated[str, Example("statement", "The value.")]
    count: Number


class TopicCount(AnswerObject):
    """Something spoken about, and by how many claims."""

    topic: Annotated[TopicRef, Field(description="The entity or event; a speaker in `spoken_about_by`.")]
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
