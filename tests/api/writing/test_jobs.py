"""Jobs over HTTP: who sees which, in pages, and what can be done with them."""

from typing import Any

import orjson
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from app.database.engines import write_session
from app.jobs.results import fail_lines
from tests.api.writing.conftest import bearer
from tests.jobs.importing import run_import
from tests.jobs.posting import TEXT, inbox_size, posted_text
from tests.jobs.test_results import run

JOBS = "/v1/jobs"


def post_as(writer: TestClient, key: str, title: str = "A bridge") -> str:
    """Post a text; return the id of its job."""
    answer = writer.post("/v1/articles", params={"title": title}, content=TEXT, headers={"Content-Type": "text/plain", **bearer(key)})
    assert answer.status_code == 202
    return str(answer.json()["id"])


def listed(writer: TestClient, key: str, query: str = "") -> list[str]:
    return [job["id"] for job in writer.get(f"{JOBS}{query}", headers=bearer(key)).json()["items"]]


def test_a_key_sees_its_own_jobs_and_one_that_may_review_all(writer: TestClient, keys: dict[str, str]) -> None:
    own, other = post_as(writer, keys["write"]), post_as(writer, keys["reviewer"])
    assert listed(writer, keys["write"]) == [own]
    assert listed(writer, keys["reviewer"]) == listed(writer, keys["review"]) == [other, own]
    assert writer.get(f"{JOBS}/{other}", headers=bearer(keys["write"])).status_code == 404
    assert writer.get(f"{JOBS}/{own}", headers=bearer(keys["review"])).json()["posted_by"] == "write"
    for method, path in (("DELETE", other), ("POST", f"{other}/retry")):
        assert writer.request(method, f"{JOBS}/{path}", headers=bearer(keys["write"])).status_code == 404


@pytest.mark.parametrize(
    ("method", "path"), [("GET", ""), ("GET", "/job_0"), ("GET", "/job_0/items"), ("DELETE", "/job_0"), ("POST", "/job_0/retry")]
)
def test_jobs_need_a_key_that_may_write_or_review(writer: TestClient, keys: dict[str, str], method: str, path: str) -> None:
    assert writer.request(method, f"{JOBS}{path}").status_code == 401
    for name in ("read", "admin"):
        answer = writer.request(method, f"{JOBS}{path}", headers=bearer(keys[name]))
        assert (answer.status_code, answer.json()["detail"]) == (403, "The API key lacks the scope 'write' or 'review'.")


def test_pages_join_without_gap_or_repeat(writer: TestClient, keys: dict[str, str]) -> None:
    ids = [post_as(writer, keys["write"], title=f"Bridge {number}") for number in range(5)]
    cursor, found = "", list[str]()
    while cursor is not None:
        answer = writer.get(JOBS, params={"limit": 2, **({"cursor": cursor} if cursor else {})}, headers=bearer(keys["write"]))
        found += [job["id"] for job in answer.json()["items"]]
        cursor = answer.json()["next_cursor"]
        assert ("next" in answer.links) == (cursor is not None)
    assert found == ids[::-1]
    assert writer.get(f"{JOBS}?cursor=x", headers=bearer(keys["write"])).status_code == 404


def test_jobs_are_filtered_by_state(writer: TestClient, keys: dict[str, str], engine: Engine) -> None:
    done, waiting = post_as(writer, keys["write"]), post_as(writer, keys["write"], "Another")
    run(engine, done, posted_text())
    assert listed(writer, keys["write"], "?state=succeeded") == [done]
    assert listed(writer, keys["write"], "?state=queued&state=running") == [waiting]
    assert writer.get(f"{JOBS}?state=lost", headers=bearer(keys["write"])).status_code == 422


