"""Requests with an Idempotency-Key: done once, however often they are sent."""

from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import Engine, update

from app.database.engines import write_session
from app.database.tables.repetitions import IdempotencyKey
from app.ingest.administering.keys import create_key
from app.ingest.administering.repetitions import KeyedRequest, digest_of_request, hold_key
from app.ingest.administering.tombstones import withdraw
from tests import make
from tests.api.writing.conftest import bearer
from tests.jobs.posting import TEXT, inbox_size, posted_text
from tests.jobs.test_results import run
from tests.tables import dump

POST = "/v1/articles"
KEY = "5f0c6e1e-2f3a-4f5e-9b9e-0d6a1c2b3d4e"


def post_text(writer: TestClient, key: str, text: str = TEXT, marked: str = KEY, title: str = "A bridge") -> Response:
    headers = {"Content-Type": "text/plain", "Idempotency-Key": marked, **bearer(key)}
    return writer.post(POST, params={"title": title}, content=text, headers=headers)


def rows(engine: Engine) -> list[dict[str, object]]:
    return dump(engine)["idempotency_keys"]


def age(engine: Engine, time: timedelta) -> None:
    with write_session(engine) as session:
        session.execute(update(IdempotencyKey).values(held_at=datetime.now(UTC) - time))


def hold(engine: Engine, asker_id: object, text: str = TEXT) -> None:
    """Hold the key of a text, as a request that is being done."""
    digest = digest_of_request(b"title=A+bridge", "text/plain", text.encode())
    assert hold_key(engine, KeyedRequest(str(asker_id), f"POST {POST}", KEY, digest)) is None


def test_the_answer_has_the_same_status_and_location_and_what_is_there_now(
    writer: TestClient, keys: dict[str, str], engine: Engine
) -> None:
    first = post_text(writer, keys["write"])
    run(engine, first.json()["id"], posted_text())
    again = post_text(writer, keys["write"])
    assert (
        (again.status_code, again.headers["location"]) == (first.status_code, first.headers["location"]) == (202, again.headers["location"])
    )
    assert (first.json()["state"], again.json()["state"]) == ("queued", "succeeded")


def test_a_document_is_answered_with_201_again(writer: TestClient, keys: dict[str, str]) -> None:
    headers = {"Idempotency-Key": KEY, **bearer(keys["write"])}
    first, again = (writer.post(POST, json=make.document(), headers=headers) for _ in range(2))
    assert (first.status_code, again.status_code, again.headers["location"]) == (201, 201, first.headers["location"])
    assert (first.json()["outcome"], again.json()["outcome"]) == ("added", "same")
    assert writer.get(again.headers["location"]).json()["counts"]["claims"] == again.json()["claims"]


@pytest.mark.parametrize("other", [{"text": "Ana Novak said that the roof had been mended."}, {"title": "Another"}])
def test_something_else_with_the_same_key_is_refused(
    writer: TestClient, keys: dict[str, str], engine: Engine, other: dict[str, str]
) -> None:
    post_text(writer, keys["write"])
    answer = post_text(writer, keys["write"], **other)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/idempotency-key-refused")
    assert inbox_size(engine) == 1


@pytest.mark.parametrize("marked", ["", "a b", "x" * 256, "é"])
def test_a_key_is_visible_and_not_long(writer: TestClient, keys: dict[str, str], engine: Engine, marked: str) -> None:
    headers = {b"Content-Type": b"text/plain", b"Idempotency-Key": marked.encode(), b"Authorization": f"Bearer {keys['write']}".encode()}
    assert writer.post(POST, content=TEXT, headers=headers).status_code == 422
    assert inbox_size(engine) == 0


def test_each_api_key_has_keys_of_its_own(writer: TestClient, keys: dict[str, str]) -> None:
    first, other = post_text(writer, keys["write"]), post_text(writer, keys["reviewer"])
    assert (first.status_code, other.status_code) == (202, 202)
    assert first.headers["location"] != other.headers["location"]


def test_each_address_has_keys_of_its_own(writer: TestClient, keys: dict[str, str], engine: Engine) -> None:
    headers = {"Idempotency-Key": KEY, "Content-Type": "text/plain", **bearer(keys["write"])}
    answers = [writer.post(f"{path}?title=A+bridge", content=TEXT, headers=headers) for path in (POST, "/v1/imports")]
    assert ([answer.status_code for answer in answers], len(rows(engine))) == ([202, 202], 2)


def test_while_it_is_done_it_is_not_done_again_until_whoever_did_it_is_taken_for_dead(
    writer: TestClient, keys: dict[str, str], engine: Engine
) -> None:
    asker_id = next(row["id"] for row in dump(engine)["api_keys"] if row["name"] == "write")
    hold(engine, asker_id)
    assert post_text(writer, keys["write"]).status_code == 409
    age(engine, timedelta(seconds=59))
    assert post_text(writer, keys["write"]).status_code == 409
    age(engine, timedelta(seconds=61))
    assert post_text(writer, keys["write"]).status_code == 202


def test_what_was_refused_can_be_sent_again_with_the_same_key(writer: TestClient, keys: dict[str, str], engine: Engine) -> None:
    assert post_text(writer, keys["write"], "...").status_code == 422
    assert rows(engine) == []
    assert post_text(writer, keys["write"]).status_code == 202


def test_keys_are_kept_for_a_day_and_no_body_is(writer: TestClient, keys: dict[str, str], engine: Engine) -> None:
    post_text(writer, keys["write"])
    (row,) = rows(engine)
    assert row.keys() == {"asker_id", "address", "key", "sha256", "status", "location", "held_at"}
    assert not any("bridge" in str(value).lower() for value in row.values())
    age(engine, timedelta(hours=23))
    assert post_text(writer, keys["write"], "Another text.").status_code == 422
    age(engine, timedelta(hours=25))
    assert post_text(writer, keys["write"], "Another text.").status_code == 202
    assert len(rows(engine)) == 1


def test_withdrawal_takes_the_keys_of_the_article_with_their_hashes(writer: TestClient, keys: dict[str, str], engine: Engine) -> None:
    first = post_text(writer, keys["write"])
    run(engine, first.json()["id"], posted_text())
    writer.post(POST, json=make.document(), headers={"Idempotency-Key": KEY + "2", **bearer(keys["write"])})
    assert len(rows(engine)) == 2
    withdraw(engine, [str(row["id"]) for row in dump(engine)["articles"]], "error", None)
    assert rows(engine) == []


def test_requests_without_a_key_are_not_noted(writer: TestClient, keys: dict[str, str], engine: Engine) -> None:
    create_key(engine, "other", ["write"])
    writer.post(POST, json=make.document(), headers=bearer(keys["write"]))
    assert rows(engine) == []
