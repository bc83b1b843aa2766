"""JSON answers for claims."""

from typing import Annotated, Literal

from pydantic import Field

from app.answers.parts import (
    AnswerObject,
    ArticleId,
    ArticleRef,
    ClaimId,
    Confidence,
    DateOut,
    EntityRef,
    Example,
    PassageOut,
    Published,
    Publisher,
    Reviewed,
    SpeakerRef,
    Title,
    TopicRef,
)
from app.terms.vocabulary import ClaimKind, ClaimMode, ClaimRelation, EventRelation, Section

Gist = Annotated[
    str | None, Example("Commits the town to feeding strikers for as long as they are out.", "The claim in the annotator's own words.")
]
Quote = Annotated[
    str | None,
    Example(
        "to keep the town’s strike kitchen open until the last picket goes home",
        "The content's words to read: `quote_parts` joined by ` … `; null while the article's text is not attached.",
    ),
]


class ClaimOut(AnswerObject):
    """Somebody said something: everything that a claim card shows."""

    id: ClaimId
    kind: Annotated[ClaimKind, Example("pledge", "What kind of claim.")]
    mode: Annotated[ClaimMode, Example("indirect", "Whose words the article uses: the speaker's (`direct`), its own, or both.")]
    cue: Annotated[str | None, Example("promised", "The words that tell the saying, at most eleven.")]
    explicit: Annotated[bool, Example(True, "False: an attitude ascribed without a speech act.")]
    section: Annotated[Section | None, Example("body", "Where in the article it stands; null where unknown.")]
    speaker: Annotated[
        SpeakerRef | None,
        Field(description="Null where the article names no source, or by a word that could not be resolved (`he`); see `as_said`."),
    ]
    as_said: Annotated[
        str | None,
        Example("Mayor Ines Calloway", "The source's words, at most eleven, also where `speaker` is null; null without a source."),
    ]
    holders: Annotated[list[EntityRef], Field(description="Whose view it is, where it is not the speaker's own.")]
    reported_via: Annotated[EntityRef | None, Field(description="The outlet or person through whom it reached this article.")]
    addressee: Annotated[str | None, Example(None, "Whom it was said to, as the article has it.")]
    place: Annotated[str | None, Example(None, "Where it was said.")]
    gist: Gist
    quote: Quote
    quote_parts: Annotated[
        list[str] | None,
        Example(
            ["to keep the town’s strike kitchen open until the last picket goes home"],
            "The words of each content span, in order, word for word; null while the article's text is not attached.",
        ),
    ]
    said: Annotated[DateOut | None, Field(description="When it was said; null where the article does not tell.")]
    about: Annotated[list[TopicRef], Field(description="The entities and events it is about.")]
    passage: Annotated[PassageOut, Field(description="Where in the article it stands.")]
    article: Annotated[ArticleRef, Field(description="The article it stands in.")]
    confidence: Confidence
    review: Reviewed


class CompactArticle(AnswerObject):
    """The article that a claim stands in, to show."""

    id: ArticleId
    title: Title
    publisher: Publisher
    published: Published


class CompactClaim(AnswerObject):
    """A claim as a card shows it (`view=compact`)."""

    id: ClaimId
    speaker: Annotated[
        str | None,
        Example(
            "Ines Calloway", "The speaker's label: the name, else the descriptor; null where the article names none, or none is known."
        ),
    ]
    gist: Gist
    quote: Quote
    said: Annotated[str | None, Example("2025-03-14", "When it was said, in EDTF; null where the article does not tell.")]
    content: Annotated[
        list[list[int]],
        Example(
            [[1941, 2011]], "Start and end of each span of the words that were said. They count as `passage.content` of a whole claim."
        ),
    ]
    article: Annotated[CompactArticle, Field(description="The article it stands in.")]


class RelationOut(AnswerObject):
    """A relation, seen from the thing that was asked for."""

    type: Annotated[ClaimRelation | EventRelation, Example("contradicts", "How the first relates to the second.")]
    direction: Annotated[Literal["outgoing", "incoming"], Example("outgoing", "`incoming`: the other thing relates to this one.")]
    other: Annotated[TopicRef, Field(description="The thing at the other end.")]


class Corroboration(AnswerObject):
    """How widely a claim is reported: it and all that restates it, or repeats the same words of the same speaker, over all articles.

    Counting stops at 1,000 claims.
    """

    claims: Annotated[int, Example(1, "Claims that report it, this one included.")]
    articles: Annotated[int, Example(1, "Articles in which these claims stand.")]
    outlets: Annotated[int, Example(1, "Publishers of those articles.")]
    independent: Annotated[int, Example(1, "Publishers, those that share copied wording counted once.")]


class ClaimDetail(ClaimOut):
    """One claim with its relations, both ways, and how widely it is reported."""

    relations: Annotated[list[RelationOut], Field(description="From it and to it, in the order of the document.")]
    corroboration: Annotated[Corroboration, Field(description="How widely it is reported.")]
