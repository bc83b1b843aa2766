"""Outcomes of attempts: noted in the log, with what follows for the message and its webhook."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select, update
from sqlmodel import Session, col

from app.database.tables.webhooks import Delivery, DeliveryAttempt, DeliveryCount, Webhook
from app.jobs.delivering.connections import Answer
from app.jobs.delivering.messages import OutgoingMessage
from app.jobs.delivering.retries import Backoff, delay_after
from app.terms.positions import Position
from app.terms.webhooks import LIFETIME, PATIENCE


class Attempt(NamedTuple):
    """An attempt to send a message: when it began, how long it took, and how it ended."""

    started_at: datetime
    duration: timedelta
    answer: Answer

    @property
    def ended_at(self) -> datetime:
        """When it ended."""
        return self.started_at + self.duration


def note_attempt(session: Session, message: OutgoingMessage, attempt: Attempt, backoff: Backoff) -> None:
    """Note how an attempt ended, and what follows from that.

    Nothing is noted if the webhook was removed meanwhile, or if another process, which took this one for dead, has noted an attempt.
    """
    delivery = session.get(Delivery, message.delivery_number)
    if delivery is None or delivery.id != message.id or delivery.attempts != message.attempt:
        return
    webhook: Webhook = session.execute(select(Webhook).where(col(Webhook.number) == delivery.webhook_number)).scalar_one()
    _log(session, delivery, attempt)
    is_in_order = not message.is_requested
    if message.is_requested:
        delivery.requested_at = None
    if attempt.answer.outcome == "succeeded":
        _succeed(webhook, delivery, attempt.ended_at, is_in_order=is_in_order)
    elif is_in_order:
        _fail(webhook, delivery, attempt, backoff)
    elif delivery.finished_at is None:  # a test, which is tried once
        _finish(delivery, "failed", attempt.ended_at)


def _log(session: Session, delivery: Delivery, attempt: Attempt) -> None:
    delivery.attempts += 1
    answer, duration_ms = attempt.answer, round(attempt.duration / timedelta(milliseconds=1))
    row = DeliveryAttempt(
        delivery_number=delivery.number,
        attempt=delivery.attempts,
        started_at=attempt.started_at,
        duration_ms=duration_ms,
        outcome=answer.outcome,
        status=answer.status,
    )
    session.add(row)
    raised = update(DeliveryCount).where(col(DeliveryCount.outcome) == answer.outcome).values(number=col(DeliveryCount.number) + 1)
    if not session.connection().execute(raised).rowcount:
        session.add(DeliveryCount(outcome=answer.outcome, number=1))


def _succeed(webhook: Webhook, delivery: Delivery, now: datetime, *, is_in_order: bool) -> None:
    if delivery.state != "cancelled":
        _finish(delivery, "succeeded", now)
    if is_in_order and delivery.state == "succeeded":
        webhook.version, webhook.place = Position(delivery.end_version, delivery.end_place)
        webhook.failures, webhook.failing_since, webhook.next_attempt_at = 0, None, None


def _fail(webhook: Webhook, delivery: Delivery, attempt: Attempt, backoff: Backoff) -> None:
    now = attempt.ended_at
    webhook.failures += 1
    webhook.failing_since = webhook.failing_since or attempt.started_at
    webhook.next_attempt_at = now + delay_after(webhook.failures, attempt.answer.retry_after, now, backoff)
    is_gone, is_given_up = attempt.answer.outcome == "gone", now - webhook.failing_since >= PATIENCE
    if webhook.disabled_reason is None and (is_gone or is_given_up):
        webhook.disabled_reason = "gone" if is_gone else "failing"
    if delivery.finished_at is None and (is_gone or is_given_up or now - delivery.created_at >= LIFETIME):
        _finish(delivery, "failed", now)


def _finish(delivery: Delivery, state: str, now: datetime) -> None:
    delivery.state, delivery.finished_at = state, now
