"""Messages to webhooks: all changes, each once at least, in order, whatever the receiver answers."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from standardwebhooks import Webhook

from app.database.engines import write_session
from app.ingest.administering.tombstones import withdraw
from app.ingest.administering.webhooks import edit_webhook
from app.jobs.delivering import messages, senders
from app.jobs.delivering.messages import next_message
from app.jobs.delivering.outcomes import Attempt, note_attempt
from app.jobs.delivering.senders import Sender
from app.queries.administering.webhooks import get_webhook_totals
from app.queries.tables import deliveries
from app.terms.webhooks import LOG_KEPT
from tests.jobs.delivering.conftest import Fill, due, states
from tests.jobs.delivering.receiving import Received, receiving
from tests.jobs.delivering.sending import FAILED, OK, TestSender, change, log_of, make_webhook, row_of, settings_of
from tests.mirror import Mirror, copy_of


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
