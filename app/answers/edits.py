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


class EntityEditOut(EditOut):
    """One change of an entity by a person: an edit, or a judgement on two entities that was made or taken back."""

    edit: Annotated[int | None, Example(None, "The number of an edit, by which it is reverted; null for a judgement.")]  # type: ignore[misc]
    judgement: Annotated[int | None, Example(7, "The number of a judgement, by which it is taken back; null for an edit.")]
    entities: Annotated[
        list[str],
        Field(
            description="The two entities that are judged, as they are named before they are merged; empty for an edit.",
            examples=[["ent_27wd6x5ype2yv3m78b30", "ent_8r1c4w0k9m2q6z5x3v7b"]],
        ),
    ]


class EntityHistory(AnswerObject):
    """What people changed of an entity, latest first."""

    items: Annotated[list[EntityEditOut], Field(description="Latest first.")]
