"""JSON answers for articles."""

from typing import Annotated

from pydantic import Field

from app.answers.claims import ClaimOut
from app.answers.events import EventOut
from app.answers.parts import AnswerObject, ArticleCounts, ArticleRef, EntityRef, Example, TopicRef
from app.terms.vocabulary import SpanRole, Units


class ProducerOut(AnswerObject):
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


class AnnotatedSpan(AnswerObject):
    """A stretch of the text and what it is."""

    start: Annotated[int, Example(3220)]
    end: Annotated[int, Example(3233)]
    role: Annotated[SpanRole, Example("cue")]
    of: Annotated[TopicRef | None, Field(description="The claim, event or entity it belongs to; null for a time.")]
    edtf: Annotated[str | None, Example("2024-06-25", "What a time denotes.")]
    exact: Annotated[str | None, Example("characterized", "The words; null while the text is not attached.")]


class AnnotatedArticle(AnswerObject):
    """What a page needs to highlight an article: its text and every span, ordered by start, then longest first."""

    article: ArticleRef
    text_sha256: Annotated[str, Example("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    text: Annotated[str | None, Example("He refused the offer.")]
    units: Annotated[Units, Example("codepoint", "What offsets count.")]
    spans: list[AnnotatedSpan]
