"""Make, change and remove webhooks, and ask for messages to be sent again."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select, update
from sqlmodel import Session, col

from app.database.tables.webhooks import Delivery, Webhook
from app.errors import EditConflict, NotFound, WebhookDisabled
from app.ingest.administering.secrets import SecretBox
from app.queries.listing.versions import get_data_state
from app.terms.positions import GREATEST, Position, parse_position
from app.terms.webhooks import new_message_id, new_secret, new_webhook_id

SELECTING = {"types", "actions", "version"}  # columns of which a message that waits depends


class MadeSecret(NamedTuple):
    """A secret that is shown once, and the id of its webhook."""

    webhook_id: str
    secret: str


def create_webhook(session: Session, fields: Mapping[str, Any], box: SecretBox, creator: str | None) -> MadeSecret:
    """Make a webhook, and return its secret.

    Args:
        fields: of ``app.parameters.webhooks.NewWebhook``. Without ``after``, it is sent what changes from now on.

    Raises:
        PositionInvalid: ``after`` is no position.
        OtherDatabase: it is one of another database.
    """
    made = MadeSecret(new_webhook_id(), new_secret())
    start = _position(session.connection(), fields["after"])
    webhook = Webhook(
        number=_next_number(session, Webhook),
        id=made.webhook_id,
        url=fields["url"],
        description=fields["description"],
        types=sorted(set(fields["types"])),
        actions=sorted(set(fields["actions"])),
        edit_number=0,
        disabled_reason=None,
        secret=box.encrypt(made.secret),
        old_secret=None,
        rotated_at=None,
        version=start.version,
        place=start.place,
        failures=0,
        failing_since=None,
        next_attempt_at=None,
        runs=0,
        created_at=datetime.now(UTC),
        created_by=creator,
    )
    session.add(webhook)
    return made


def edit_webhook(session: Session, webhook_id: str, given: Mapping[str, Any], numbers: Collection[int] | None) -> None:
    """Change what is given of a webhook. If it is to be sent other changes than before, a message that waits is cancelled.

    Raises:
        NotFound: there is none.
        EditConflict: it was changed meanwhile.
        PositionInvalid, OtherDatabase: as ``create_webhook`` raises them.
    """
    webhook = _find(session, webhook_id, numbers)
    values = {name: given[name] for name in ("url", "description") if name in given}
    values |= {name: sorted(set(given[name])) for name in ("types", "actions") if name in given}
    if "after" in given:
        values |= _position(session.connection(), given["after"])._asdict()
    if "enabled" in given:
        values["disabled_reason"] = None if given["enabled"] else webhook.disabled_reason or "asked"
    if given.keys() & {"url", "after"} or given.get("enabled"):
        values |= {"failures": 0, "failing_since": None, "next_attempt_at": None}
    if values.keys() & SELECTING:
        _cancel_waiting(session, webhook.number)
    for name, value in {**values, "edit_number": webhook.edit_number + 1}.items():
        setattr(webhook, name, value)


def delete_webhook(session: Session, webhook_id: str, numbers: Collection[int] | None) -> None:
    """Remove a webhook with its log.

    Raises:
        NotFound, EditConflict: as ``edit_webhook`` raises them.
    """
    session.delete(_find(session, webhook_id, numbers))


def rotate_secret(session: Session, webhook_id: str, box: SecretBox) -> MadeSecret:
    """Give a webhook a new secret, and return it. The one before signs for a while, too.

    Raises:
        NotFound: there is none.
    """
    webhook, made = _find(session, webhook_id, None), MadeSecret(webhook_id, new_secret())
    webhook.old_secret, webhook.secret = webhook.secret, box.encrypt(made.secret)
    webhook.rotated_at, webhook.edit_number = datetime.now(UTC), webhook.edit_number + 1
    return made


def request_replay(session: Session, webhook_id: str, delivery_id: str) -> None:
    """Ask for a message to be sent again, once, out of order. One that waits is tried now, in its order.

    Raises:
        NotFound: there is no such message to this webhook.
        WebhookDisabled: it is disabled.
    """
    webhook = _find_enabled(session, webhook_id)
    of_webhook = (col(Delivery.webhook_number) == webhook.number, col(Delivery.id) == delivery_id)
    delivery = session.execute(select(Delivery).where(*of_webhook)).scalar_one_or_none()
    if delivery is None:
        raise NotFound(f"There is no delivery {delivery_id!r} to this webhook.")
    if delivery.finished_at is None:
        webhook.next_attempt_at = None
    else:
        delivery.requested_at = datetime.now(UTC)


def request_test(session: Session, webhook_id: str) -> str:
    """Ask for a message without changes to be sent, once; return its id.

    Raises:
        NotFound: there is no such webhook.
        WebhookDisabled: it is disabled.
    """
    webhook, now = _find_enabled(session, webhook_id), datetime.now(UTC)
    position = Position(webhook.version, webhook.place)
    delivery = new_delivery(session, webhook, "test", position, position, 0, now)
    delivery.requested_at = now
    return delivery.id


def new_delivery(session: Session, webhook: Webhook, kind: str, start: Position, end: Position, changes: int, now: datetime) -> Delivery:
    """Add a message to a webhook, and return it."""
    delivery = Delivery(
        number=_next_number(session, Delivery),
        id=new_message_id(),
        webhook_number=webhook.number,
        kind=kind,
        types=webhook.types,
        actions=webhook.actions,
        start_version=start.version,
        start_place=start.place,
        end_version=end.version,
        end_place=end.place,
        changes=changes,
        state="waiting",
        attempts=0,
        created_at=now,
        requested_at=None,
        finished_at=None,
    )
    session.add(delivery)
    return delivery


def announce_restored(session: Session) -> None:
    """Give each webhook a message without changes, whose positions are those of this database, which has another id than before.

    A receiver that has others then starts over, also where nothing changes for long. Messages that waited are cancelled: under their ids
    others were sent, with positions of the database before. Each webhook goes on from the position that it had at the backup.
    """
    now = datetime.now(UTC)
    session.execute(update(Delivery).where(col(Delivery.requested_at).is_not(None)).values(requested_at=None))
    for webhook in session.execute(select(Webhook)).scalars().all():
        _cancel_waiting(session, webhook.number)
        webhook.failures, webhook.failing_since, webhook.next_attempt_at = 0, None, None
        position = Position(webhook.version, webhook.place)
        new_delivery(session, webhook, "changes", position, position, 0, now)
        session.flush()  # the next message has the number behind this one


def encrypt_anew(session: Session, box: SecretBox) -> int:
    """Encrypt the secrets of all webhooks by the first key; return how many there are.

    Raises:
        SecretUnreadable: one was encrypted by none of the keys.
    """
    webhooks = session.execute(select(Webhook)).scalars().all()
    for webhook in webhooks:
        webhook.secret = box.encrypt_anew(webhook.secret)
        webhook.old_secret = webhook.old_secret and box.encrypt_anew(webhook.old_secret)
    return len(webhooks)


def _position(connection: Connection, after: str | None) -> Position:
    database_id, _, version = get_data_state(connection).partition(".")
    return Position(int(version), GREATEST) if after is None else parse_position(after, database_id, "after")


def _next_number(session: Session, table: type[Webhook] | type[Delivery]) -> int:
    return (session.execute(select(func.max(col(table.number)))).scalar_one() or 0) + 1


def _find(session: Session, webhook_id: str, numbers: Collection[int] | None) -> Webhook:
    webhook: Webhook | None = session.execute(select(Webhook).where(col(Webhook.id) == webhook_id)).scalar_one_or_none()
    if webhook is None:
        raise NotFound(f"There is no webhook {webhook_id!r}.")
    if numbers is not None and webhook.edit_number not in numbers:
        raise EditConflict(webhook_id, webhook.edit_number)
    return webhook


def _find_enabled(session: Session, webhook_id: str) -> Webhook:
    webhook = _find(session, webhook_id, None)
    if webhook.disabled_reason is not None:
        raise WebhookDisabled
    return webhook


def _cancel_waiting(session: Session, webhook_number: int) -> None:
    waiting = (col(Delivery.webhook_number) == webhook_number, col(Delivery.finished_at).is_(None), col(Delivery.kind) == "changes")
    session.execute(update(Delivery).where(*waiting).values(state="cancelled", finished_at=datetime.now(UTC)))
