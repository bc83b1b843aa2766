"""Webhooks that people change, and messages that people ask for."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine
from standardwebhooks import Webhook

from app.database.engines import write_session
from app.ingest.administering.secrets import SecretBox
from app.ingest.administering.webhooks import delete_webhook, edit_webhook, request_replay, request_test, rotate_secret
from app.jobs.delivering.connections import Answer
from app.terms.webhooks import ROTATION
from tests.jobs.delivering.conftest import Fill, due, states
from tests.jobs.delivering.receiving import Received
from tests.jobs.delivering.sending import FAILED, OK, TestSender, article_ids, change, log_of, make_webhook, row_of, settings_of


def test_a_message_is_sent_again_when_somebody_asks(engine: Engine, sender: TestSender, fill: Fill) -> None:
    webhook_id, _ = make_webhook(engine)
    fill(0)
    sender.run(webhook_id)
    first = sender.received[0]
    ids = fill(1)
    sender.run(webhook_id)
    position = row_of(engine, webhook_id).version
    with write_session(engine) as session:
        request_replay(session, webhook_id, first.id)
    assert due(engine) == [webhook_id]
    sender.run(webhook_id)
    assert (sender.received[-1].id, sender.received[-1].body) == (first.id, first.body)
    assert (row_of(engine, webhook_id).version, due(engine)) == (position, [])
    assert article_ids(sender.received[1]) == ids
    assert states(engine) == [("succeeded", 2), ("succeeded", 1)]


def test_a_replay_that_fails_changes_nothing_else(engine: Engine, sender: TestSender, fill: Fill) -> None:
    webhook_id, _ = make_webhook(engine)
    fill(0)
    sender.run(webhook_id)
    with write_session(engine) as session:
        request_replay(session, webhook_id, sender.received[0].id)
    sender.answer = lambda _: FAILED
    sender.run(webhook_id)
    assert (states(engine), due(engine), row_of(engine, webhook_id).failures) == ([("succeeded", 2)], [], 0)


def test_a_message_that_waits_is_tried_now_when_somebody_asks(engine: Engine, sender: TestSender, fill: Fill) -> None:
    webhook_id, _ = make_webhook(engine)
    fill(0)
    sender.answer = lambda _: FAILED
    sender.run(webhook_id)
    assert due(engine) == []
    with write_session(engine) as session:
        request_replay(session, webhook_id, sender.received[0].id)
    sender.answer = lambda _: OK
    sender.run(webhook_id)
    assert states(engine) == [("succeeded", 2)]


@pytest.mark.parametrize(("answer", "state"), [(OK, "succeeded"), (FAILED, "failed")])
def test_a_test_is_sent_once_and_moves_nothing(engine: Engine, sender: TestSender, answer: Answer, state: str) -> None:
    webhook_id, _ = make_webhook(engine)
    with write_session(engine) as session:
        message_id = request_test(session, webhook_id)
    sender.answer = lambda _: answer
    sender.run(webhook_id)
    (received,) = sender.received
    assert (received.id, received.data["changes"], states(engine), due(engine)) == (message_id, [], [(state, 1)], [])
    assert b'"type":"test"' in received.body


def test_a_message_that_waits_is_made_anew_when_other_changes_are_wanted(engine: Engine, sender: TestSender, fill: Fill) -> None:
    webhook_id, _ = make_webhook(engine)
    ids = fill(0)
    sender.answer = lambda _: FAILED
    sender.run(webhook_id)
    with write_session(engine) as session:
        edit_webhook(session, webhook_id, {"types": ["article"], "enabled": True}, None)
    sender.answer = lambda _: OK
    sender.run(webhook_id)
    assert (states(engine), sender.ids) == ([("cancelled", 1), ("succeeded", 1)], [*ids, *ids])
    assert sender.received[0].id != sender.received[1].id


def test_a_webhook_that_was_changed_while_a_message_was_under_way(engine: Engine, sender: TestSender, fill: Fill) -> None:
    """The message is noted, but the webhook is not moved by it."""
    webhook_id, _ = make_webhook(engine)
    fill(0)

    def answer(_: Received) -> Answer:
        with write_session(engine) as session:
            edit_webhook(session, webhook_id, {"actions": ["deleted"]}, None)
        return OK

    sender.answer = answer
    sender.run(webhook_id)
    assert states(engine) == [("cancelled", 1)]
    assert (len(sender.received), due(engine)) == (1, [])


def test_a_webhook_that_is_removed_while_a_message_is_under_way(engine: Engine, sender: TestSender, fill: Fill) -> None:
    webhook_id, _ = make_webhook(engine)
    fill(0)

    def answer(_: Received) -> Answer:
        with write_session(engine) as session:
            delete_webhook(session, webhook_id, None)
        return OK

    sender.answer = answer
    sender.run(webhook_id)
    assert (log_of(engine), due(engine)) == ([], [])


def test_the_secret_before_signs_for_a_day(engine: Engine, sender: TestSender, fill: Fill) -> None:
    webhook_id, old = make_webhook(engine)
    with write_session(engine) as session:
        new = rotate_secret(session, webhook_id, SecretBox(settings_of("sqlite:///unused.db"))).secret
    fill(0)
    sender.run(webhook_id)
    for secret in (old, new):
        Webhook(secret).verify(sender.received[0].body, sender.received[0].headers)
    change(engine, webhook_id, rotated_at=datetime.now(UTC) - ROTATION)
    fill(1)
    sender.run(webhook_id)
    assert len(sender.received[1].headers["webhook-signature"].split()) == 1
    Webhook(new).verify(sender.received[1].body, sender.received[1].headers)
