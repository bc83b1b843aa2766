"""Posted knowledge documents: added, the same again, refused, of keys that may review and that may not."""

import json
from threading import Thread
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from app.ingest.administering.tombstones import lift, withdraw
from tests import make
from tests.api.writing.conftest import bearer
from tests.queries.archive import items
from tests.tables import dump

POST = "/v1/articles"


def test_a_document_is_added_once_and_found_at_its_location(writer: TestClient, keys: dict[str, str], engine: Engine) -> None:
    first = writer.post(POST, json=make.document(), headers=bearer(keys["reviewer"]))
    assert (first.status_code, first.json()["outcome"]) == (201, "added")
    article = writer.get(first.headers["location"]).json()
    assert (article["id"], article["counts"]["claims"]) == (first.json()["id"], first.json()["claims"])
    before = dump(engine)
    again = writer.post(POST, json=make.document(), headers=bearer(keys["reviewer"]))
    assert (again.status_code, again.json()["outcome"], again.headers["location"]) == (200, "same", first.headers["location"])
    assert dump(engine) == before


def test_an_answer_carries_the_data_version_that_knows_of_it(writer: TestClient, keys: dict[str, str]) -> None:
    posted = [writer.post(POST, json=make.document(title=f"Title {n}"), headers=bearer(keys["write"])).json() for n in range(2)]
    assert posted[1]["data_version"] > posted[0]["data_version"] > 0
    assert writer.get("/readyz").json()["data_version"] == posted[1]["data_version"]


def test_a_listing_has_a_posted_article_at_the_next_request(writer: TestClient, keys: dict[str, str]) -> None:
    assert items(writer, "/v1/claims") == []
    writer.post(POST, json=make.document(), headers=bearer(keys["write"]))
    assert len(items(writer, "/v1/claims")) == 1


def test_what_a_key_without_review_posts_counts_as_extracted(writer: TestClient, keys: dict[str, str]) -> None:
    document = make.document()
    writer.post(POST, json=document, headers=bearer(keys["write"]))
    assert [claim["review"] for claim in items(writer, "/v1/claims")] == ["extracted"]
    accepted = writer.post(POST, json=document, headers=bearer(keys["reviewer"]))
    assert (accepted.status_code, accepted.json()["outcome"]) == (200, "changed")
    assert [claim["review"] for claim in items(writer, "/v1/claims")] == ["accepted"]


def test_a_key_without_review_does_not_replace_what_a_person_accepted(writer: TestClient, keys: dict[str, str]) -> None:
    writer.post(POST, json=make.document(), headers=bearer(keys["reviewer"]))
    (claim,) = items(writer, "/v1/claims")
    other = make.document(claims=[make.claim(gist="Something else.")])
    answer = writer.post(POST, json=other, headers=bearer(keys["write"])).json()
    assert (answer["outcome"], items(writer, "/v1/claims")) == ("same", [claim])
    assert "a person made its document" in answer["changes"][0]


def test_aliases_of_a_key_without_review_join_no_articles(writer: TestClient, keys: dict[str, str]) -> None:
    named = make.document(title="A", entities=[make.entity(name="Ana Novak", aliases=["The Harbour Master"])])
    other = make.document(title="B", entities=[make.entity(name="The Harbour Master")])
    for document in (named, other):
        assert writer.post(POST, json=document, headers=bearer(keys["write"])).status_code == 201
    assert len(items(writer, "/v1/speakers")) == 2
    writer.post(POST, json=named, headers=bearer(keys["reviewer"]))
    assert len(items(writer, "/v1/speakers")) == 1


