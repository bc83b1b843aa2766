"""JSON answers for entities and speakers."""

from typing import Annotated

from pydantic import Field

from app.answers.events import EventOut
from app.answers.parts import AnswerObject, ArticleRef, Day, EntityCounts, EntityRef, Example, Number, SpanOut, TopicRef
from app.terms.vocabulary import Units


class RoleOut(AnswerObject):
    """What somebody is, where."""

    title: Annotated[str | None, Example("spokesperson")]
    organization: Annotated[str | None, Example("US Department of State")]


class AppearanceOut(AnswerObject):
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


class CountOut(AnswerObject):
    """A value and how often it occurs."""

    value: Annotated[str, Example("statement")]
    count: Number


class TopicCount(AnswerObject):
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
