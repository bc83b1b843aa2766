"""Messages to webhooks: which is next, and what it says."""

from datetime import datetime
from typing import NamedTuple

import orjson
from sqlalchemy import Connection, select
from sqlmodel import Session, col

from app.answers.webhooks import Message, MessageChange, MessageData
from app.database.tables.webhooks import Delivery, Webhook
from app.ingest.administering.webhooks import new_delivery
from app.queries.following.batches import Filter, find_batch, read_batch
from app.queries.listing.versions import get_data_state
from app.terms.positions import Position
from app.terms.webhooks import MOST_CHANGES, ROTATION


class OutgoingMessage(NamedTuple):
    """A message that is to be sent now.

    Attributes:
        delivery_number: of its row.
        webhook_id: whose it is.
        id: by which the receiver knows a repetition.
        attempt: how often it was tried before.
        url: of the receiver.
        secrets: that sign it, encrypted.
        body: what it says.
        is_requested: whether somebody has asked for it, out of order.
    """

    delivery_number: int
    webhook_id: str
    id: str
    attempt: int
    url: str
    secrets: list[bytes]
    body: bytes
    is_requested: bool


def next_message(session: Session, webhook_id: str, now: datetime) -> OutgoingMessage | None:
    """Return the message that is to be sent to a webhook now; None if there is none.

    What somebody has asked for goes first. Then each message begins where the one before ended, and follows when that was received.
    """
    webhook: Webhook | None = session.execute(select(Webhook).where(col(Webhook.id) == webhook_id)).scalar_one_or_none()
    if webhook is None or webhook.disabled_reason is not None:
        return None
    requested = _requested(session, webhook)
    if requested is not None:
        return _outgoing(session, webhook, requested, now, is_requested=True)
    if webhook.next_attempt_at is not None and webhook.next_attempt_at > now:
        return None
    in_order = _waiting(session, webhook) or _following(session, webhook, now)
    return None if in_order is None else _outgoing(session, webhook, in_order, now, is_requested=False)


def _requested(session: Session, webhook: Webhook) -> Delivery | None:
    wanted = select(Delivery).where(col(Delivery.webhook_number) == webhook.number, col(Delivery.requested_at).is_not(None))
    return session.execute(wanted.order_by(col(Delivery.requested_at), col(Delivery.number)).limit(1)).scalar_one_or_none()


def _waiting(session: Session, webhook: Webhook) -> Delivery | None:
    waiting = (col(Delivery.webhook_number) == webhook.number, col(Delivery.finished_at).is_(None), col(Delivery.kind) == "changes")
    return session.execute(select(Delivery).where(*waiting)).scalar_one_or_none()


def _following(session: Session, webhook: Webhook, now: datetime) -> Delivery | None:
    """Add the message with the next changes. Where none is left that the webhook is to be sent, it is moved to the end of the feed."""
    start = Position(webhook.version, webhook.place)
    batch = find_batch(session.connection(), start, Filter(webhook.types, webhook.actions), MOST_CHANGES)
    if batch.number == 0:
        webhook.version, webhook.place = batch.end
        return None
    return new_delivery(session, webhook, "changes", start, batch.end, batch.number, now)


def _outgoing(session: Session, webhook: Webhook, delivery: Delivery, now: datetime, *, is_requested: bool) -> OutgoingMessage:
    is_rotating = webhook.old_secret is not None and webhook.rotated_at is not None and now < webhook.rotated_at + ROTATION
    secrets = [webhook.secret, *([webhook.old_secret] if is_rotating and webhook.old_secret else [])]
    body = orjson.dumps(_message(session.connection(), webhook.id, delivery))
    return OutgoingMessage(delivery.number, webhook.id, delivery.id, delivery.attempts, webhook.url, secrets, body, is_requested)


def _message(connection: Connection, webhook_id: str, delivery: Delivery) -> Message:
    database_id = get_data_state(connection).partition(".")[0]
    start, end = Position(delivery.start_version, delivery.start_place), Position(delivery.end_version, delivery.end_place)
    rows = read_batch(connection, start, end, Filter(delivery.types, delivery.actions)) if delivery.kind == "changes" else []
    changes = [
        MessageChange(
            cursor=Position(row.version, row.place).in_database(database_id),
            version=row.version,
            type=row.type,
            id=row.id,
            action=row.action,
        )
        for row in rows
    ]
    after, cursor = start.in_database(database_id), end.in_database(database_id)
    return Message(
        type="changes" if delivery.kind == "changes" else "test",
        timestamp=f"{delivery.created_at:%Y-%m-%dT%H:%M:%SZ}",
        data=MessageData(webhook=webhook_id, after=after, cursor=cursor, changes=changes),
    )
