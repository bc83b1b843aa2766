"""Policies of articles, set over HTTP."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, update

from app.database.engines import read_connection
from app.ingest.writing.rerendering import rerender
from app.main import create_app
from app.queries.tables import articles, claims
from tests import make
from tests.api.writing.conftest import bearer
from tests.conftest import Load, settings_for
from tests.make import Json
from tests.queries.archive import items
from tests.tables import dump

TEXT = "<s0>Ana Novak</s0> <q0>vowed</q0> that <c0>the bridge 🎉 opens</c0> <f0>soonish</f0>. <s1>She</s1> <q1>denied</q1> <c1>delays</c1>."


def bridge(**more: Any) -> Json:
    span = make.marked(TEXT)[1]["f0"][0]
    figure = {"measure": "other", "value": None, "text": "soonish", "qualifier": "approximate", "span": span}
    claims = [make.claim(0, about=["e0"]), make.claim(1)]
    relations = [{"from": "c1", "type": "supports", "to": "c0"}]
    more = {"claims": claims, "events": [make.event(0, figures=[figure])], "relations": relations} | more
    return make.document(TEXT, **more)


@pytest.fixture
def article(load: Load, writer: TestClient) -> str:
    load(bridge())
    found: str = items(writer, "/v1/articles")[0]["id"]
    return f"/v1/articles/{found}"


def set_policy(writer: TestClient, article: str, key: str, policy: str, if_match: str | None = None) -> Any:
    tag = if_match or writer.get(article).headers["etag"]
    return writer.patch(article, json={"text_policy": policy}, headers={**bearer(key), "If-Match": tag})


def test_a_policy_is_shown_and_hides_and_shows_again(writer: TestClient, article: str, keys: dict[str, str]) -> None:
    whole, document = writer.get(article).json(), writer.get(f"{article}/document").json()
    seen = {}
    for policy in ("quotes", "hidden", "full"):
        answer = set_policy(writer, article, keys["admin"], policy)
        assert (answer.status_code, answer.json()["text_policy"], answer.json()["has_text"]) == (200, policy, True)
        assert answer.json() == writer.get(article).json()
        seen[policy] = {each["cue"]: each for each in answer.json()["claims"]}
    first = seen["quotes"]["vowed"]
    assert (first["quote"], first["as_said"], first["speaker"]["as_said"]) == ("the bridge 🎉 opens", "Ana Novak", "Ana Novak")
    assert first["passage"]["selector"][1] == {"type": "TextQuoteSelector", "exact": "the bridge 🎉 opens", "prefix": None, "suffix": None}
    assert seen["hidden"].keys() == {None}
    assert {name: writer.get(article).json()[name] for name in whole} == whole
    assert writer.get(f"{article}/document").json() == document


def test_a_document_has_what_its_policy_shows(writer: TestClient, article: str, keys: dict[str, str], load: Load) -> None:
    set_policy(writer, article, keys["admin"], "quotes")
    shown = writer.get(f"{article}/document").json()
    assert "text" not in shown["article"]
    assert [(claim["as_said"], claim["cue_text"]) for claim in shown["claims"]] == [("Ana Novak", "vowed"), ("She", "denied")]
    assert [outcome.status for outcome in load(shown)] == ["changed"]  # it can be loaded
    set_policy(writer, article, keys["admin"], "hidden")
    hidden = writer.get(f"{article}/document").json()
    assert ["as_said" in claim or "cue_text" in claim for claim in hidden["claims"]] == [False, False]
    assert "text" not in hidden["events"][0]["figures"][0]
    assert writer.get(f"{article}/document", headers=bearer(keys["review"])).json()["article"]["text"] == make.marked(TEXT)[0]


def test_whoever_may_review_sees_all_in_every_form(writer: TestClient, article: str, keys: dict[str, str]) -> None:
    claim = f"/v1/claims/{items(writer, '/v1/claims?cue=vowed')[0]['id']}"
    event = f"/v1/events/{items(writer, '/v1/events')[0]['id']}"
    forms = ("", "?units=utf16", "?format=jsonld")
    lists = ("/v1/claims?sort=position", "/v1/claims?format=ndjson&sort=position", "/v1/claims?format=csv&sort=position")
    more = (f"{article}/annotated", f"{article}?view=compact", "/v1/claims?view=compact&units=utf16&sort=position")
    paths = [*(f"{thing}{form}" for thing in (article, claim, event) for form in forms), *lists, *more, f"{article}/sources"]
    before = {path: writer.get(path).text for path in paths}
    set_policy(writer, article, keys["admin"], "hidden")
    found = {path: writer.get(path, headers=bearer(keys["review"])).text.replace('"hidden"', '"full"') for path in paths}
    assert found == before
    assert {path for path in paths if writer.get(path, headers=bearer(keys["admin"])).text != writer.get(path).text} == set()


def test_setting_a_policy_needs_the_scope_admin_a_tag_and_a_policy(
    writer: TestClient, article: str, keys: dict[str, str], engine: Engine
) -> None:
    etag, before = writer.get(article).headers["etag"], dump(engine)
    wrong: list[Any] = [{}, {"text_policy": None}, {"text_policy": "some"}, {"title": "x"}, []]
    tries: list[tuple[str, dict[str, str], Any, int]] = [
        (keys["review"], {"If-Match": "*"}, {"text_policy": "quotes"}, 403),
        (keys["admin"], {}, {"text_policy": "quotes"}, 428),
        (keys["admin"], {"If-Match": '"7.00ff"'}, {"text_policy": "quotes"}, 412),
        *((keys["admin"], {"If-Match": "*"}, body, 422) for body in wrong),
        (keys["admin"], {"If-Match": etag}, {"text_policy": "full"}, 200),
    ]
    for key, headers, body, status in tries:
        answer = writer.patch(article, json=body, headers={**bearer(key), **headers})
        assert (headers, body, answer.status_code) == (headers, body, status)
    assert dump(engine) == before
    assert set_policy(writer, "/v1/articles/art_0", keys["admin"], "quotes", "*").status_code == 404


def test_the_history_says_who_set_which_policy_when_and_why(
    writer: TestClient, article: str, keys: dict[str, str], load: Load, engine: Engine
) -> None:
    def history() -> Any:
        return writer.get(f"{article}/history", headers=bearer(keys["review"])).json()["items"]

    assert history() == []
    headers = {**bearer(keys["admin"]), "If-Match": "*"}
    for policy in ("hidden", "hidden", "quotes"):
        writer.patch(f"{article}?reason=contract+of+{policy}", json={"text_policy": policy}, headers=headers)
    load(bridge(claims=[make.claim(0, about=["e0"], gist="In use soon."), make.claim(1)]))
    assert [(item["actor"], item["reason"], item["before"], item["after"]) for item in history()] == [
        ("admin", "contract of quotes", {"text_policy": "hidden"}, {"text_policy": "quotes"}),
        ("admin", "contract of hidden", {"text_policy": "full"}, {"text_policy": "hidden"}),
    ]
    exported = writer.get(f"{article}/document?edited=true", headers=bearer(keys["review"])).json()
    assert ("edits" in exported, exported["article"]["text"]) == (False, make.marked(TEXT)[0])
    assert [writer.get(f"{article}/history", headers=bearer(keys[name])).status_code for name in ("read", "admin")] == [403] * 2
    assert writer.get("/v1/articles/art_0/history", headers=bearer(keys["review"])).status_code == 404
    writer.delete(f"{article}?reason=x", headers=headers)
    assert (writer.get(f"{article}/history", headers=bearer(keys["review"])).status_code, dump(engine)["edits"]) == (410, [])


def test_a_change_of_policy_is_a_change_in_the_feed_which_has_no_words(writer: TestClient, article: str, keys: dict[str, str]) -> None:
    last = writer.get("/v1/changes").json()["items"][-1]["cursor"]
    set_policy(writer, article, keys["admin"], "hidden")
    answer = writer.get("/v1/changes", params={"after": last})
    assert [(item["id"], item["action"]) for item in answer.json()["items"]] == [(article.rpartition("/")[2], "updated")]
    assert answer.json()["items"][0].keys() == {"cursor", "version", "type", "id", "action", "survivor"}


def test_loading_posting_and_correcting_keep_the_policy(
    writer: TestClient, article: str, keys: dict[str, str], load: Load, engine: Engine
) -> None:
    set_policy(writer, article, keys["admin"], "hidden")
    edited = bridge(claims=[make.claim(0, about=["e0"], gist="In use soon."), make.claim(1)])
    assert [outcome.status for outcome in load(edited)] == ["changed"]
    again = bridge(claims=[make.claim(0, about=["e0"], gist="In use at last."), make.claim(1)])
    assert writer.post("/v1/articles", json=again, headers=bearer(keys["reviewer"])).json()["outcome"] == "changed"
    claim = f"/v1/claims/{items(writer, '/v1/claims')[0]['id']}"
    headers = {**bearer(keys["review"]), "If-Match": "*"}
    answer = writer.patch(claim, json={"kind": "pledge"}, headers=headers)
    assert answer.json()["quote"] in ("the bridge 🎉 opens", "delays")
    assert answer.json() == writer.get(claim, headers=bearer(keys["review"])).json()
    writer.patch(claim, json={"review": "rejected"}, headers=headers)
    assert "opens" not in writer.get("/v1/claims?review=rejected").text + writer.get(claim).text + writer.get(article).text
    assert "opens" in writer.get(article, headers=bearer(keys["review"])).text + writer.get(claim, headers=bearer(keys["review"])).text
    with engine.begin() as connection:
        connection.execute(update(articles).values(rendered_shape=1))
        connection.execute(update(claims).values(rendered_shape=1))
    assert rerender(engine).refused == {}
    assert "opens" not in writer.get(article).text + writer.get(claim).text + writer.get("/v1/claims?review=rejected").text
    assert writer.get(article).json()["text_policy"] == "hidden"


def test_answers_in_the_cache_are_not_given_to_those_who_may_not_see_them(url: str, article: str, keys: dict[str, str]) -> None:
    settings = settings_for(url).model_copy(update={"cache_mb": 16})
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        set_policy(client, article, keys["admin"], "hidden")
        for path in ("/v1/claims", article, "/v1/claims?format=csv&limit=5"):
            seen, hidden = client.get(path, headers=bearer(keys["review"])), client.get(path)
            assert ("opens" in seen.text, "opens" in hidden.text) == (True, False)
            assert seen.headers["etag"] != hidden.headers["etag"]
            assert client.get(path, headers=bearer(keys["review"])).text == seen.text
            tags = {"If-None-Match": hidden.headers["etag"]}
            assert client.get(path, headers={**bearer(keys["review"]), **tags}).status_code == 200
            assert client.get(path, headers=tags).status_code == 304
            assert (seen.headers["cache-control"], "Authorization" in seen.headers["vary"]) == ("private, no-cache", True)


def test_hidden_words_are_not_verified_against(writer: TestClient, article: str, keys: dict[str, str]) -> None:
    text = make.marked(TEXT)[0]
    set_policy(writer, article, keys["admin"], "hidden")

    def statuses(**headers: str) -> set[str]:
        answer = writer.post(f"{article}/verify", content=text, headers={"Content-Type": "text/plain", **headers})
        return {claim["status"] for claim in answer.json()["claims"]}

    assert statuses() == {"unknown"}
    assert statuses(**bearer(keys["review"])) == {"exact"}
    set_policy(writer, article, keys["admin"], "quotes")
    assert statuses() == {"exact"}


def test_what_waits_for_review_has_its_text(writer: TestClient, keys: dict[str, str]) -> None:
    posted = writer.post("/v1/articles", json=bridge(), headers=bearer(keys["write"])).json()["id"]
    set_policy(writer, f"/v1/articles/{posted}", keys["admin"], "hidden")
    found = writer.get("/v1/review/queue", headers=bearer(keys["review"])).json()["items"]
    assert ["opens" in item["context"]["text"] for item in found] == [True, True, True]


def test_what_is_posted_under_a_default_is_hidden_at_once(url: str, keys: dict[str, str], engine: Engine) -> None:
    settings = settings_for(url).model_copy(update={"text_policy": "hidden"})
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        posted = client.post("/v1/articles", json=bridge(), headers=bearer(keys["write"]))
        assert posted.status_code == 201
        assert "opens" not in client.get(f"/v1/articles/{posted.json()['id']}").text
    with read_connection(engine) as connection:
        (row,) = connection.execute(articles.select())
        assert (row.text_policy, row.text, "opens" in row.hidden_text) == ("hidden", None, True)


def test_hidden_texts_are_searched_for_reviewers_page_by_page(writer: TestClient, load: Load, keys: dict[str, str]) -> None:
    texts = {
        "A": "The Bridge opens soon.",
        "B": "The bridge, which opens and soon closes.",
        "C": "A Brídge opens soon.",
        "D": "A quay opens.",
    }
    load(*(make.document(text, title=title, own_id=title, claims=[], entities=[]) for title, text in texts.items()))
    paths = {item["title"]: f"/v1/articles/{item['id']}" for item in items(writer, "/v1/articles")}
    for title, policy in (("A", "hidden"), ("B", "quotes"), ("D", "hidden")):
        set_policy(writer, paths[title], keys["admin"], policy)

    def found(q: str, limit: int = 50) -> list[str]:
        address, titles = f"/v1/hidden-texts?limit={limit}&q={q}", list[str]()
        answer = writer.get(address, headers=bearer(keys["review"]))
        while True:
            assert (answer.status_code, answer.headers["cache-control"]) == (200, "private, no-cache"), answer.text
            titles += [item["article"]["title"] for item in answer.json()["items"]]
            assert all(part["match"] for item in answer.json()["items"] for part in item["snippet"]["parts"] if part["text"] == "opens")
            if (cursor := answer.json()["next_cursor"]) is None:
                return titles
            answer = writer.get(f"{address}&cursor={cursor}", headers=bearer(keys["review"]))

    assert sorted(found("BRIDGE opens")) == sorted(found("bridge opens", limit=1)) == ["A", "B"]
    assert [found(q) for q in ('"opens soon"', "opens -bridge", "bridge quay", "", "-bridge")] == [["A"], ["D"], [], [], []]
    assert [writer.get("/v1/hidden-texts?q=bridge", headers=bearer(keys[key])).status_code for key in ("read", "admin")] == [403, 403]
    assert [item["title"] for item in items(writer, "/v1/articles?q=opens")] == ["C"]
    assert writer.get("/v1/hidden-texts?q=bridge&count=exact", headers=bearer(keys["review"])).status_code == 422
