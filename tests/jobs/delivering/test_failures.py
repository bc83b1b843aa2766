"""Messages that are not received: tried again, given up, and webhooks that are disabled."""

from datetime import UTC, datetime, timedelta

from cryptography.fernet import Fernet
from pydantic import SecretStr
from sqlalchemy import Engine

from app.database.engines import write_session
from app.ingest.administering.webhooks import edit_webhook
from app.jobs.delivering.connections import Answer
from app.jobs.delivering.senders import Sender
from app.queries.administering.webhooks import get_webhook_totals
from app.queries.tables import deliveries
from app.terms.webhooks import LIFETIME, PATIENCE
from tests.jobs.delivering.conftest import Fill, due, states
from tests.jobs.delivering.sending import FAILED, OK, TestSender, article_ids, change, make_webhook, row_of, settings_of


def test_a_failure_is_tried_again_with_the_same_id_and_body_before_anything_else(engine: Engine, sender: TestSender, fill: Fill) -> None:
    webhook_id, _ = make_webhook(engine)
    ids = fill(0)
    sender.answer = lambda _: FAILED
    sender.run(webhook_id)
    ids += fill(1)
    assert due(engine) == []
    sender.run(webhook_id)
    assert len(sender.received) == 1
    change(engine, webhook_id, next_attempt_at=datetime.now(UTC))
    sender.answer = lambda _: OK
    sender.run(webhook_id)
    first, second, third = sender.received
    assert (first.id, first.body) == (second.id, second.body)
    assert third.id != first.id
    assert [*article_ids(second), *article_ids(third)] == ids
    assert states(engine) == [("succeeded", 2), ("succeeded", 1)]
    assert row_of(engine, webhook_id).failing_since is None


def test_retry_after_is_honoured(engine: Engine, sender: TestSender, fill: Fill) -> None:
    webhook_id, _ = make_webhook(engine)
    fill(0)
    sender.answer = lambda _: Answer("refused", 503, "600")
    sender.run(webhook_id)
    waits = row_of(engine, webhook_id).next_attempt_at - datetime.now(UTC)
    assert timedelta(seconds=590) < waits <= timedelta(seconds=600)


def test_what_a_failed_message_had_comes_in_the_next(engine: Engine, sender: TestSender, fill: Fill) -> None:
    webhook_id, _ = make_webhook(engine)
    ids = fill(0)
    sender.answer = lambda _: FAILED
    sender.run(webhook_id)
    with engine.begin() as connection:
        connection.execute(deliveries.update().values(created_at=datetime.now(UTC) - LIFETIME))
    ids += fill(1)
    change(engine, webhook_id, next_attempt_at=None)
    sender.run(webhook_id)
    sender.answer = lambda _: OK
    change(engine, webhook_id, next_attempt_at=None)
    sender.run(webhook_id)
    assert states(engine) == [("failed", 2), ("succeeded", 1)]
    assert article_ids(sender.received[-1]) == ids
    assert sender.received[-1].id != sender.received[0].id


def test_a_webhook_that_fails_for_days_is_disabled_and_goes_on_where_it_stopped(engine: Engine, sender: TestSender, fill: Fill) -> None:
    webhook_id, _ = make_webhook(engine)
    ids = fill(0)
    sender.answer = lambda _: FAILED
    sender.run(webhook_id)
    for since, reason in ((PATIENCE - timedelta(hours=1), None), (PATIENCE, "failing")):
        change(engine, webhook_id, failing_since=datetime.now(UTC) - since, next_attempt_at=None)
        sender.run(webhook_id)
        assert row_of(engine, webhook_id).disabled_reason == reason
    assert (due(engine), states(engine)) == ([], [("failed", 3)])
    sender.answer = lambda _: OK
    sender.run(webhook_id)
    assert len(sender.received) == 3
    with write_session(engine) as session:
        edit_webhook(session, webhook_id, {"enabled": True}, None)
    sender.run(webhook_id)
    assert article_ids(sender.received[-1]) == ids


def test_410_disables_at_once(engine: Engine, sender: TestSender, fill: Fill) -> None:
    webhook_id, _ = make_webhook(engine)
    fill(0)
    sender.answer = lambda _: Answer("gone", 410)
    sender.run(webhook_id)
    assert (row_of(engine, webhook_id).disabled_reason, states(engine), due(engine)) == ("gone", [("failed", 1)], [])


def test_a_secret_that_cannot_be_read_is_a_failure_that_is_noted(url: str, engine: Engine, fill: Fill) -> None:
    webhook_id, _ = make_webhook(engine)
    fill(0)
    sender = Sender(settings_of(url).model_copy(update={"secret_key": SecretStr(Fernet.generate_key().decode())}))
    sender.run(webhook_id)
    sender.stop()
    with engine.connect() as connection:
        assert get_webhook_totals(connection).attempts == {"secret_unreadable": 1}


def test_attempts_are_counted_by_outcome_and_webhooks_by_state(engine: Engine, sender: TestSender, fill: Fill) -> None:
    first, second, third = (make_webhook(engine).webhook_id for _ in range(3))
    with write_session(engine) as session:
        edit_webhook(session, third, {"enabled": False}, None)
    fill(0)
    sender.run(first)
    sender.answer = lambda _: FAILED
    sender.run(second)
    sender.run(third)
    with engine.connect() as connection:
        totals = get_webhook_totals(connection)
    assert totals.attempts == {"refused": 1, "succeeded": 1}
    assert (totals.enabled, totals.failing, totals.disabled, totals.waiting) == (1, 1, 1, 1)
