"""JSON answers of lists that cross the tables: timeline and search."""

from typing import Annotated, Literal, NotRequired

from pydantic import Field

from app.envelopes import NextCursor, Page, Total
from app.parts import Answer, DateOut, Day, Example
from app.schemas import ArticleOut, ClaimOut, EntityOut, EventOut


class TimelineClaim(Answer):
    """A claim, when it was said."""

    type: Annotated[Literal["claim"], Example("claim")]
    date: Annotated[DateOut, Field(description="When it was said.")]
    claim: ClaimOut


class TimelineEvent(Answer):
    """An event, when it happened or will."""

    type: Annotated[Literal["event"], Example("event")]
    date: Annotated[DateOut, Field(description="When it happened or will.")]
    event: EventOut


TimelineItem = Annotated[TimelineClaim | TimelineEvent, Field(discriminator="type")]


class TimelineCounts(Answer):
    """How many claims and events."""

    claims: Annotated[int, Example(7)]
    events: Annotated[int, Example(3)]


class TimelineBucket(TimelineCounts):
    """What lies within one day, week, month or year, as far as its date is known."""

    date: DateOut


class TimelineRange(TimelineCounts):
    """What can have been in more than one bucket: an imprecise date, or a lasting event. It is counted in none of them.

    `earliest` is the first day of the first of them, `latest` the last day of the last; null where the date is open.
    """

    earliest: Day
    latest: Day


class TimelineBuckets(Answer):
    """Counts of everything that passes the filters, however many pages it takes."""

    buckets: Annotated[list[TimelineBucket], Field(description="Those that hold something, in the order of time.")]
    spanning: Annotated[list[TimelineRange], Field(description="By earliest, then latest day; an open end first or last.")]
    undated: Annotated[TimelineCounts, Field(description="What has no date, and so no place on a timeline.")]


class TimelinePage(Page):
    """Claims and events by date. `total` counts both; `counts` are there when a `bucket` is asked for."""

    items: list[TimelineItem]
    counts: NotRequired[TimelineBuckets]


SnippetField = Literal[
    "name", "aliases", "descriptor", "title", "gist", "quote", "speaker", "place", "participants", "publisher", "byline", "text"
]


class SnippetPart(Answer):
    """Words of a snippet: plain text, no markup."""

    text: Annotated[str, Example("Hamas")]
    match: Annotated[bool, Example(True, "Whether it was searched for.")]


class Snippet(Answer):
    """Where the words were found. The parts joined are a stretch of the field."""

    field: Annotated[SnippetField, Example("gist")]
    parts: list[SnippetPart]


class Hit(Answer):
    """Something found."""

    score: Annotated[
        float, Example(1.53, "BM25 without inverse document frequency; three times that for entities. Comparable within one answer.")
    ]
    snippet: Snippet


class ClaimHit(Hit):
    """A claim found by gist, quote or speaker."""

    type: Annotated[Literal["claim"], Example("claim")]
    claim: ClaimOut


class EventHit(Hit):
    """An event found by title, place or participants."""

    type: Annotated[Literal["event"], Example("event")]
    event: EventOut


class EntityHit(Hit):
    """An entity found by name, alias or descriptor."""

    type: Annotated[Literal["entity"], Example("entity")]
    entity: EntityOut


class ArticleHit(Hit):
    """An article found by title, publisher, byline or text."""

    type: Annotated[Literal["article"], Example("article")]
    article: ArticleOut


SearchHit = Annotated[ClaimHit | EventHit | EntityHit | ArticleHit, Field(discriminator="type")]


class SearchCounts(Answer):
    """How many were found of each type that was searched."""

    claim: NotRequired[Total]
    event: NotRequired[Total]
    entity: NotRequired[Total]
    article: NotRequired[Total]


class SearchPage(Answer):
    """What was found, best first, then by id. `counts` are there unless `count=none`."""

    next_cursor: NextCursor
    items: list[SearchHit]
    counts: NotRequired[SearchCounts]
    complete: Annotated[
        bool, Example(True, "False: more was found than is ranked. Without `prefix`, the list of each type gives all of it.")
    ]
