"""JSON answers for the comparison of claims."""

from typing import Annotated, Literal

from pydantic import Field

from app.answers.claims import ClaimOut
from app.answers.pages import Total
from app.answers.parts import AnswerObject, ClaimId, EntityId, EntityRef, Example, TopicRef
from app.terms.vocabulary import ClaimRelation


class Side(AnswerObject):
    """One side of a comparison."""

    total: Annotated[Total, Field(description="Its claims under the filters; `/v1/claims` with the same filters lists all.")]
    claims: Annotated[list[ClaimOut], Field(description="Latest said first, undated last, then by id.")]


class SpeakerSide(Side):
    """What one speaker says."""

    type: Annotated[Literal["speaker"], Example("speaker", "What kind of side it is.")]
    id: Annotated[EntityId, Field(description="Of the speaker; as asked for, where no entity has it.")]
    speaker: Annotated[EntityRef | None, Field(description="Null where no entity has the id.")]


class PublisherSide(Side):
    """What one publisher's articles quote."""

    type: Annotated[Literal["publisher"], Example("publisher", "What kind of side it is.")]
    publisher: Annotated[str, Example("The Ellery Sample", "Its name, in the commonest spelling.")]


ComparedSide = Annotated[SpeakerSide | PublisherSide, Field(discriminator="type")]


class ComparedRelation(AnswerObject):
    """A claim of one side restates, contradicts, supports, elaborates or responds to another, or to an event."""

    type: Annotated[ClaimRelation, Example("contradicts", "How the claim relates to the other.")]
    claim: Annotated[ClaimId, Field(description="The one that relates.")]
    side: Annotated[int, Example(0, "The first side that has the claim, counted from 0.")]
    other: Annotated[TopicRef, Field(description="What it relates to.")]
    other_side: Annotated[int | None, Example(1, "The first side that has the other claim; null for an event.")]


class ComparedTopic(AnswerObject):
    """Something that several sides speak about."""

    topic: Annotated[TopicRef, Field(description="The entity or event.")]
    claims: Annotated[list[int], Example([3, 1], "Claims about it among those given, by side.")]


class Comparison(AnswerObject):
    """Claims side by side."""

    sides: Annotated[list[ComparedSide], Field(description="In the order asked for, without repeats.")]
    relations: Annotated[list[ComparedRelation], Field(description="Between the claims given, and from them to events, by article.")]
    topics: Annotated[list[ComparedTopic], Field(description="That two sides or more speak about: most claims first, then by id.")]
