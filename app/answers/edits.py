"""JSON answers for edits: the history of a claim or event."""

from typing import Annotated, Any

from pydantic import Field

from app.answers.parts import AnswerObject, Example


class EditOut(AnswerObject):
    """One change by a person. Its fields are those of the knowledge document, and `review`."""

    edit: Annotated[int, Example(3, "Its number, by which it is reverted.")]
    at: Annotated[str, Example("2024-06-28T09:30:00Z", "When.")]
    actor: Annotated[str | None, Example("newsroom", "The name of the API key.")]
    reason: Annotated[str | None, Example("he denies it", "Why, as whoever made it says.")]
    before: Annotated[
        dict[str, Any], Field(description="What the changed fields were.", examples=[{"kind": "statement", "review": "extracted"}])
    ]
    after: Annotated[dict[str, Any], Field(description="What they became.", examples=[{"kind": "denial", "review": "edited"}])]


class History(AnswerObject):
    """What people changed of a claim or event, latest first."""

    items: Annotated[list[EditOut], Field(description="Latest first.")]
