"""Webhooks of a database that was restored from a backup: receivers are told, nothing is left out, and little comes twice."""

from sqlalchemy import Engine

from app.ingest.administering.tombstones import withdraw_again
from tests.jobs.delivering.conftest import Fill, due, states
from tests.jobs.delivering.sending import FAILED, OK, TestSender, article_ids, make_webhook, row_of


def test_receivers_are_told_of_the_other_database_though_nothing_changes(engine: Engine, sender: TestSender, fill: Fill) -> None:
    webhook_id, _ = make_webhook(engine)
    fill(0)
    sender.run(webhook_id)
    before, _, position = sender.received[-1].data["cursor"].partition(".")
    withdraw_again(engine, [])
    assert due(engine) == [webhook_id]
    sender.run(webhook_id)
    told = sender.received[-1].data
    assert (len(sender.received), told["changes"], told["after"]) == (2, [], told["cursor"])
    assert (told["after"].endswith(f".{position}"), told["after"].startswith(before)) == (True, False)
    assert due(engine) == []


def test_a_webhook_goes_on_from_where_it_was_with_messages_of_new_ids(engine: Engine, sender: TestSender, fill: Fill) -> None:
    webhook_id, _ = make_webhook(engine)
    fill(0)
    sender.run(webhook_id)
    waiting = fill(1)
    sender.answer = lambda _: FAILED
    sender.run(webhook_id)
    withdraw_again(engine, [])
    later = fill(2)
    sender.answer = lambda _: OK
    sender.run(webhook_id)
    received, refused, told, last = sender.received
    assert (article_ids(refused), told.data["changes"], article_ids(last)) == (waiting, [], [*waiting, *later])
    assert last.data["after"] == told.data["cursor"]
    assert len({each.id for each in sender.received}) == 4
    assert states(engine) == [("succeeded", 1), ("cancelled", 1), ("succeeded", 1), ("succeeded", 1)]
    assert (due(engine), received.data["cursor"].partition(".")[2]) == ([], told.data["after"].partition(".")[2])


def test_a_receiver_that_is_away_is_told_when_it_is_back(engine: Engine, sender: TestSender, fill: Fill) -> None:
    webhook_id, _ = make_webhook(engine)
    fill(0)
    sender.run(webhook_id)
    withdraw_again(engine, [])
    sender.answer = lambda _: FAILED
    sender.run(webhook_id)
    assert (due(engine), row_of(engine, webhook_id).failures) == ([], 1)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE webhooks SET next_attempt_at = NULL")
    assert due(engine) == [webhook_id]
    sender.answer = lambda _: OK
    sender.run(webhook_id)
    assert (sender.received[-1].data["changes"], sender.received[-1].id) == ([], sender.received[-2].id)
