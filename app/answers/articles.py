"""JSON answers for articles."""

from typing import Annotated

from pydantic import Field

from app.answers.claims import ClaimOut, CompactClaim
from app.answers.events import EventOut
from app.answers.parts import AnswerObject, ArticleCounts, ArticleRef, EntityRef, Example, OffsetUnits, TopicRef
from app.terms.vocabulary import SpanRole, TextPolicy

TextHash = Annotated[
    str,
    Example("30c5c016e5d701fae95b35eccf83837ed48fb82fb466d7586af37783dda790a2", "SHA-256 of the UTF-8 text that offsets count in."),
]


class ProducerOut(AnswerObject):
    """Who made the knowledge document."""

    name: Annotated[str, Example("On Record curators", "A person, a group of people, or a program.")]
    version: Annotated[str, Example("1", "Of the program, or of the rules that people followed.")]


class ArticleOut(ArticleRef):
    """One published story."""

    byline: Annotated[list[str], Example(["Tamsin Oakrill"], "Names of the authors, in order; empty where none is given.")]
    dateline: Annotated[str | None, Example("PORT ELLERY", "Where it was written, as its first line says.")]
    language: Annotated[str | None, Example("en", "Language tag of the text.")]
    text_sha256: TextHash
    has_text: Annotated[bool, Example(True, "Whether the text is kept here.")]
    text_policy: Annotated[
        TextPolicy,
        Example("full", "What of it everybody sees: `full`; `quotes`, passages only; `hidden`, offsets and gists only."),
    ]
    counts: Annotated[ArticleCounts, Field(description="What it holds.")]
    produced_by: Annotated[ProducerOut, Field(description="Who made its knowledge document.")]


class ArticleDetail(ArticleOut):
    """One article with everything it says."""

    speakers: Annotated[list[EntityRef], Field(description="Who makes its claims, in the order of its document.")]
    claims: Annotated[list[ClaimOut], Field(description="In the order of the text.")]
    events: Annotated[list[EventOut], Field(description="In the order of the text.")]


class CompactArticleDetail(ArticleOut):
    """One article with its claims as cards show them."""

    speakers: Annotated[list[EntityRef], Field(description="Who makes its claims, in the order of its document.")]
    claims: Annotated[list[CompactClaim], Field(description="In the order of the text.")]
    events: Annotated[list[EventOut], Field(description="In the order of the text.")]


class AnnotatedSpan(AnswerObject):
    """A stretch of the text and what it is."""

    start: Annotated[int, Example(1932, "Where it begins, counted from 0.")]
    end: Annotated[int, Example(1940, "Where it ends; not included.")]
    role: Annotated[SpanRole, Example("cue", "What it is.")]
    of: Annotated[TopicRef | None, Field(description="The claim, event or entity it belongs to; null for a time.")]
    edtf: Annotated[str | None, Example(None, "What a time denotes, in EDTF; null for all else.")]
    exact: Annotated[str | None, Example("promised", "The words; null while the text is not attached, and where `segments` are not given.")]


class TextSegment(AnswerObject):
    """A run of the text within which no span begins or ends."""

    start: Annotated[int, Example(1932, "Where it begins: where the one before ends.")]
    end: Annotated[int, Example(1940, "Where it ends; not included.")]
    text: Annotated[str, Example("promised", "Its words.")]
    spans: Annotated[list[int], Example([111], "The spans that cover it, by their place in `spans`, counted from 0; empty for plain text.")]


class AnnotatedArticle(AnswerObject):
    """What a page needs to highlight an article: its text, every span, and the text cut into runs."""

    article: Annotated[ArticleRef, Field(description="The article.")]
    text_sha256: TextHash
    text: Annotated[str | None, Example("promised", "The article's text, as it was given; null while it is not attached.")]
    units: OffsetUnits
    spans: Annotated[list[AnnotatedSpan], Field(description="Every span of it, by start, then longest first; they may overlap.")]
    segments: Annotated[
        list[TextSegment] | None,
        Field(
            description="The text cut where a span begins or ends, in order: joined, it is the whole text, so that a page highlights by "
            "one loop. Null while the text is not attached, and where spans repeat more than 2,000,000 characters of text and labels: "
            "`exact` is then null, too, and labels are cut to 100 characters. Empty for an empty text."
        ),
    ]
