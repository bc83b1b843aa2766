"""Senders: each sends what is due to one webhook, message after message, and notes what becomes of it."""

import logging
from datetime import UTC, datetime, timedelta
from random import SystemRandom
from threading import Event, Lock
from time import monotonic

from sqlalchemy import delete, update
from sqlmodel import Session, col

from app.database.engines import WRITER_TIMEOUT_S, server_write_engine, write_session
from app.database.tables.webhooks import Delivery, Webhook
from app.ingest.administering.secrets import SecretBox, SecretUnreadable
from app.jobs.delivering.connections import Answer, Client
from app.jobs.delivering.messages import OutgoingMessage, next_message
from app.jobs.delivering.outcomes import Attempt, note_attempt
from app.jobs.delivering.retries import Backoff
from app.jobs.delivering.signatures import signed_headers
from app.queries.administering.webhooks import list_old_deliveries
from app.settings import Settings
from app.terms.receivers import parse_networks, parse_receiver

LOG = logging.getLogger("onrecord.webhooks")
MOST_IN_A_RUN = 50  # then others have their turn


class Sender:
    """Sends messages to webhooks. What was sent and what is next stands in the database, so that another process can go on.

    A message whose outcome could not be noted is sent again, with the same id.

    Raises:
        SecretKeyMissing: there is no key that secrets could be decrypted by.
    """

    def __init__(self, settings: Settings) -> None:
        self._box = SecretBox(settings)
        self._client = Client(parse_networks(settings.webhook_networks))
        self._engine = server_write_engine(settings.database_url, WRITER_TIMEOUT_S)
        self._lock = Lock()  # the engine has one connection
        self._backoff = Backoff(timedelta(seconds=settings.webhook_retry_s), SystemRandom())
        self._is_stopping = Event()

    def run(self, webhook_id: str) -> None:
        """Send what is due to a webhook, until nothing is, or until an attempt fails."""
        with self._lock, write_session(self._engine) as session:
            message = next_message(session, webhook_id, datetime.now(UTC))
        for number in range(1, MOST_IN_A_RUN + 1):
            if message is None or self._is_stopping.is_set():
                break
            attempt = self._attempt(message)
            with self._lock, write_session(self._engine) as session:
                note_attempt(session, message, attempt, self._backoff)
                session.flush()
                has_next = number < MOST_IN_A_RUN
                message = next_message(session, webhook_id, datetime.now(UTC)) if has_next else None
        with self._lock, write_session(self._engine) as session:
            _end_run(session, webhook_id)

    def stop(self) -> None:
        """Begin no further message, and close the connection."""
        self._is_stopping.set()
        self._engine.dispose()

    def _attempt(self, message: OutgoingMessage) -> Attempt:
        started_at, start = datetime.now(UTC), monotonic()
        answer = self._send(message, started_at)
        attempt = Attempt(started_at, timedelta(seconds=monotonic() - start), answer)
        if answer.outcome != "succeeded":
            LOG.warning("%s could not be delivered to %s: %s", message.id, message.webhook_id, answer.outcome)
        return attempt

    def _send(self, message: OutgoingMessage, now: datetime) -> Answer:
        try:
            secrets = [self._box.decrypt(secret) for secret in message.secrets]
        except SecretUnreadable:
            return Answer("secret_unreadable")
        headers = signed_headers(message.id, now, message.body, secrets)
        return self._client.post(parse_receiver(message.url), headers, message.body)


def _end_run(session: Session, webhook_id: str) -> None:
    """Remove what the log keeps no longer, and count the run."""
    old = list_old_deliveries(session.connection(), datetime.now(UTC), webhook_id)
    session.execute(delete(Delivery).where(col(Delivery.number).in_(old)))
    session.execute(update(Webhook).where(col(Webhook.id) == webhook_id).values(runs=col(Webhook.runs) + 1))
