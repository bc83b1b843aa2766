"""JSON answers for the timeline: claims and events by date, and counts by bucket."""

from typing import Annotated, Literal, NotRequired

from pydantic import Field

from app.answers.claims import ClaimOut, CompactClaim
from app.answers.events import EventOut
from app.answers.pages import Page
from app.answers.parts import AnswerObject, DateOut, Day, Example


class TimelineClaim(AnswerObject):
    """A claim, when it was said."""

    type: Annotated[Literal["claim"], Example("claim", "What it is.")]
    date: Annotated[DateOut, Field(description="When it was said.")]
    claim: Annotated[ClaimOut, Field(description="The claim.")]


class TimelineEvent(AnswerObject):
    """An event, when it happened or will."""

    type: Annotated[Literal["event"], Example("event", "What it is.")]
    date: Annotated[DateOut, Field(description="When it happened or will.")]
    event: Annotated[EventOut, Field(description="The event.")]


class CompactTimelineClaim(AnswerObject):
    """A claim as a card shows it, when it was said."""

    type: Annotated[Literal["claim"], Example("claim", "What it is.")]
    date: Annotated[DateOut, Field(description="When it was said.")]
    claim: Annotated[CompactClaim, Field(description="The claim.")]


TimelineItem = Annotated[TimelineClaim | TimelineEvent, Field(discriminator="type")]

CompactTimelineItem = Annotated[CompactTimelineClaim | TimelineEvent, Field(discriminator="type")]


class TimelineCounts(AnswerObject):
    """How many claims and events."""

    claims: Annotated[int, Example(7, "How many claims.")]
    events: Annotated[int, Example(3, "How many events.")]


class TimelineBucket(TimelineCounts):
    """What lies within one day, week, month or year, as far as its date is known."""

    date: Annotated[DateOut, Field(description="The day, week, month or year.")]


class TimelineRange(TimelineCounts):
    """What can have been in more than one bucket: an imprecise date, or a lasting event. It is counted in none of them.

    `earliest` is the first day of the first of them, `latest` the last day of the last; null where the date is open.
    """

    earliest: Annotated[Day, Field(description="The first day; null where the date is open.")]
    latest: Annotated[Day, Field(description="The last day; null where the date is open.")]


class TimelineBuckets(AnswerObject):
    """Counts of everything that passes the filters, however many pages it takes."""

    buckets: Annotated[list[TimelineBucket], Field(description="Those that hold something, in the order of time.")]
    spanning: Annotated[list[TimelineRange], Field(description="By earliest, then latest day; an open end first or last.")]
    undated: Annotated[TimelineCounts, Field(description="What has no date, and so no place on a timeline.")]
    counted: NotRequired[
        Annotated[
            int,
            Example(
                3_000,
                "There only where more pass the filters: so many claims and events were counted, the latest of each; with `entity`, "
                "so many claims by it and as many about it.",
            ),
        ]
    ]


class TimelinePage(Page):
    """Claims and events by date. `total` counts both; `counts` are there when a `bucket` is asked for."""

    items: Annotated[list[TimelineItem], Field(description="The claims and events of this page.")]
    counts: NotRequired[Annotated[TimelineBuckets, Field(description="Counts by date; there with `bucket`.")]]


class CompactTimelinePage(Page):
    """Claims, as cards show them, and events by date."""

    items: Annotated[list[CompactTimelineItem], Field(description="The claims and events of this page.")]
    counts: NotRequired[Annotated[TimelineBuckets, Field(description="Counts by date; there with `bucket`.")]]
