"""JSON answers for searches: hits with snippets, counts by type."""

from typing import Annotated, Literal, NotRequired

from pydantic import Field

from app.answers.articles import ArticleOut
from app.answers.claims import ClaimOut
from app.answers.entities import EntityOut
from app.answers.events import EventOut
from app.answers.pages import NextCursor, Total
from app.answers.parts import AnswerObject, Example

SnippetField = Literal[
    "name", "aliases", "descriptor", "title", "gist", "quote", "speaker", "place", "participants", "publisher", "byline", "text"
]


class SnippetPart(AnswerObject):
    """Words of a snippet: plain text, no markup."""

    text: Annotated[str, Example("Calloway", "The words.")]
    match: Annotated[bool, Example(True, "Whether it was searched for.")]


class Snippet(AnswerObject):
    """Where the words were found. The parts joined are a stretch of the field."""

    field: Annotated[SnippetField, Example("gist", "The field that they come from.")]
    parts: Annotated[list[SnippetPart], Field(description="In order; empty where the field has no text.")]


class Hit(AnswerObject):
    """Something found."""

    score: Annotated[
        float, Example(1.53, "BM25 without inverse document frequency; three times that for entities. Comparable within one answer.")
    ]
    snippet: Annotated[Snippet, Field(description="Where the words were found.")]


class ClaimHit(Hit):
    """A claim found by gist, quote or speaker."""

    type: Annotated[Literal["claim"], Example("claim", "What was found.")]
    claim: Annotated[ClaimOut, Field(description="The claim.")]


class EventHit(Hit):
    """An event found by title, place or participants."""

    type: Annotated[Literal["event"], Example("event", "What was found.")]
    event: Annotated[EventOut, Field(description="The event.")]


class EntityHit(Hit):
    """An entity found by name, alias or descriptor."""

    type: Annotated[Literal["entity"], Example("entity", "What was found.")]
    entity: Annotated[EntityOut, Field(description="The entity.")]


class ArticleHit(Hit):
    """An article found by title, publisher, byline or text."""

    type: Annotated[Literal["article"], Example("article", "What was found.")]
    article: Annotated[ArticleOut, Field(description="The article.")]


SearchHit = Annotated[ClaimHit | EventHit | EntityHit | ArticleHit, Field(discriminator="type")]


class SearchCounts(AnswerObject):
    """How many were found of each type that was searched."""

    claim: NotRequired[Annotated[Total, Field(description="Claims.")]]
    event: NotRequired[Annotated[Total, Field(description="Events.")]]
    entity: NotRequired[Annotated[Total, Field(description="Entities.")]]
    article: NotRequired[Annotated[Total, Field(description="Articles.")]]


class SearchPage(AnswerObject):
    """What was found, best first, then by id. `counts` are there unless `count=none`."""

    next_cursor: NextCursor
    items: Annotated[list[SearchHit], Field(description="The hits of this page, best first, then by id.")]
    counts: NotRequired[Annotated[SearchCounts, Field(description="How many were found of each type.")]]
    complete: Annotated[
        bool, Example(True, "False: more was found than is ranked. Without `prefix`, the list of each type gives all of it.")
    ]
