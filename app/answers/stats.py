"""JSON answers for statistics of the whole archive."""

from typing import Annotated

from pydantic import Field

from app.answers.entities import CountOut
from app.answers.parts import AnswerObject, Day, Example


class DateSpan(AnswerObject):
    """From the earliest day that anything can have been to the latest: `2024` can have been until its last day. Open ends are left out."""

    first: Annotated[Day, Field(description="The earliest day; null without a date.")]
    last: Annotated[Day, Field(description="The latest day; null without a date.")]
    undated: Annotated[int, Example(3, "How many have no date.")]


class Stats(AnswerObject):
    """What the archive holds."""

    data_version: Annotated[int, Example(2, "Rises with every change of the data.")]
    articles: Annotated[int, Example(2, "How many articles.")]
    articles_with_text: Annotated[int, Example(1, "Whose text is attached, and shown to everybody.")]
    outlets: Annotated[int, Example(2, "Distinct publishers.")]
    claims: Annotated[int, Example(56, "How many claims.")]
    speakers: Annotated[int, Example(27, "Entities that make claims.")]
    entities: Annotated[int, Example(53, "Everyone and everything named, and unnamed sources.")]
    events: Annotated[int, Example(53, "How many events.")]
    relations: Annotated[int, Example(79, "Relations between claims and events.")]
    published: Annotated[DateSpan, Field(description="Of articles.")]
    said: Annotated[DateSpan, Field(description="Of claims.")]
    happened: Annotated[DateSpan, Field(description="Of events, planned and imagined ones too.")]
    claim_kinds: Annotated[list[CountOut], Field(description="Claims by kind, commonest first.")]
    claim_modes: Annotated[list[CountOut], Field(description="Claims by mode, commonest first.")]
    event_kinds: Annotated[list[CountOut], Field(description="Events by kind, commonest first.")]
    event_statuses: Annotated[list[CountOut], Field(description="Events by status, commonest first.")]
