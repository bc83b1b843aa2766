"""Texts of an article that are posted again: what changes nothing, and what goes back."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from app.jobs.inbox import Posted
from tests import make
from tests.api.writing.conftest import Edit, bearer, story
from tests.conftest import Load
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


# Behind the claim's own passage, which keeps its words, stands what edits of the tests below point to.
STORY = "<s0>Ana Novak</s0> <q0>said</q0> <c0>the bridge will open</c0> soon. He said so twice."
MOVED = f"Tom Reed was there. {STORY}"
PREFIX = len(MOVED) - len(STORY)


def bridge(text: str, **more: Any) -> make.Json:
    return make.document(text, article={"url": URL}, **more)


def span(text: str, words: str) -> make.Json:
    start = make.marked(text)[0].index(words)
    return {"start": start, "end": start + len(words)}


@pytest.fixture
def bridge_claim(load: Load, writer: TestClient) -> str:
    load(bridge(STORY))
    return f"/v1/claims/{items(writer, '/v1/claims')[0]['id']}"


PASSAGE = {"source": "He", "cue": "said so", "content": "bridge will open"}


def passage(text: str, **words: str) -> make.Json:
    return {part: [span(text, each)] for part, each in words.items()}


def test_an_edit_of_a_passage_moves_with_its_words(writer: TestClient, bridge_claim: str, edit: Edit, load: Load) -> None:
    assert edit(bridge_claim, {"passage": passage(STORY, **PASSAGE)}).json()["quote"] == "bridge will open"
    for text in (MOVED, MOVED.replace("soon. ", "very soon, they hope. ")):
        load(bridge(text))
        kept = writer.get(bridge_claim).json()
        assert {part: kept["passage"][part] for part in PASSAGE} == passage(text, **PASSAGE)
        assert (kept["quote"], kept["speaker"]["as_said"], kept["cue"], kept["review"]) == ("bridge will open", "He", "said so", "edited")


def test_an_edit_of_a_passage_goes_to_no_other_words_and_comes_back_with_its_own(
    writer: TestClient, bridge_claim: str, edit: Edit, load: Load, keys: dict[str, str]
) -> None:
    edit(bridge_claim, {"passage": {"source": [span(STORY, "He")], "cue": []}})
    without = STORY.replace(" He said", " She told us")
    load(bridge(without))
    served = writer.get(bridge_claim).json()
    assert (served["passage"]["source"], served["speaker"]["as_said"], served["cue"]) == ([span(without, "Ana Novak")], "Ana Novak", "said")
    (orphan,) = writer.get("/v1/review/queue?reason=orphaned_edit", headers=bearer(keys["review"])).json()["items"]
    assert (orphan["id"], len(orphan["edits"])) == (bridge_claim.rpartition("/")[2], 1)
    load(bridge(f"He waited. {MOVED} He left."))
    assert writer.get(bridge_claim).json()["passage"]["source"][0]["start"] == span(STORY, "He")["start"] + PREFIX + len("He waited. ")
    assert writer.get("/v1/review/queue?reason=orphaned_edit", headers=bearer(keys["review"])).json()["items"] == []


def test_an_edit_of_a_passage_waits_for_the_text_that_it_is_looked_for_in(
    writer: TestClient, bridge_claim: str, edit: Edit, load: Load
) -> None:
    edit(bridge_claim, {"passage": {"source": [span(STORY, "He")]}})
    load(make.stand_off(bridge(MOVED)))
    assert writer.get(bridge_claim).json()["passage"]["source"] == [span(MOVED, "Ana Novak")]
    load(bridge(MOVED))
    assert writer.get(bridge_claim).json()["passage"]["source"] == [span(MOVED, "He")]


def test_a_revert_of_a_passage_gives_back_its_words_in_the_text_of_now(
    writer: TestClient, bridge_claim: str, edit: Edit, load: Load, keys: dict[str, str]
) -> None:
    edit(bridge_claim, {"passage": {"source": [span(STORY, "Ana")], "content": [span(STORY, "bridge will open")]}})
    load(bridge(MOVED))
    answer = writer.post(f"{bridge_claim}/revert", headers={**bearer(keys["review"]), "If-Match": "*"})
    assert answer.json()["passage"]["source"] == [span(MOVED, "Ana Novak")]
    assert answer.json()["passage"]["content"] == [span(MOVED, "the bridge will open")]


def test_an_export_restores_where_an_edit_of_a_passage_came_from(
    writer: TestClient, bridge_claim: str, edit: Edit, load: Load, keys: dict[str, str]
) -> None:
    edit(bridge_claim, {"passage": {"source": [span(STORY, "He")]}})
    article = writer.get(bridge_claim).json()["article"]["id"]
    exported = writer.get(f"/v1/articles/{article}/document?edited=true", headers=bearer(keys["review"])).json()
    load(bridge(MOVED))
    withdrawn = writer.delete(f"/v1/articles/{article}?reason=x", headers={**bearer(keys["admin"]), "If-Match": "*"})
    writer.delete(f"/v1/articles/{article}/tombstone", headers=bearer(keys["admin"]))
    assert (withdrawn.status_code, [outcome.status for outcome in load(exported, bridge(MOVED))]) == (200, ["added", "changed"])
    assert writer.get(bridge_claim).json()["passage"]["source"] == [span(MOVED, "He")]
