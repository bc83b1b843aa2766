"""JSON answers that put many claims together: graph, comparison, source mix, statistics."""

from typing import Annotated, Literal

from pydantic import Field

from app.envelopes import Total
from app.parts import Answer, ClaimId, Day, EntityId, EntityRef, Example, Number, TopicRef
from app.schemas import ClaimOut, CountOut
from app.terms.vocabulary import ClaimRelation

Share = Annotated[float | None, Example(0.25, "Part of all claims here, 0 to 1, to four digits; null where there is none.")]


class ThreeCounts(Answer):
    """Claims, articles and outlets are three numbers."""

    claims: Annotated[int, Example(12, "Distinct claims.")]
    articles: Annotated[int, Example(3, "Articles in which these claims stand.")]
    outlets: Annotated[int, Example(2, "Their publishers; an article without one counts in none.")]


class GraphNode(EntityRef):
    """Somebody who speaks or is spoken about."""

    counts: Annotated[ThreeCounts, Field(description="Of the filtered claims that make its edges, those left out too.")]
    speaks: Annotated[int, Example(9, "Filtered claims that it makes about any entity.")]
    spoken_about: Annotated[int, Example(3, "Filtered claims about it that have a speaker.")]


class GraphEdge(Answer):
    """One speaks about another: how often, in what kinds and modes."""

    source: Annotated[EntityId, Field(description="The node that speaks.")]
    target: Annotated[EntityId, Field(description="The node that is spoken about; the same one where somebody speaks about themselves.")]
    counts: ThreeCounts
    kinds: Annotated[list[CountOut], Field(description="Its claims by kind, commonest first.")]
    modes: Annotated[list[CountOut], Field(description="Its claims by mode, commonest first.")]


class GraphLeftOut(Answer):
    """What would be in the graph, but for its limits."""

    edges: Annotated[
        int,
        Example(
            0,
            "Edges of the question beyond `limit`. The question without `focus`: all edges of the filtered claims. With it, at depth 1: "
            "those with the focus at an end; at depth 2: those with the focus, or any entity that shares an edge with it, at an end.",
        ),
    ]
    nodes: Annotated[int, Example(0, "Nodes that only those edges have.")]
    claims: Annotated[
        int, Example(4, "Filtered claims, whatever the focus, that name no speaker or are about no entity: they make no edge anywhere.")
    ]


class Graph(Answer):
    """Who speaks about whom."""

    nodes: Annotated[list[GraphNode], Field(description="By claims, most first, then by id.")]
    edges: Annotated[list[GraphEdge], Field(description="By claims, most first, then by source and target.")]
    left_out: GraphLeftOut


class Side(Answer):
    """One side of a comparison."""

    total: Annotated[Total, Field(description="Its claims under the filters; `/v1/claims` with the same filters lists all.")]
    claims: Annotated[list[ClaimOut], Field(description="Latest said first, undated last, then by id.")]


class SpeakerSide(Side):
    """What one speaker says."""

    type: Annotated[Literal["speaker"], Example("speaker")]
    id: Annotated[EntityId, Field(description="Of the speaker; as asked for, where no entity has it.")]
    speaker: Annotated[EntityRef | None, Field(description="Null where no entity has the id.")]


class PublisherSide(Side):
    """What one publisher's articles quote."""

    type: Annotated[Literal["publisher"], Example("publisher")]
    publisher: Annotated[str, Example("The Times of Israel")]


ComparedSide = Annotated[SpeakerSide | PublisherSide, Field(discriminator="type")]


class ComparedRelation(Answer):
    """A claim of one side restates, contradicts, supports, elaborates or responds to another, or to an event."""

    type: Annotated[ClaimRelation, Example("contradicts")]
    claim: Annotated[ClaimId, Field(description="The one that relates.")]
    side: Annotated[int, Example(0, "The first side that has the claim, counted from 0.")]
    other: Annotated[TopicRef, Field(description="What it relates to.")]
    other_side: Annotated[int | None, Example(1, "The first side that has the other claim; null for an event.")]


class ComparedTopic(Answer):
    """Something that several sides speak about."""

    topic: TopicRef
    claims: Annotated[list[int], Example([3, 1], "Claims about it among those given, by side.")]


class Comparison(Answer):
    """Claims side by side."""

    sides: Annotated[list[ComparedSide], Field(description="In the order asked for, without repeats.")]
    relations: Annotated[list[ComparedRelation], Field(description="Between the claims given, and from them to events, by article.")]
    topics: Annotated[list[ComparedTopic], Field(description="That two sides or more speak about: most claims first, then by id.")]


class ClaimShare(Answer):
    """Some of the claims."""

    claims: Number
    share: Share


class ShareOf(ClaimShare):
    """The claims with one value."""

    value: Annotated[str, Example("named")]


class ConditionOut(Answer):
    """A stated condition of anonymity."""

    condition: Annotated[str, Example("on condition of anonymity", "As the article states it.")]
    speakers: Annotated[int, Example(1, "Distinct speakers who stated it.")]
    claims: Number


class VoiceOut(ClaimShare):
    """Somebody quoted, and how much rests on them."""

    speaker: EntityRef


class Voices(Answer):
    """Distinct speakers."""

    total: Annotated[int, Example(12)]
    named: Annotated[int, Example(8)]
    anonymous: Annotated[int, Example(4)]


class SourceMix(Answer):
    """How claims are sourced. Every breakdown gives all its values, also those that no claim has."""

    counts: ThreeCounts
    attribution: Annotated[list[ShareOf], Field(description="`named`, `anonymous`, `unattributed` (no speaker).")]
    modes: Annotated[list[ShareOf], Field(description="`direct`, `indirect`, `mixed`.")]
    speaker_kinds: Annotated[list[ShareOf], Field(description="`person`, `organization`, `group`, `place`, of claims with a speaker.")]
    speaks_for: Annotated[
        list[ShareOf],
        Field(
            description="`government`, `organization` (another one), `themselves`: whom the speaker speaks for in that article, by the "
            "words of its name, role and organization; of claims with a speaker."
        ),
    ]
    voices: Voices
    one_anonymous: Annotated[
        ClaimShare,
        Field(description="Claims that rest on one anonymous speaker: no group, and no claim of another speaker restates or supports it."),
    ]
    anonymity_conditions: Annotated[list[ConditionOut], Field(description="The 50 with most claims, then by their words.")]
    speakers: Annotated[list[VoiceOut], Field(description="The 50 with most claims, then by id.")]


class DateSpan(Answer):
    """From the earliest day that anything can have been to the latest: `2024` can have been until its last day. Open ends are left out."""

    first: Day
    last: Day
    undated: Annotated[int, Example(3, "How many have no date.")]


class Stats(Answer):
    """What the archive holds."""

    data_version: Annotated[int, Example(7, "Rises with every change of the data.")]
    articles: Annotated[int, Example(2)]
    articles_with_text: Annotated[int, Example(1, "Whose text is attached, so that passages can be shown.")]
    outlets: Annotated[int, Example(2, "Distinct publishers.")]
    claims: Annotated[int, Example(57)]
    speakers: Annotated[int, Example(30, "Entities that make claims.")]
    entities: Annotated[int, Example(80)]
    events: Annotated[int, Example(50)]
    relations: Annotated[int, Example(70)]
    published: DateSpan
    said: DateSpan
    happened: Annotated[DateSpan, Field(description="Of events, planned and imagined ones too.")]
    claim_kinds: list[CountOut]
    claim_modes: list[CountOut]
    event_kinds: list[CountOut]
    event_statuses: list[CountOut]
