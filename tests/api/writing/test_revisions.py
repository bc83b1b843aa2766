"""Texts of an article that are posted again: what changes nothing, and what goes back."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from app.jobs.inbox import Posted
from tests import make
from tests.api.writing.conftest import Edit, bearer, story
from tests.jobs.posting import TEXT, post, posted_text, texts
from tests.jobs.test_results import LATER, run
from tests.queries.archive import items

POST = "/v1/articles"
URL = "https://example.org/bridge"
PLAIN = {"Content-Type": "text/plain"}


@pytest.fixture
def poster(writer: TestClient, keys: dict[str, str]) -> TestClient:
    writer.headers.update(bearer(keys["reviewer"]))
    return writer


def telling(words: str) -> make.Json:
    return make.document(f"<s0>Ana Novak</s0> <q0>said</q0> <c0>{words}</c0>.", article={"url": URL})


def outcome(answer: Any) -> tuple[int, str, str]:
    body = answer.json()
    return answer.status_code, body["outcome"], (body["changes"] or [""])[0]


def test_a_document_of_an_earlier_text_changes_nothing_unless_the_story_goes_back(poster: TestClient) -> None:
    assert outcome(poster.post(POST, json=telling("one"))) == (201, "added", "")
    assert outcome(poster.post(POST, json=telling("two"))) == (200, "changed", "revision 2")
    known = "its text is that of revision 1, which another text followed"
    assert outcome(poster.post(POST, json=telling("one"))) == (200, "same", known)
    assert outcome(poster.post(f"{POST}?revision=new", json=telling("one"))) == (200, "changed", "revision 3")
    assert poster.post(f"{POST}?revision=old", json=telling("one")).status_code == 422
    assert [claim["quote"] for claim in items(poster, "/v1/claims")] == ["one"]


def test_a_text_that_goes_back_is_a_job_of_its_own(poster: TestClient, engine: Engine) -> None:
    for text in (TEXT, LATER):
        (job_id,) = post(engine, posted_text(text, url=URL))
        run(engine, job_id, posted_text(text, url=URL))
    known = {"url": URL, "title": "A bridge", "published": "2024-06-27"}
    again = poster.post(POST, params={**known, "revision": "new"}, content=TEXT, headers=PLAIN)
    assert again.status_code == 202
    run(engine, again.json()["id"], posted_text(TEXT, url=URL))
    assert texts(engine) == [TEXT]
    (article,) = items(poster, "/v1/articles")
    assert [each["number"] for each in poster.get(f"/v1/articles/{article['id']}/revisions").json()["items"]] == [3, 2, 1]
    assert poster.post(POST, params=known, content=TEXT, headers=PLAIN).status_code == 200


def test_a_page_may_go_back(poster: TestClient, engine: Engine) -> None:
    page = f"<html><head><title>A roof</title></head><body><article>{f'<p>{TEXT}</p>' * 4}</article></body></html>".encode()
    answer = poster.post(f"{POST}?revision=new&publisher=Bay+Courier", content=page, headers={"Content-Type": "text/html"})
    run(engine, answer.json()["id"], Posted("page", page, {"publisher": "Bay Courier", "revision": "new"}))
    assert [article["publisher"] for article in items(poster, "/v1/articles")] == ["Bay Courier"]


def test_edits_of_what_the_next_text_keeps_stay_and_tags_of_before_are_stale(
    writer: TestClient, keys: dict[str, str], claim: str, edit: Edit
) -> None:
    assert edit(claim, {"kind": "pledge"}).status_code == 200
    tag = writer.get(claim).headers["etag"]
    before = story()["article"]["text"]
    later = make.document(
        "<s1>Tom Reed</s1> was there. <s0>Ana Novak</s0> <q0>said</q0> <c0>the <e0>bridge</e0> will open</c0>.",
        **{name: story()[name] for name in ("entities", "events")},
        claims=[make.claim(about=["e0"])],
    )
    later["events"][0]["mentions"] = [[46, 52]]
    assert later["article"]["text"] != before
    assert outcome(writer.post(POST, json=later, headers=bearer(keys["reviewer"])))[:2] == (200, "changed")
    kept = writer.get(claim).json()
    assert (kept["kind"], kept["review"], kept["passage"]["content"][0]["start"]) == ("pledge", "edited", 35)
    stale = writer.patch(claim, json={"kind": "denial"}, headers={**bearer(keys["review"]), "If-Match": tag})
    assert stale.status_code == 412


def test_an_edit_of_a_passage_goes_to_no_other_words_of_the_next_text(
    writer: TestClient, keys: dict[str, str], claim: str, edit: Edit
) -> None:
    content = writer.get(claim).json()["passage"]["content"][0]
    shorter = {"passage": {"content": [{**content, "start": content["start"] + 4}]}}
    assert edit(claim, shorter).json()["quote"] == "bridge will open"
    text = story()["article"]["text"]
    moved = "<s1>Tom Reed</s1> was there. <s0>Ana Novak</s0> <q0>said</q0> <c0>the <e0>bridge</e0> will open</c0>."
    later = make.document(moved, claims=[make.claim(about=["e0"])], **{name: story()[name] for name in ("entities", "events")})
    later["events"][0]["mentions"] = [[39, 45]]
    assert later["article"]["text"] != text
    assert outcome(writer.post(POST, json=later, headers=bearer(keys["reviewer"])))[:2] == (200, "changed")
    assert writer.get(claim).json()["quote"] == "the bridge will open"
