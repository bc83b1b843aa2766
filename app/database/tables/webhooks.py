"""The tables of webhooks: where to send what, the log of what was sent, and how often it went well."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index
from sqlmodel import Field

from app.database.tables.columns import GIVEN, WITHOUT_ROWID, Json, Table, UtcDateTime, partial_index, vocabulary_check
from app.terms.vocabulary import DeliveryOutcome, DeliveryState, DisabledReason, MessageKind


class Webhook(Table, table=True):
    """A receiver of messages about changes.

    ``types`` and ``actions`` select changes; empty ones select all. ``version`` and ``place`` are the position in the feed behind what
    was received, in order. ``edit_number`` rises with each change of what people may set. It is disabled when it has a
    ``disabled_reason``. ``secret`` and ``old_secret``, which signs until a while after ``rotated_at``, are encrypted.

    ``failures`` counts those in a row since ``failing_since``; nothing is sent before ``next_attempt_at``. ``runs`` counts how often a
    process was done with it, so that each run of the job engine has an id of its own.
    """

    __tablename__ = "webhooks"
    __table_args__ = (vocabulary_check("disabled_reason", DisabledReason),)

    number: int = Field(primary_key=True, sa_column_kwargs=GIVEN)
    id: str = Field(unique=True)
    url: str
    description: str
    types: list[str] = Field(sa_type=Json)
    actions: list[str] = Field(sa_type=Json)
    edit_number: int
    disabled_reason: str | None
    secret: bytes
    old_secret: bytes | None
    rotated_at: datetime | None = Field(sa_type=UtcDateTime)
    version: int
    place: int
    failures: int
    failing_since: datetime | None = Field(sa_type=UtcDateTime)
    next_attempt_at: datetime | None = Field(sa_type=UtcDateTime)
    runs: int
    created_at: datetime = Field(sa_type=UtcDateTime)
    created_by: str | None


class Delivery(Table, table=True):
    """A message to a webhook: the changes behind one position of the feed, up to another, that are of these types and actions.

    What it says is read from the feed each time that it is sent, and is always the same. It has a ``requested_at`` while somebody has
    asked for it to be sent out of order, once: again, or as a test.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        ForeignKeyConstraint(["webhook_number"], ["webhooks.number"], ondelete="CASCADE"),
        vocabulary_check("kind", MessageKind),
        vocabulary_check("state", DeliveryState),
        Index(None, "webhook_number", "number"),
        Index(None, "finished_at"),
        partial_index("webhook_number", where="finished_at IS NULL"),
        partial_index("webhook_number", "requested_at", where="requested_at IS NOT NULL"),
    )

    number: int = Field(primary_key=True, sa_column_kwargs=GIVEN)
    id: str = Field(unique=True)
    webhook_number: int
    kind: str
    types: list[str] = Field(sa_type=Json)
    actions: list[str] = Field(sa_type=Json)
    start_version: int
    start_place: int
    end_version: int
    end_place: int
    changes: int
    state: str
    attempts: int
    created_at: datetime = Field(sa_type=UtcDateTime)
    requested_at: datetime | None = Field(sa_type=UtcDateTime)
    finished_at: datetime | None = Field(sa_type=UtcDateTime)


class DeliveryAttempt(Table, table=True):
    """One attempt to send a message. ``status`` is that of the answer; there is none without an answer. What it said is not kept."""

    __tablename__ = "delivery_attempts"
    __table_args__ = (
        ForeignKeyConstraint(["delivery_number"], ["deliveries.number"], ondelete="CASCADE"),
        vocabulary_check("outcome", DeliveryOutcome),
        WITHOUT_ROWID,
    )

    delivery_number: int = Field(primary_key=True, sa_column_kwargs=GIVEN)
    attempt: int = Field(primary_key=True, sa_column_kwargs=GIVEN)
    started_at: datetime = Field(sa_type=UtcDateTime)
    duration_ms: int
    outcome: str
    status: int | None


class DeliveryCount(Table, table=True):
    """How many attempts have ended so, those included that the log has no more."""

    __tablename__ = "delivery_counts"
    __table_args__ = (vocabulary_check("outcome", DeliveryOutcome), WITHOUT_ROWID)

    outcome: str = Field(primary_key=True)
    number: int
