"""Webhooks over HTTP: made, listed, changed, removed, with secrets that are shown once, and what is refused."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr
from sqlalchemy import Engine

from app.main import create_app
from tests.api.writing.conftest import bearer
from tests.conftest import settings_for
from tests.jobs.delivering.sending import SECRET_KEY, TestSender, log_of, row_of

WEBHOOKS = "/v1/webhooks"
URL = "https://receiver.example/hook"


@pytest.fixture
def admin(url: str, keys: dict[str, str]) -> Iterator[TestClient]:
    """Asks as somebody with the scope ``admin``, on a server that has a key for secrets."""
    settings = settings_for(url).model_copy(update={"secret_key": SecretStr(SECRET_KEY)})
    with TestClient(create_app(settings), headers=bearer(keys["admin"]), raise_server_exceptions=False) as client:
        yield client


def make(admin: TestClient, **fields: Any) -> dict[str, Any]:
    answer = admin.post(WEBHOOKS, json={"url": URL, **fields})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def test_a_secret_is_shown_once_and_stored_encrypted(admin: TestClient, engine: Engine) -> None:
    answer = admin.post(WEBHOOKS, json={"url": URL, "description": "The mirror"})
    made = answer.json()
    assert (answer.status_code, answer.headers["location"]) == (201, f"{WEBHOOKS}/{made['id']}")
    assert made["secret"].startswith("whsec_")
    shown = admin.get(answer.headers["location"])
    assert shown.json() == {name: value for name, value in made.items() if name != "secret"}
    assert shown.headers["etag"] == answer.headers["etag"]
    assert (shown.json()["enabled"], shown.json()["description"], shown.json()["created_by"]) == (True, "The mirror", "admin")
    for each in (admin.get(WEBHOOKS), admin.get(f"{WEBHOOKS}/{made['id']}/deliveries")):
        assert made["secret"] not in each.text
    assert made["secret"].encode() not in row_of(engine, made["id"]).secret


def test_a_new_secret_is_shown_once_too(admin: TestClient) -> None:
    made = make(admin)
    answer = admin.post(f"{WEBHOOKS}/{made['id']}/rotate")
    assert (answer.status_code, answer.json()["secret"] != made["secret"]) == (200, True)
    assert answer.json()["old_secret_until"] is not None
    assert answer.json()["secret"] not in admin.get(f"{WEBHOOKS}/{made['id']}").text


def test_without_a_key_for_secrets_there_are_no_webhooks(writer: TestClient, keys: dict[str, str]) -> None:
    answer = writer.post(WEBHOOKS, json={"url": URL}, headers=bearer(keys["admin"]))
    assert (answer.status_code, answer.headers["content-type"]) == (409, "application/problem+json")
    assert "ONRECORD_SECRET_KEY" in answer.json()["detail"]
    assert writer.get(WEBHOOKS, headers=bearer(keys["admin"])).json() == {"items": [], "next_cursor": None}


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/body/url"),
        ({"url": "http://receiver.example/"}, "/body/url"),
        ({"url": "https://2130706433/"}, "/body/url"),
        ({"url": "https://127.0.0.1/"}, "/body/url"),
        ({"url": "https://[::ffff:10.0.0.1]/"}, "/body/url"),
        ({"url": "https://169.254.169.254/latest"}, "/body/url"),
        ({"url": 1}, "/body/url"),
        ({"url": URL, "types": ["quote"]}, "/body/types/0"),
        ({"url": URL, "actions": "created"}, "/body/actions"),
        ({"url": URL, "after": "x"}, "/body/after"),
        ({"url": URL, "description": "a\0b"}, "/body/description"),
        ({"url": URL, "secret": "whsec_AAAA"}, "/body/secret"),
        ([], "/body"),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(admin: TestClient, body: Any, pointer: str) -> None:
    answer = admin.post(WEBHOOKS, json=body)
    assert (answer.status_code, [error["pointer"] for error in answer.json()["errors"]]) == (422, [pointer])
    assert admin.get(WEBHOOKS).json()["items"] == []


def test_a_body_that_is_no_json_is_refused(admin: TestClient) -> None:
    for content, status in ((b"{", 422), (b'"\xff"', 422)):
        assert admin.post(WEBHOOKS, content=content, headers={"Content-Type": "application/json"}).status_code == status
    assert admin.post(WEBHOOKS, content=b"url=x", headers={"Content-Type": "application/x-www-form-urlencoded"}).status_code == 415


def test_a_position_of_another_database_is_410(admin: TestClient) -> None:
    assert admin.post(WEBHOOKS, json={"url": URL, "after": "otherdatabase.1"}).status_code == 410


def test_pages_join_without_gap_or_repeat(admin: TestClient) -> None:
    ids = [make(admin)["id"] for _ in range(5)]
    cursor, found = "", list[str]()
    while cursor is not None:
        page = admin.get(WEBHOOKS, params={"limit": 2, **({"cursor": cursor} if cursor else {})}).json()
        found += [webhook["id"] for webhook in page["items"]]
        cursor = page["next_cursor"]
    assert found == ids[::-1]
    assert admin.get(f"{WEBHOOKS}?cursor=x").status_code == 404


def test_a_change_needs_the_tag_of_what_was_read(admin: TestClient) -> None:
    address = f"{WEBHOOKS}/{make(admin)['id']}"
    tag = admin.get(address).headers["etag"]
    assert admin.patch(address, json={"description": "x"}).status_code == 428
    answer = admin.patch(address, json={"description": "x", "types": ["article"]}, headers={"If-Match": tag})
    assert (answer.status_code, answer.json()["description"], answer.json()["types"]) == (200, "x", ["article"])
    assert answer.headers["etag"] == admin.get(address).headers["etag"] != tag
    assert admin.patch(address, json={"description": "y"}, headers={"If-Match": tag}).status_code == 412
    assert admin.delete(address, headers={"If-Match": tag}).status_code == 412
    assert admin.get(address).json()["description"] == "x"


def test_what_is_not_given_stays_and_null_is_nothing(admin: TestClient) -> None:
    made = make(admin, description="The mirror", actions=["deleted"])
    address, anyhow = f"{WEBHOOKS}/{made['id']}", {"If-Match": "*"}
    answer = admin.patch(address, json={"enabled": False}, headers=anyhow).json()
    assert (answer["enabled"], answer["disabled_reason"], answer["description"]) == (False, "asked", "The mirror")
    answer = admin.patch(address, json={"enabled": True, "url": "https://receiver.example:8443"}, headers=anyhow).json()
    assert (answer["disabled_reason"], answer["url"], answer["actions"]) == (None, "https://receiver.example:8443/", ["deleted"])
    for body in ({"description": None}, {"url": "https://10.0.0.1/"}, {"id": "whk_1"}, {"enabled": "no"}, {"enabled": 1}):
        assert admin.patch(address, json=body, headers=anyhow).status_code == 422
    assert admin.patch(address, json={"after": "otherdatabase.1"}, headers=anyhow).status_code == 410


def test_a_webhook_is_removed_with_its_log(admin: TestClient, engine: Engine) -> None:
    address = f"{WEBHOOKS}/{make(admin)['id']}"
    admin.post(f"{address}/test")
    assert admin.delete(address).status_code == 428
    assert admin.delete(address, headers={"If-Match": "*"}).status_code == 200
    assert admin.get(address).status_code == 404
    assert log_of(engine) == []


def test_the_log_says_what_became_of_messages(admin: TestClient, url: str) -> None:
    made = make(admin)
    address = f"{WEBHOOKS}/{made['id']}"
    asked = admin.post(f"{address}/test")
    assert (asked.status_code, asked.headers["location"], asked.json()["state"]) == (202, f"{address}/deliveries", "waiting")
    sender = TestSender(url)
    sender.run(made["id"])
    (delivery,) = admin.get(f"{address}/deliveries").json()["items"]
    assert (delivery["id"], delivery["state"], delivery["type"]) == (asked.json()["id"], "succeeded", "test")
    assert [(each["outcome"], each["status"]) for each in delivery["attempts"]] == [("succeeded", 204)]
    assert admin.get(f"{address}/deliveries?state=failed").json()["items"] == []
    replayed = admin.post(f"{address}/deliveries/{delivery['id']}/replay")
    assert (replayed.status_code, replayed.json()["id"]) == (202, delivery["id"])
    sender.run(made["id"])
    sender.stop()
    assert len(admin.get(f"{address}/deliveries").json()["items"][0]["attempts"]) == 2


def test_what_is_not_there_is_404(admin: TestClient) -> None:
    address, anyhow = f"{WEBHOOKS}/{make(admin)['id']}", {"If-Match": "*"}
    for method, path in (("GET", ""), ("PATCH", ""), ("DELETE", ""), ("GET", "/deliveries"), ("POST", "/rotate"), ("POST", "/test")):
        body: dict[str, Any] | None = {} if method == "PATCH" else None
        assert admin.request(method, f"{WEBHOOKS}/whk_0{path}", json=body, headers=anyhow).status_code == 404
    assert admin.post(f"{address}/deliveries/msg_0/replay").status_code == 404


def test_nothing_is_sent_on_demand_to_a_webhook_that_is_disabled(admin: TestClient) -> None:
    address = f"{WEBHOOKS}/{make(admin)['id']}"
    message_id = admin.post(f"{address}/test").json()["id"]
    admin.patch(address, json={"enabled": False}, headers={"If-Match": "*"})
    assert admin.post(f"{address}/test").status_code == 409
    assert admin.post(f"{address}/deliveries/{message_id}/replay").status_code == 409


@pytest.mark.parametrize("scope", ["read", "write", "review", "reviewer", None])
def test_webhooks_need_the_scope_admin(admin: TestClient, keys: dict[str, str], scope: str | None) -> None:
    address = f"{WEBHOOKS}/{make(admin)['id']}"
    headers = {"Authorization": f"Bearer {keys[scope]}"} if scope else {"Authorization": "Bearer x"}
    for method, path in (
        ("GET", WEBHOOKS),
        ("POST", WEBHOOKS),
        ("GET", address),
        ("POST", f"{address}/rotate"),
        ("GET", f"{address}/deliveries"),
    ):
        assert admin.request(method, path, headers=headers).status_code == (403 if scope else 401)
