"""JSON answers to the verification of an article's passages against a text."""

from typing import Annotated, Literal

from pydantic import Field

from app.answers.parts import AnswerObject, ArticleId, ClaimId, Example

Status = Literal["exact", "moved", "changed", "gone", "unknown"]
Count = Annotated[int, Example(3, "Of so many claims.")]


class VerifiedSpan(AnswerObject):
    """A span of the text that was sent."""

    start: Annotated[int, Example(3234, "Its first code point.")]
    end: Annotated[int, Example(3265, "The code point behind its last.")]


class VerifiedClaim(AnswerObject):
    """Where the words of a claim are in the text that was sent."""

    id: ClaimId
    status: Annotated[
        Status,
        Example(
            "moved",
            "`exact`: they stand where they stood. `moved`: word for word elsewhere. `changed`: something near does. `gone`: nothing near "
            "does. `unknown`: the article's text is not attached, or they are hidden from you, and they do not stand where they stood.",
        ),
    ]
    content: Annotated[list[VerifiedSpan], Field(description="Where they are; where `changed`, what comes nearest.")]
    found: Annotated[list[str], Field(description="The words there, one text a span.", examples=[["the strike kitchen stays open"]])]
    distance: Annotated[
        int | None, Example(4, "Characters to insert, delete or replace to make the stored words of those; null where nothing was found.")
    ]


class VerificationCounts(AnswerObject):
    """How many claims have each status."""

    exact: Count
    moved: Count
    changed: Count
    gone: Count
    unknown: Count


class Verification(AnswerObject):
    """The claims of an article, each compared with a text. Nothing of the text is stored."""

    id: ArticleId
    same_text: Annotated[bool, Example(False, "Whether it is the article's text, to the last character.")]
    counts: Annotated[VerificationCounts, Field(description="How many claims are exact, moved, changed, gone or unknown.")]
    claims: Annotated[list[VerifiedClaim], Field(description="In the order of the article.")]