def test_an_answer_has_an_etag_of_its_body_and_is_for_its_key_alone(writer: TestClient, keys: dict[str, str], engine: Engine) -> None:
    job_id = post_as(writer, keys["write"])
    first = writer.get(f"{JOBS}/{job_id}", headers=bearer(keys["write"]))
    assert first.headers["cache-control"] == "private, no-cache"
    conditional = bearer(keys["write"]) | {"If-None-Match": first.headers["etag"]}
    assert writer.get(f"{JOBS}/{job_id}", headers=conditional).status_code == 304
    run(engine, job_id, posted_text())
    later = writer.get(f"{JOBS}/{job_id}", headers=conditional)
    assert (later.status_code, later.json()["state"], later.json()["items"][0]["outcome"]) == (200, "succeeded", "added")


def test_a_job_is_cancelled(writer: TestClient, keys: dict[str, str], engine: Engine) -> None:
    job_id = post_as(writer, keys["write"])
    answer = writer.delete(f"{JOBS}/{job_id}", headers=bearer(keys["write"]))
    assert (answer.status_code, answer.json()["state"], inbox_size(engine)) == (200, "cancelled", 0)


def test_a_job_that_has_succeeded_is_neither_cancelled_nor_tried_again(writer: TestClient, keys: dict[str, str], engine: Engine) -> None:
    job_id = post_as(writer, keys["write"])
    run(engine, job_id, posted_text())
    for method, path in (("DELETE", job_id), ("POST", f"{job_id}/retry")):
        answer = writer.request(method, f"{JOBS}/{path}", headers=bearer(keys["write"]))
        assert (answer.status_code, answer.headers["content-type"]) == (409, "application/problem+json")


def test_a_failed_job_is_tried_again(writer: TestClient, keys: dict[str, str], engine: Engine) -> None:
    job_id = post_as(writer, keys["write"])
    with write_session(engine) as session:
        fail_lines(session, job_id, 1, [1], "could not be loaded: IntegrityError")
    failed = writer.get(f"{JOBS}/{job_id}", headers=bearer(keys["write"])).json()
    assert (failed["state"], failed["failed"], failed["items"][0]["errors"]) == (
        "failed",
        1,
        [{"detail": "could not be loaded: IntegrityError", "pointer": "", "line": None}],
    )
    answer = writer.post(f"{JOBS}/{job_id}/retry", headers=bearer(keys["write"]))
    assert (answer.status_code, answer.json()["state"], answer.headers["location"]) == (202, "queued", f"{JOBS}/{job_id}")


def test_the_articles_of_a_job_are_listed_by_line(writer: TestClient, keys: dict[str, str], engine: Engine) -> None:
    lines = [orjson.dumps({"text": TEXT if number % 2 else "...", "url": f"https://example.org/{number}"}) for number in range(5)]
    headers = {"Content-Type": "application/x-ndjson", **bearer(keys["write"])}
    job_id = writer.post("/v1/imports", content=b"\n".join(lines), headers=headers).json()["id"]
    items = f"{JOBS}/{job_id}/items"
    assert writer.get(items, headers=bearer(keys["write"])).json() == {"items": [], "next_cursor": None}
    run_import(engine, job_id)
    cursor, found = "", list[dict[str, Any]]()
    while cursor is not None:
        answer = writer.get(items, params={"limit": 2, **({"cursor": cursor} if cursor else {})}, headers=bearer(keys["write"]))
        found, cursor = found + answer.json()["items"], answer.json()["next_cursor"]
    assert found == writer.get(f"{JOBS}/{job_id}", headers=bearer(keys["review"])).json()["items"]
    assert [(item["line"], item["outcome"]) for item in found] == [(1, "failed"), (2, "added"), (3, "failed"), (4, "added"), (5, "failed")]
    failed = writer.get(f"{items}?outcome=failed", headers=bearer(keys["review"])).json()["items"]
    assert failed == [item for item in found if item["outcome"] == "failed"]
    assert failed[1]["errors"] == [{"detail": "has no words", "pointer": "/text", "line": 3}]
    assert writer.get(items, headers=bearer(keys["reviewer"])).status_code == 200
    for path, status in ((f"{items}?cursor=x", 404), (f"{items}?outcome=lost", 422), (f"{JOBS}/job_0/items", 404)):
        assert writer.get(path, headers=bearer(keys["write"])).status_code == status