def test_only_the_scope_write_posts(writer: TestClient, keys: dict[str, str], engine: Engine) -> None:
    before = dump(engine)
    statuses = {
        name: writer.post(POST, json=make.document(), headers=bearer(keys[name])).status_code for name in ("read", "review", "admin")
    }
    assert statuses == {"read": 403, "review": 403, "admin": 403}
    assert writer.post(POST, json=make.document()).status_code == 401
    assert writer.post(POST, content=b"x" * (6 << 20)).status_code == 401
    assert dump(engine) == before


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        (b"{", 422, "/body"),
        (b'{"format": "onrecord/1", "format": "onrecord/1"}', 422, "/body"),
        (b'{"a\\ud800": 1}', 422, "/body"),
        (b"[]", 422, "/body"),
        (b"\xff", 422, "/body"),
        ("{}".encode("utf-16"), 422, "/body"),
        (b"", 422, "/body"),
        (json.dumps(make.document() | {"format": "onrecord/9"}).encode(), 422, "/body/format"),
        (json.dumps(make.document(claims=[make.claim(kind="rumour")])).encode(), 422, "/body/claims/0/kind"),
        (b"[" * 100_000, 422, "/body"),
        (b" " * ((5 << 20) + 1), 413, None),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_body_that_is_no_document_is_refused_by_place_and_nothing_is_loaded(
    writer: TestClient, keys: dict[str, str], engine: Engine, body: bytes, status: int, pointer: str | None
) -> None:
    before = dump(engine)
    answer = writer.post(POST, content=body, headers=bearer(keys["write"]))
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert [part["pointer"] for part in answer.json().get("errors", [])][:1] == ([pointer] if pointer else [])
    assert dump(engine) == before


@pytest.mark.parametrize("is_large", [False, True])
@pytest.mark.parametrize("place", ["", "article", "produced_by"])
def test_half_of_a_surrogate_pair_in_a_key_is_refused(
    writer: TestClient, keys: dict[str, str], engine: Engine, place: str, is_large: bool
) -> None:
    document = make.document()
    (document[place] if place else document)["\ud83c"] = "x" * (1_100_000 if is_large else 1)
    refused = writer.post(POST, content=json.dumps(document), headers=bearer(keys["write"]))
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/invalid-document")
    assert "half of a surrogate pair" in refused.text
    assert dump(engine)["articles"] == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "application/x-yaml"},
        {"Content-Type": "application/json; charset=utf-16"},
        {"Content-Type": "application/json", "Content-Encoding": "gzip"},
    ],
    ids=str,
)
def test_another_media_type_charset_or_coding_is_refused(writer: TestClient, keys: dict[str, str], headers: dict[str, str]) -> None:
    answer = writer.post(POST, content=json.dumps(make.document()), headers={**bearer(keys["write"]), **headers})
    assert answer.status_code == 415


def test_json_is_read_with_and_without_its_media_type(writer: TestClient, keys: dict[str, str]) -> None:
    for n, media_type in enumerate(("application/json; charset=UTF-8", "APPLICATION/JSON", "")):
        headers = bearer(keys["write"]) | ({"Content-Type": media_type} if media_type else {})
        content = json.dumps(make.document(title=f"Title {n}"))
        assert writer.post(POST, content=content, headers=headers).status_code == 201


def test_an_unknown_parameter_is_refused_before_anything_is_loaded(writer: TestClient, keys: dict[str, str]) -> None:
    answer = writer.post(f"{POST}?dry_run=true", json=make.document(), headers=bearer(keys["write"]))
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (422, "dry_run")
    assert items(writer, "/v1/articles") == []


def test_a_withdrawn_article_is_gone_until_it_is_lifted(writer: TestClient, keys: dict[str, str], engine: Engine) -> None:
    key = writer.post(POST, json=make.document(), headers=bearer(keys["write"])).json()["id"]
    withdraw(engine, [key], "wrong person named", None)
    answer = writer.post(POST, json=make.document(), headers=bearer(keys["write"]))
    assert (answer.status_code, "wrong person named" in answer.json()["detail"]) == (410, True)
    lift(engine, [key])
    assert writer.post(POST, json=make.document(), headers=bearer(keys["write"])).status_code == 201


def test_ten_clients_post_at_once_and_every_article_is_there(writer: TestClient, keys: dict[str, str]) -> None:
    statuses: list[int] = []

    def post(n: int) -> None:
        statuses.append(writer.post(POST, json=make.document(title=f"Title {n % 15}"), headers=bearer(keys["write"])).status_code)

    threads = [Thread(target=post, args=[n]) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200] * 5 + [201] * 15
    assert len(items(writer, "/v1/articles")) == 15


def test_a_document_with_faults_in_words_is_loaded_with_warnings(writer: TestClient, keys: dict[str, str]) -> None:
    text = "<s0>Ana Novak</s0> <q0>said</q0> <c0>the bri</c0>dge will open."
    answer: Any = writer.post(POST, json=make.document(text), headers=bearer(keys["write"])).json()
    assert answer["outcome"] == "added"
    assert [warning["pointer"] for warning in answer["warnings"]] == ["/body/claims/0/content/0"]
