"""Messages to webhooks: all changes, each once at least, in order, whatever the receiver answers."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from fastapi.testclient import TestClient
from pydantic import SecretStr
from sqlalchemy import Engine
from standardwebhooks import Webhook

from app.database.engines import write_session
from app.ingest.administering.secrets import SecretBox
from app.ingest.administering.tombstones import withdraw
from app.ingest.administering.webhooks import delete_webhook, edit_webhook, request_replay, request_test, rotate_secret
from app.ingest.preparing.documents import PreparedDocument, prepare
from app.ingest.reading.validation import validated
from app.jobs.delivering import messages, senders
from app.jobs.delivering.connections import Answer
from app.jobs.delivering.messages import next_message
from app.jobs.delivering.outcomes import Attempt, note_attempt
from app.jobs.delivering.senders import Sender
from app.queries.administering.webhooks import get_webhook_totals, list_due_webhooks
from app.queries.tables import deliveries
from app.terms.webhooks import LIFETIME, LOG_KEPT, PATIENCE, ROTATION
from tests import generated
from tests.jobs.delivering.receiving import Received, receiving
from tests.jobs.delivering.sending import FAILED, OK, TestSender, article_ids, change, log_of, make_webhook, row_of, settings_of
from tests.loading import load_batch
from tests.mirror import Mirror, copy_of

Fill = Callable[..., list[str]]


@cache
def documents() -> list[PreparedDocument]:
    return [prepare(validated(document)) for document in generated.documents(12)]


@pytest.fixture
def fill(engine: Engine) -> Fill:
    """Load the articles of these numbers, one by one, or ``together``; return their ids."""

    def load(*numbers: int, together: bool = False) -> list[str]:
        chosen = [documents()[number] for number in numbers]
        for batch in [chosen] if together else [[document] for document in chosen]:
            load_batch(engine, batch)
        return [document.article_id for document in chosen]

    return load


@pytest.fixture
def sender(url: str) -> Iterator[TestSender]:
    opened = TestSender(url)
    yield opened
    opened.stop()


def due(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return [webhook.id for webhook in list_due_webhooks(connection, datetime.now(UTC))]


def states(engine: Engine) -> list[tuple[str, int]]:
    return [(row.state, row.attempts) for row in log_of(engine)]


def test_changes_arrive_in_order_each_message_where_the_one_before_ended(engine: Engine, sender: TestSender, fill: Fill) -> None:
    webhook_id, secret = make_webhook(engine)
    ids = fill(0, 1, 2)
    sender.run(webhook_id)
    ids += fill(3, 4)
    sender.run(webhook_id)
    assert sender.ids == ids
    assert [Webhook(secret).verify(received.body, received.headers)["type"] for received in sender.received] == ["changes"] * 2
    first, second = (received.data for received in sender.received)
    assert (first["cursor"], first["changes"][-1]["cursor"]) == (second["after"], first["cursor"])
    assert first["webhook"] == webhook_id
    assert first["changes"][0].keys() == {"cursor", "version", "type", "id", "action"}
    assert due(engine) == []


def test_a_bulk_load_is_cut_into_messages(engine: Engine, sender: TestSender, fill: Fill, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "MOST_CHANGES", 5)
    webhook_id, _ = make_webhook(engine)
    ids = fill(*range(12), together=True)
    sender.run(webhook_id)
    assert [len(received.data["changes"]) for received in sender.received] == [5, 5, 2]
    assert sender.ids == ids
    assert due(engine) == []


def test_a_run_ends_after_some_messages_and_the_next_goes_on(
    engine: Engine, sender: TestSender, fill: Fill, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messages, "MOST_CHANGES", 2)
    monkeypatch.setattr(senders, "MOST_IN_A_RUN", 2)
    webhook_id, _ = make_webhook(engine, types=["article"])
    ids = fill(*range(7))
    for number, expected in enumerate((4, 7), 1):
        assert due(engine) == [webhook_id]
        sender.run(webhook_id)
        assert (sender.ids, row_of(engine, webhook_id).runs) == (ids[:expected], number)
    assert due(engine) == []


def test_a_webhook_begins_where_it_is_made_unless_a_position_is_given(engine: Engine, sender: TestSender, fill: Fill) -> None:
    fill(0)
    webhook_id, _ = make_webhook(engine, after=None)
    assert due(engine) == []
    later = fill(1)
    sender.run(webhook_id)
    assert sender.ids == later


def test_a_webhook_is_sent_what_it_selects(engine: Engine, sender: TestSender, fill: Fill) -> None:
    webhook_id, _ = make_webhook(engine, types=["article"], actions=["deleted"])
    ids = fill(0, 1)
    sender.run(webhook_id)
    assert (sender.received, due(engine)) == ([], [])
    withdraw(engine, ids[:1], "error", None)
    sender.run(webhook_id)
    assert [[(each["id"], each["action"]) for each in received.data["changes"]] for received in sender.received] == [[(ids[0], "deleted")]]


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


def test_an_attempt_that_another_process_has_noted_is_not_noted_twice(engine: Engine, fill: Fill, sender: TestSender) -> None:
    webhook_id, _ = make_webhook(engine)
    fill(0)
    now = datetime.now(UTC)
    with write_session(engine) as session:
        message = next_message(session, webhook_id, now)
    assert message is not None
    for answer in (OK, FAILED):
        with write_session(engine) as session:
            note_attempt(session, message, Attempt(now, timedelta(seconds=1), answer), sender._backoff)
    assert (states(engine), row_of(engine, webhook_id).failures) == ([("succeeded", 1)], 0)


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


def test_a_secret_that_cannot_be_read_is_a_failure_that_is_noted(url: str, engine: Engine, fill: Fill) -> None:
    webhook_id, _ = make_webhook(engine)
    fill(0)
    sender = Sender(settings_of(url).model_copy(update={"secret_key": SecretStr(Fernet.generate_key().decode())}))
    sender.run(webhook_id)
    sender.stop()
    with engine.connect() as connection:
        assert get_webhook_totals(connection).attempts == {"secret_unreadable": 1}


@pytest.mark.parametrize("is_enabled", [True, False])
def test_the_log_is_kept_for_thirty_days(engine: Engine, sender: TestSender, fill: Fill, is_enabled: bool) -> None:
    webhook_id, _ = make_webhook(engine)
    for number in range(2):
        fill(number)
        sender.run(webhook_id)
    old, _ = log_of(engine)
    with engine.begin() as connection:
        connection.execute(deliveries.update().where(deliveries.c.number == old.number).values(finished_at=datetime.now(UTC) - LOG_KEPT))
    with write_session(engine) as session:
        edit_webhook(session, webhook_id, {"enabled": is_enabled}, None)
    assert due(engine) == [webhook_id]
    sender.run(webhook_id)
    assert ([row.id for row in log_of(engine)], due(engine)) == ([sender.received[1].id], [])
    with engine.connect() as connection:
        assert get_webhook_totals(connection).attempts == {"succeeded": 2}


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


def test_a_mirror_that_is_told_of_changes_equals_the_server(
    url: str, engine: Engine, client: TestClient, fill: Fill, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some messages are lost on their way back, so that they come again; the mirror drops what it had."""
    mirror, had = Mirror(client), set[str]()
    ids = fill(0, 1)
    mirror.start()
    with receiving(tmp_path) as receiver:
        monkeypatch.setenv("SSL_CERT_FILE", str(receiver.authority_file))
        webhook_id, secret = make_webhook(engine, receiver.url, after=mirror.position)

        def answer(received: Received) -> tuple[int, dict[str, str]]:
            Webhook(secret).verify(received.body, received.headers)
            if received.id not in had:
                mirror.apply(received.data["changes"])
                had.add(received.id)
            return (204 if len(receiver.received) % 3 else 500), {}

        receiver.answer = answer
        sender = Sender(settings_of(url))
        for number in range(2, 12, 2):
            ids += fill(number, number + 1)
            withdraw(engine, [ids.pop(0)], "error", None)
            while due(engine):
                sender.run(webhook_id)
                change(engine, webhook_id, next_attempt_at=None)
        sender.stop()
    assert mirror.copy == copy_of(client)
    assert len(receiver.received) > len(had) > 3
