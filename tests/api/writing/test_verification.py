"""Articles verified against a text over HTTP."""

from threading import Event
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from app.main import create_app
from app.queries.verifying import articles
from tests import make
from tests.conftest import Load, settings_for
from tests.queries.archive import items
from tests.tables import dump

MARKED = "<s0>Ana Novak</s0> <q0>said</q0> <c0>the bridge will open in May</c0>. <s1>Tom Reed</s1> <q1>said</q1> <c1>nobody asked him</c1>."
TEXT = make.marked(MARKED)[0]
PARTS: dict[str, Any] = {
    "entities": [make.entity(0, "Ana Novak"), make.entity(1, "Tom Reed")],
    "claims": [make.claim(), make.claim(1, speaker="s1")],
}


@pytest.fixture
def path(load: Load, client: TestClient) -> str:
    load(make.document(MARKED, **PARTS))
    return f"/v1/articles/{items(client, '/v1/articles')[0]['id']}/verify"


def statuses(client: TestClient, path: str, text: str, media_type: str = "text/plain") -> list[str]:
    answer = client.post(path, content=text.encode(), headers={"Content-Type": media_type})
    assert answer.status_code == 200
    body = answer.json()
    assert {name: count for name, count in body["counts"].items() if count} == {
        claim["status"]: [other["status"] for other in body["claims"]].count(claim["status"]) for claim in body["claims"]
    }
    for claim in body["claims"]:
        assert [text[span["start"] : span["end"]] for span in claim["content"]] == claim["found"] or media_type == "text/html"
    return [claim["status"] for claim in body["claims"]]


def test_each_claim_is_exact_moved_changed_or_gone(client: TestClient, path: str, engine: Engine) -> None:
    before = dump(engine)
    assert statuses(client, path, TEXT) == ["exact", "exact"]
    assert statuses(client, path, f"Updated. {TEXT}") == ["moved", "moved"]
    assert statuses(client, path, TEXT.replace("will open", "would open")) == ["changed", "moved"]
    assert statuses(client, path, TEXT[: TEXT.index(" Tom")]) == ["exact", "gone"]
    assert statuses(client, path, "") == ["gone", "gone"]
    assert dump(engine) == before


def test_the_main_text_of_a_page_is_compared(client: TestClient, path: str) -> None:
    page = f"<html><body><article>{f'<p>{TEXT}</p>' * 3}</article></body></html>"
    assert statuses(client, path, page, "text/html") == ["exact", "exact"]


def test_without_a_stored_text_only_the_same_place_tells(load: Load, client: TestClient) -> None:
    load(make.document(MARKED, stand_off=True, title="Stand-off", **PARTS))
    path = f"/v1/articles/{items(client, '/v1/articles')[0]['id']}/verify"
    assert statuses(client, path, TEXT) == ["exact", "exact"]
    assert statuses(client, path, f"Updated. {TEXT}") == ["unknown", "unknown"]


def test_a_comparison_has_a_deadline(url: str, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    may_end = Event()
    monkeypatch.setattr(articles, "find_passage", lambda *_: may_end.wait(60))
    with TestClient(create_app(settings_for(url).model_copy(update={"read_timeout_s": 0.2})), raise_server_exceptions=False) as client:
        answer = client.post(path, content="Another text.", headers={"Content-Type": "text/plain"})
        may_end.set()
    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/no-answer-in-time")


def test_what_is_no_text_and_what_is_not_there_is_refused(client: TestClient, path: str) -> None:
    for address, content, media_type, status in (
        (path, b"\xff", "text/plain", 422),
        (path, b"{}", "application/json", 415),
        ("/v1/articles/art_0/verify", b"x", "text/plain", 404),
        (f"{path}?x=1", b"x", "text/plain", 422),
        (path, b"x" * (6 << 20), "text/plain", 413),
    ):
        answer = client.post(address, content=content, headers={"Content-Type": media_type})
        assert (address, answer.status_code) == (address, status)


def test_offsets_count_utf16_units_where_that_is_asked_for(client: TestClient, path: str) -> None:
    answer = client.post(f"{path}?units=utf16", content=f"😀 {TEXT}".encode(), headers={"Content-Type": "text/plain"}).json()
    in_code_points = client.post(path, content=f"😀 {TEXT}".encode(), headers={"Content-Type": "text/plain"}).json()
    moved, counted = (each["claims"][0]["content"][0] for each in (answer, in_code_points))
    assert moved == {"start": counted["start"] + 1, "end": counted["end"] + 1}
