"""JSON answers for webhooks, and the messages that are sent to them."""

from typing import Annotated, Literal

from pydantic import Field

from app.answers.parts import AnswerObject, Example
from app.terms.vocabulary import ChangeAction, ChangedType, DeliveryOutcome, DeliveryState, DisabledReason, MessageKind

Moment = Annotated[str | None, Example("2026-11-30T08:15:00Z", "RFC 3339, in UTC; null if that has not happened.")]
WebhookId = Annotated[str, Example("whk_5f0c6e1e2f3a4f5e9b9e", "The webhook's id.")]
MessageId = Annotated[str, Example("msg_0d6a1c2b3d4e5f607182", "The id of the message, in its header `webhook-id`, too.")]
After = Annotated[str, Example("3f2a9c1d8e7b.2.1", "The position in the feed behind which its changes begin.")]
Cursor = Annotated[str, Example("3f2a9c1d8e7b.2.4", "The position behind its changes: keep it.")]


class WebhookOut(AnswerObject):
    """A receiver of messages about changes."""

    id: WebhookId
    url: Annotated[str, Example("https://receiver.example/hooks/onrecord", "Where messages are posted.")]
    description: Annotated[str, Example("The mirror of the research group", "Of your choice.")]
    types: Annotated[list[ChangedType], Field(examples=[[]], description="What changed; empty: anything.")]
    actions: Annotated[list[ChangeAction], Field(examples=[[]], description="How it changed; empty: in any way.")]
    enabled: Annotated[bool, Example(True, "Whether messages are sent.")]
    disabled_reason: Annotated[
        DisabledReason | None,
        Example(None, "Why none are: `asked`: somebody has disabled it; `gone`: it answered 410; `failing`: it failed for five days."),
    ]
    cursor: Annotated[str, Example("3f2a9c1d8e7b.2.4", "The position in the feed behind what it has received.")]
    failing_since: Moment
    next_attempt_at: Annotated[str | None, Example(None, "While it fails: nothing is sent before; else null.")]
    old_secret_until: Annotated[str | None, Example(None, "So long messages are signed by the secret before, too; else null.")]
    created_at: Moment
    created_by: Annotated[str | None, Example("operator", "The name of the API key that made it.")]


class WebhookWithSecret(WebhookOut):
    """A webhook with its secret, which is shown this once."""

    secret: Annotated[
        str,
        Example("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwTTbXTvY2mDs=", "What its messages are signed by. Nobody can be told it again."),
    ]


class WebhookPage(AnswerObject):
    """A page of webhooks."""

    items: Annotated[list[WebhookOut], Field(description="Latest first.")]
    next_cursor: Annotated[str | None, Example(None, "The `cursor` of the next page; null on the last one.")]


class AttemptOut(AnswerObject):
    """One attempt to send a message."""

    at: Moment
    outcome: Annotated[DeliveryOutcome, Example("succeeded", "How it ended; `refused`: with another status than 200 to 299.")]
    status: Annotated[int | None, Example(204, "Of the answer; null if there was none.")]
    duration_ms: Annotated[int, Example(84, "How long it took.")]


class DeliveryOut(AnswerObject):
    """A message to a webhook, and what became of it. What the receiver answered is not kept."""

    id: MessageId
    type: Annotated[MessageKind, Example("changes", "`test`: somebody has asked for it; it has no changes.")]
    state: Annotated[
        DeliveryState,
        Example("succeeded", "`failed`: its changes come again in a later message. `cancelled`: so too, since the webhook was changed."),
    ]
    after: After
    cursor: Cursor
    changes: Annotated[int, Example(3, "How many changes it names.")]
    attempts: Annotated[list[AttemptOut], Field(description="In order.")]
    created_at: Moment
    finished_at: Moment


class DeliveryPage(AnswerObject):
    """A page of the log of a webhook."""

    items: Annotated[list[DeliveryOut], Field(description="Latest first.")]
    next_cursor: Annotated[str | None, Example(None, "The `cursor` of the next page; null on the last one.")]


class MessageChange(AnswerObject):
    """A change in a message: what to read again, or to remove. Nothing else of it is told."""

    cursor: Annotated[str, Example("3f2a9c1d8e7b.2.1", "The position behind it.")]
    version: Annotated[int, Example(2, "The first version of the data that has it.")]
    type: Annotated[ChangedType, Example("article", "What changed.")]
    id: Annotated[str, Example("art_fwdphrcwn8q60bnwxda3", "Its id.")]
    action: Annotated[ChangeAction, Example("created", "How, as the feed says it.")]


class MessageData(AnswerObject):
    """The changes of a message, in the order of the feed."""

    webhook: WebhookId
    after: After
    cursor: Cursor
    changes: Annotated[list[MessageChange], Field(description="At most 200; none in a test.")]


class Message(AnswerObject):
    """What is posted to a webhook. It is the same, to the byte, whenever it is sent again."""

    type: Annotated[Literal["changes", "test"], Example("changes", "What it is about.")]
    timestamp: Annotated[str, Example("2026-11-30T08:15:00Z", "When it was made: RFC 3339, in UTC.")]
    data: MessageData
