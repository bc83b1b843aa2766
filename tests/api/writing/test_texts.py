"""Posted texts and pages: taken by a job, refused, known already."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from app.ingest.administering.tombstones import withdraw
from app.main import create_app
from tests.api.writing.conftest import bearer
from tests.conftest import settings_for
from tests.jobs.posting import TEXT, inbox_size, posted_text, texts, wait_until
from tests.jobs.test_results import run
from tests.tables import dump

POST = "/v1/articles"
URL = "https://example.org/bridge"
PAGE = f"<html><head><title>A roof</title></head><body><article>{f'<p>{TEXT}</p>' * 4}</article></body></html>"
KNOWN = {"url": URL, "title": "A bridge", "published": "2024-06-27", "publisher": "Bay Courier", "id": "7"}
PLAIN, HTML = {"Content-Type": "text/plain"}, {"Content-Type": "text/html; charset=utf-8"}


@pytest.fixture
def poster(writer: TestClient, keys: dict[str, str]) -> TestClient:
    """Ask with a key that may write."""
    writer.headers.update(bearer(keys["write"]))
    return writer


@pytest.mark.parametrize(
    "sent",
    [
        {"params": KNOWN, "content": TEXT, "headers": PLAIN},
        {"params": KNOWN, "content": b"\xef\xbb\xbf" + TEXT.encode(), "headers": PLAIN},
        {"json": {**KNOWN, "text": TEXT, "byline": "Jo Writer"}},
        {"params": KNOWN, "content": PAGE, "headers": HTML},
    ],
)
def test_a_text_or_page_becomes_a_job_at_its_location(poster: TestClient, engine: Engine, sent: dict[str, Any]) -> None:
    answer = poster.post(POST, **sent)
    assert (answer.status_code, inbox_size(engine)) == (202, 1)
    job = poster.get(answer.headers["location"]).json()
    assert job == answer.json()
    assert (job["state"], job["total"], job["done"], job["posted_by"]) == ("queued", 1, 0, "write")


def test_a_text_is_extracted_and_found_with_all_that_was_given(url: str, keys: dict[str, str], engine: Engine) -> None:
    with TestClient(create_app(settings_for(url).model_copy(update={"run_jobs": True}))) as client:
        client.headers.update(bearer(keys["write"]))
        jobs = [
            client.post(POST, params=KNOWN, content=TEXT, headers=PLAIN).headers["location"],
            client.post(POST, params={"publisher": "Bay Courier"}, content=PAGE, headers=HTML).headers["location"],
        ]
        wait_until(lambda: all(client.get(job).json()["state"] == "succeeded" for job in jobs))
        items = [client.get(job).json()["items"][0] for job in jobs]
        articles = [client.get(f"/v1/articles/{item['article_id']}").json() for item in items]
    assert [item["outcome"] for item in items] == ["added", "added"]
    assert {name: articles[0][name] for name in ("url", "title", "published", "publisher")} == {
        name: value for name, value in KNOWN.items() if name != "id"
    }
    assert (articles[0]["counts"]["claims"] > 0, articles[1]["title"]) == (True, "A roof")
    assert TEXT in texts(engine)
    assert dump(engine)["documents"][0]["posted_by"] is None


def test_the_same_text_again_is_the_same_job_then_the_same_article(poster: TestClient, engine: Engine) -> None:
    first, second = (poster.post(POST, params={"title": "A bridge"}, content=TEXT, headers=PLAIN) for _ in range(2))
    assert (second.status_code, second.headers["location"]) == (202, first.headers["location"])
    run(engine, first.json()["id"], posted_text())
    third = poster.post(POST, params={"title": "A bridge"}, content=TEXT, headers=PLAIN)
    assert (third.status_code, third.json()["outcome"]) == (200, "same")
    assert poster.get(third.headers["location"]).json()["counts"]["claims"] == third.json()["claims"]
    assert len(texts(engine)) == 1


def test_a_text_of_a_withdrawn_article_is_gone(poster: TestClient, engine: Engine) -> None:
    job = poster.post(POST, params={"url": URL}, content=TEXT, headers=PLAIN).json()
    run(engine, job["id"], posted_text(url=URL))
    withdraw(engine, [dump(engine)["articles"][0]["id"]], "error", None)
    answer = poster.post(POST, params={"url": URL}, content="Ana Novak said so.", headers=PLAIN)
    assert (answer.status_code, inbox_size(engine)) == (410, 0)


@pytest.mark.parametrize(
    ("sent", "pointers"),
    [
        ({"content": "...", "headers": PLAIN}, ["/body/text"]),
        ({"content": b"\xff", "headers": PLAIN}, ["/body"]),
        ({"content": "a\0b", "headers": PLAIN}, ["/body/text"]),
        ({"content": TEXT, "headers": PLAIN, "params": {"published": "soon"}}, ["/query/published"]),
        ({"content": "...", "headers": PLAIN, "params": {"published": "soon"}}, ["/body/text", "/query/published"]),
        ({"content": PAGE, "headers": HTML, "params": {"url": "mailto:ana@example.org"}}, ["/query/url"]),
        ({"json": {"text": TEXT, "published": "soon", "id": ""}}, ["/body/id", "/body/published"]),
        ({"json": {"text": TEXT, "publishd": "2024-06-27", "colour": None}}, ["/body/publishd", "/body/colour"]),
        ({"json": {"text": TEXT, "published": "2024-06-27", "date": "2024-06-28"}}, ["/body/date"]),
        ({"json": {"text": TEXT}, "params": {"title": "A bridge"}}, ["/query/title"]),
        ({"content": TEXT, "headers": PLAIN, "params": {"author": "Jo Writer"}}, ["/query/author"]),
    ],
)
def test_faults_are_named_before_anything_is_stored(poster: TestClient, engine: Engine, sent: dict[str, Any], pointers: list[str]) -> None:
    answer = poster.post(POST, **sent)
    assert (answer.status_code, [part["pointer"] for part in answer.json()["errors"]]) == (422, pointers)
    assert inbox_size(engine) == 0


def test_other_media_types_are_refused(poster: TestClient) -> None:
    assert poster.post(POST, content=b"%PDF-1.7", headers={"Content-Type": "application/pdf"}).status_code == 415
    assert poster.post(POST, content=TEXT, headers={"Content-Type": "text/plain; charset=latin-1"}).status_code == 415
