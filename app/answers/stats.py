"""JSON answers for statistics of the whole archive."""

from typing import Annotated

from pydantic import Field

from app.answers.entities import CountOut
from app.answers.parts import AnswerObject, Day, Example


class DateSpan(AnswerObject):
    """From the earliest day that anything can have been to the latest: `2024` can have been until its last day. Open ends are left out."""

    first: Day
    last: Day
    undated: Annotated[int, Example(3, "How many have no date.")]


class Stats(AnswerObject):
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
