"""JSON answers for claims."""

from typing import Annotated, Literal

from pydantic import Field

from app.answers.parts import AnswerObject, ArticleRef, ClaimId, Confidence, DateOut, EntityRef, Example, PassageOut, SpeakerRef, TopicRef
from app.terms.vocabulary import ClaimKind, ClaimMode, ClaimRelation, EventRelation, Review, Section


class ClaimOut(AnswerObject):
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


class RelationOut(AnswerObject):
    """A relation, seen from the thing that was asked for."""

    type: Annotated[ClaimRelation | EventRelation, Example("contradicts")]
    direction: Annotated[Literal["outgoing", "incoming"], Example("outgoing", "`incoming`: the other thing relates to this one.")]
    other: TopicRef


class Corroboration(AnswerObject):
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
