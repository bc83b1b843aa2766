"""Read webhooks, and the log of their deliveries."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Select, func, or_, select, true, tuple_

from app.answers.webhooks import AttemptOut, DeliveryOut, DeliveryPage, WebhookOut, WebhookPage
from app.errors import NotFound
from app.parameters.webhooks import DeliveryQuery, WebhookQuery
from app.queries.administering.keys import Asker
from app.queries.tables import changes, data_version, deliveries, delivery_attempts, delivery_counts, webhooks
from app.terms.cursors import decode_cursor, encode_cursor
from app.terms.positions import Position
from app.terms.webhooks import LOG_KEPT, ROTATION

SCOPE = "webhooks"  # of cursors
SWEPT_AT_ONCE = 1_000  # messages


class DueWebhook(NamedTuple):
    """A webhook to which something is to be sent, and how often a process was done with it before."""

    id: str
    runs: int


class WebhookTotals(NamedTuple):
    """What the metrics tell of webhooks: attempts by outcome since the database was made, webhooks by state, messages that wait."""

    attempts: dict[str, int]
    enabled: int
    failing: int
    disabled: int
    waiting: int


def list_webhooks(connection: Connection, query: WebhookQuery, _: Asker) -> WebhookPage:
    """List webhooks, latest first.

    Raises:
        CursorInvalid: the cursor was not made by this list.
    """
    wanted = select(webhooks)
    if query.cursor is not None:
        wanted = wanted.where(webhooks.c.number < decode_cursor(SCOPE, query.cursor, (int,))[0])
    rows = connection.execute(wanted.order_by(webhooks.c.number.desc()).limit(query.limit + 1)).all()
    database_id, page = _database_id(connection), rows[: query.limit]
    cursor = encode_cursor(SCOPE, [page[-1].number]) if len(rows) > query.limit else None
    return WebhookPage(items=[_webhook_out(row, database_id) for row in page], next_cursor=cursor)


def get_webhook(connection: Connection, webhook_id: str) -> WebhookOut:
    """Return a webhook.

    Raises:
        NotFound: there is none.
    """
    return _webhook_out(_get_row(connection, webhook_id), _database_id(connection))


def get_webhook_edits(connection: Connection, webhook_id: str) -> int:
    """Return the edit number of a webhook; 0 if there is none."""
    return connection.scalar(select(webhooks.c.edit_number).where(webhooks.c.id == webhook_id)) or 0


def list_deliveries(connection: Connection, webhook_id: str, query: DeliveryQuery, _: Asker) -> DeliveryPage:
    """List the messages to a webhook, latest first, each with its attempts.

    Raises:
        NotFound: there is no such webhook.
        CursorInvalid: the cursor was not made by this list with this filter.
    """
    webhook, scope = _get_row(connection, webhook_id), f"{SCOPE}/{webhook_id}?{sorted(query.state)}"
    of_webhook = (deliveries.c.webhook_number == webhook.number, deliveries.c.state.in_(query.state) if query.state else true())
    wanted = select(deliveries).where(*of_webhook)
    if query.cursor is not None:
        wanted = wanted.where(deliveries.c.number < decode_cursor(scope, query.cursor, (int,))[0])
    rows = connection.execute(wanted.order_by(deliveries.c.number.desc()).limit(query.limit + 1)).all()
    page = rows[: query.limit]
    cursor = encode_cursor(scope, [page[-1].number]) if len(rows) > query.limit else None
    return DeliveryPage(items=_deliveries_out(connection, page, _database_id(connection)), next_cursor=cursor)


def get_delivery(connection: Connection, webhook_id: str, delivery_id: str) -> DeliveryOut:
    """Return a message to a webhook, with its attempts.

    Raises:
        NotFound: there is none.
    """
    of_webhook = deliveries.c.webhook_number == _get_row(connection, webhook_id).number
    row = connection.execute(select(deliveries).where(of_webhook, deliveries.c.id == delivery_id)).one_or_none()
    if row is None:
        raise NotFound(f"There is no delivery {delivery_id!r} to this webhook.")
    return _deliveries_out(connection, [row], _database_id(connection))[0]


def list_due_webhooks(connection: Connection, now: datetime) -> list[DueWebhook]:
    """Return the webhooks of which something is to be done now.

    The feed goes on behind their positions, a message waits, or somebody has asked for one; or their logs hold what is kept no longer.
    """
    last = select(changes.c.version, changes.c.place).order_by(changes.c.version.desc(), changes.c.place.desc()).limit(1).subquery()
    is_behind = select(last).where(tuple_(webhooks.c.version, webhooks.c.place) < tuple_(last.c.version, last.c.place)).exists()
    waiting = (deliveries.c.webhook_number == webhooks.c.number, deliveries.c.finished_at.is_(None), deliveries.c.kind == "changes")
    is_waiting = select(deliveries.c.number).where(*waiting).exists()
    is_asked = select(deliveries.c.number).where(deliveries.c.webhook_number == webhooks.c.number, deliveries.c.requested_at.is_not(None))
    is_time = or_(webhooks.c.next_attempt_at.is_(None), webhooks.c.next_attempt_at <= now)
    is_enabled, has_old = webhooks.c.disabled_reason.is_(None), webhooks.c.number.in_(_old_deliveries(now, deliveries.c.webhook_number))
    is_due = or_(or_(is_behind, is_waiting) & is_time, is_asked.exists())
    due = select(webhooks.c.id, webhooks.c.runs).where(or_(is_enabled & is_due, has_old))
    return [DueWebhook(*row) for row in connection.execute(due.order_by(webhooks.c.number))]


def list_old_deliveries(connection: Connection, now: datetime, webhook_id: str) -> Sequence[int]:
    """Return the numbers of the first messages in the log of a webhook that are kept no longer."""
    of_webhook = _old_deliveries(now, deliveries.c.number).join(webhooks, webhooks.c.number == deliveries.c.webhook_number)
    return connection.execute(of_webhook.where(webhooks.c.id == webhook_id)).scalars().all()


def get_webhook_totals(connection: Connection) -> WebhookTotals:
    """Return what the metrics tell of webhooks."""
    attempts = {row.outcome: row.number for row in connection.execute(select(delivery_counts).order_by(delivery_counts.c.outcome))}
    is_disabled, is_failing = webhooks.c.disabled_reason.is_not(None), webhooks.c.failing_since.is_not(None)
    states = select(func.count().filter(~is_disabled & ~is_failing), func.count().filter(~is_disabled & is_failing))
    enabled, failing, disabled = connection.execute(states.add_columns(func.count().filter(is_disabled)).select_from(webhooks)).one()
    waiting = connection.scalar(select(func.count()).select_from(deliveries).where(deliveries.c.finished_at.is_(None))) or 0
    return WebhookTotals(attempts, enabled, failing, disabled, waiting)


def _old_deliveries(now: datetime, column: ColumnElement[int]) -> Select[Any]:
    return select(column).select_from(deliveries).where(deliveries.c.finished_at < now - LOG_KEPT).limit(SWEPT_AT_ONCE)


def _database_id(connection: Connection) -> str:
    database_id: str = connection.execute(select(data_version.c.database_id)).scalar_one()
    return database_id


def _get_row(connection: Connection, webhook_id: str) -> Row[Any]:
    row = connection.execute(select(webhooks).where(webhooks.c.id == webhook_id)).one_or_none()
    if row is None:
        raise NotFound(f"There is no webhook {webhook_id!r}.")
    return row


def _webhook_out(row: Row[Any], database_id: str) -> WebhookOut:
    return WebhookOut(
        id=row.id,
        url=row.url,
        description=row.description,
        types=row.types,
        actions=row.actions,
        enabled=row.disabled_reason is None,
        disabled_reason=row.disabled_reason,
        cursor=Position(row.version, row.place).in_database(database_id),
        failing_since=_moment(row.failing_since),
        next_attempt_at=_moment(row.next_attempt_at),
        old_secret_until=_moment(row.rotated_at and row.rotated_at + ROTATION) if row.old_secret else None,
        created_at=_moment(row.created_at),
        created_by=row.created_by,
    )


def _deliveries_out(connection: Connection, rows: Sequence[Row[Any]], database_id: str) -> list[DeliveryOut]:
    attempts: dict[int, list[AttemptOut]] = {row.number: [] for row in rows}
    wanted = select(delivery_attempts).where(delivery_attempts.c.delivery_number.in_(attempts))
    for row in connection.execute(wanted.order_by(delivery_attempts.c.delivery_number, delivery_attempts.c.attempt)):
        attempts[row.delivery_number].append(_attempt_out(row))
    return [_delivery_out(row, attempts[row.number], database_id) for row in rows]


def _delivery_out(row: Row[Any], attempts: list[AttemptOut], database_id: str) -> DeliveryOut:
    return DeliveryOut(
        id=row.id,
        type=row.kind,
        state=row.state,
        after=Position(row.start_version, row.start_place).in_database(database_id),
        cursor=Position(row.end_version, row.end_place).in_database(database_id),
        changes=row.changes,
        attempts=attempts,
        created_at=_moment(row.created_at),
        finished_at=_moment(row.finished_at),
    )


def _attempt_out(row: Row[Any]) -> AttemptOut:
    return AttemptOut(at=_moment(row.started_at), outcome=row.outcome, status=row.status, duration_ms=row.duration_ms)


def _moment(time: datetime | None) -> str | None:
    return None if time is None else f"{time:%Y-%m-%dT%H:%M:%SZ}"
