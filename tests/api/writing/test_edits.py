"""Edits of claims and events over HTTP: what changes, what stays, who may, and what is kept."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, update

from app.database.engines import write_session
from app.database.tables import Article
from app.ingest.administering.tombstones import lift, withdraw
from app.ingest.writing.rerendering import rerender
from tests import make
from tests.api.writing.conftest import TEXT, Edit, bearer, story
from tests.conftest import Load
from tests.queries.archive import items
from tests.tables import dump


def test_an_edit_changes_what_is_served_everywhere_and_neither_id_nor_document(writer: TestClient, claim: str, edit: Edit) -> None:
    before = writer.get(claim).json()
    document = writer.get(f"/v1/articles/{before['article']['id']}/document").content
    answer = edit(claim, {"kind": "denial", "gist": "Denies it.", "said": {"edtf": "2024-06-25"}})
    after = writer.get(claim, headers={"Accept-Encoding": "identity"})
    assert (answer.status_code, answer.json(), answer.headers["etag"]) == (200, after.json(), after.headers["etag"])
    assert after.json() == {**before, "kind": "denial", "gist": "Denies it.", "said": answer.json()["said"], "review": "edited"}
    assert answer.json()["said"]["edtf"] == "2024-06-25"
    assert [
        item["id"] for item in items(writer, "/v1/claims", {"kind": "denial", "review": "edited", "said_from": "2024-06-25", "q": "denies"})
    ] == [before["id"]]
    assert items(writer, "/v1/claims", {"kind": "statement"}) == []
    counts = writer.get("/v1/claims?facet=kind&facet=review").json()["facets"]
    assert [entry["value"] for name in ("kind", "review") for entry in counts[name]["values"]] == ["denial", "edited"]
    assert writer.get(f"/v1/articles/{before['article']['id']}/document").content == document


def test_another_speaker_of_the_article_can_be_given_or_none(writer: TestClient, claim: str, edit: Edit) -> None:
    ids = {item["label"]: item["id"] for item in items(writer, "/v1/entities")}
    assert edit(claim, {"speaker": {"id": ids["Tom Reed"]}}).json()["speaker"]["label"] == "Tom Reed"
    assert [item["label"] for item in items(writer, "/v1/speakers")] == ["Tom Reed"]
    assert edit(claim, {"speaker": None}).json()["speaker"] is None
    assert items(writer, "/v1/speakers") == []


def test_a_passage_is_moved_and_its_words_with_it(writer: TestClient, claim: str, edit: Edit) -> None:
    answer = edit(claim, {"passage": {"content": [{"start": 15, "end": 25}], "cue": []}}).json()
    text = writer.get(f"/v1/articles/{answer['article']['id']}/document").json()["article"]["text"]
    assert (answer["quote_parts"], answer["cue"]) == ([text[15:25]], None)
    assert answer["id"] == claim.rpartition("/")[2]


@pytest.mark.parametrize(
    ("patch", "pointer"),
    [
        ({"kind": "rumour"}, "/body/kind"),
        ({"kind": None}, "/body/kind"),
        ({"colour": "red"}, "/body/colour"),
        ({"said": {"edtf": "yesterday"}}, "/body/said/edtf"),
        ({"speaker": {"id": "ent_0"}}, "/body/speaker/id"),
        ({"passage": {"content": []}}, "/body/passage/content"),
        ({"passage": {"content": [{"start": 5, "end": 5}]}}, "/body/passage/content/0"),
        ({"passage": {"content": [{"start": 0, "end": 5000}]}}, "/body/passage/content/0"),
        ({"review": "rejected!"}, "/body/review"),
        ([], "/body"),
    ],
    ids=str,
)
def test_a_patch_that_is_wrong_is_refused_by_place_and_changes_nothing(
    claim: str, edit: Edit, engine: Engine, patch: Any, pointer: str
) -> None:
    before = dump(engine)
    answer = edit(claim, patch)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    assert dump(engine) == before


def test_an_edit_needs_the_tag_of_what_it_changes(writer: TestClient, claim: str, edit: Edit, keys: dict[str, str]) -> None:
    read = writer.get(claim).headers["etag"]
    assert writer.patch(claim, json={"kind": "hope"}, headers=bearer(keys["review"])).status_code == 428
    assert edit(claim, {"kind": "hope"}).status_code == 200
    stale = edit(claim, {"kind": "pledge"}, **{"If-Match": read})
    assert (stale.status_code, writer.get(claim).json()["kind"]) == (412, "hope")
    assert edit(claim, {"kind": "pledge"}, **{"If-Match": "*"}).status_code == 200
    assert edit(claim, {"kind": "pledge"}, **{"If-Match": '"nonsense"'}).status_code == 412
    for malformed in ("nonsense", '"0.77', '"0.77" x', "*, *"):
        answer = edit(claim, {"kind": "pledge"}, **{"If-Match": malformed})
        assert (malformed, answer.status_code, "If-Match" in answer.json()["detail"]) == (malformed, 400, True)


def test_the_tag_of_any_representation_will_do(writer: TestClient, claim: str, edit: Edit) -> None:
    for query in ("?format=jsonld", "?units=utf16", "?fields=id"):
        tag = writer.get(f"{claim}{query}").headers["etag"]
        assert edit(claim, {"gist": f"By {query[1:]}."}, **{"If-Match": f'W/"0.ab", {tag}'}).status_code == 200


def test_a_tag_is_stale_once_another_document_took_the_place_of_the_articles(
    writer: TestClient, claim: str, edit: Edit, load: Load
) -> None:
    read = writer.get(claim).headers["etag"]
    load(story(claims=[make.claim(about=["e0"], gist="Another gist.")]))
    assert edit(claim, {"kind": "hope"}, **{"If-Match": read}).status_code == 412


def test_the_same_values_again_change_nothing(writer: TestClient, claim: str, edit: Edit, engine: Engine) -> None:
    edit(claim, {"kind": "hope"})
    before = dump(engine)
    assert edit(claim, {"kind": "hope"}).status_code == 200
    assert dump(engine) == before


def test_an_edit_stays_when_the_document_is_loaded_again_or_another_one(writer: TestClient, claim: str, edit: Edit, load: Load) -> None:
    edit(claim, {"kind": "denial"})
    for document in (story(), story(claims=[make.claim(about=["e0"], gist="Another gist.", kind="pledge")])):
        load(document)
        assert (writer.get(claim).json()["kind"], writer.get(claim).json()["review"]) == ("denial", "edited")
    assert writer.get(claim).json()["gist"] == "Another gist."


def test_an_edit_that_another_text_has_no_room_for_stops_neither_later_edits_nor_migrations(
    writer: TestClient, claim: str, edit: Edit, load: Load, engine: Engine, keys: dict[str, str]
) -> None:
    end = len(make.marked(TEXT)[0])
    edit(claim, {"passage": {"content": [{"start": end - 9, "end": end}]}})
    load(make.document(TEXT.partition(" <s1>")[0], entities=[make.entity(0, "Ana Novak")], claims=[make.claim()]))
    assert writer.get(claim).json()["quote"] == "the bridge will open"
    assert edit(claim, {"kind": "denial"}).json()["kind"] == "denial"
    with write_session(engine) as session:
        session.execute(update(Article).values(rendered_shape=0))
    assert rerender(engine).refused == {}
    assert writer.get(claim).json()["kind"] == "denial"
    assert len(writer.get(f"{claim}/history", headers=bearer(keys["review"])).json()["items"]) == 2


def test_an_edit_stays_when_stored_json_is_made_anew(writer: TestClient, claim: str, edit: Edit, engine: Engine) -> None:
    edit(claim, {"kind": "denial"})
    before = dump(engine)
    with write_session(engine) as session:
        session.execute(update(Article).values(rendered_shape=0))
    rerender(engine)
    assert dump(engine) == before


def test_the_history_says_who_when_why_and_what_was_before(writer: TestClient, claim: str, edit: Edit, keys: dict[str, str]) -> None:
    edit(claim, {"kind": "denial"}, "?reason=he+denies+it")
    edit(claim, {"review": "accepted"})
    history = writer.get(f"{claim}/history", headers=bearer(keys["review"])).json()["items"]
    assert [(item["actor"], item["reason"], item["before"], item["after"]) for item in history] == [
        ("review", None, {"review": "edited"}, {"review": "accepted"}),
        ("review", "he denies it", {"kind": "statement", "review": "accepted"}, {"kind": "denial", "review": "edited"}),
    ]
    assert [writer.get(f"{claim}/history", headers=bearer(keys[name])).status_code for name in ("read", "write", "admin")] == [403] * 3
    assert writer.get(f"{claim}/history").status_code == 401


def test_a_revert_gives_back_the_values_before(writer: TestClient, claim: str, edit: Edit, keys: dict[str, str]) -> None:
    before = writer.get(claim).json()
    ids = {item["label"]: item["id"] for item in items(writer, "/v1/entities")}
    edit(claim, {"kind": "denial", "speaker": {"id": ids["Tom Reed"]}, "passage": {"content": [{"start": 15, "end": 25}]}})
    edit(claim, {"gist": "Denies it."})
    headers = {**bearer(keys["review"]), "If-Match": "*"}
    first = writer.get(f"{claim}/history", headers=headers).json()["items"][-1]["edit"]
    assert writer.post(f"{claim}/revert?edit={first}", headers=headers).json()["gist"] == "Denies it."
    history = writer.get(f"{claim}/history", headers=headers).json()["items"]
    assert writer.post(f"{claim}/revert?edit={history[1]['edit']}", headers=headers).json() == before | {"review": "edited"}
    assert len(writer.get(f"{claim}/history", headers=headers).json()["items"]) == 4
    assert writer.post(f"{claim}/revert?edit=9999", headers=headers).status_code == 404
    assert writer.post(f"{claim}/revert", headers=bearer(keys["review"])).status_code == 428


def test_an_event_is_edited_too(writer: TestClient, claim: str, edit: Edit, keys: dict[str, str]) -> None:
    event = f"/v1/events/{items(writer, '/v1/events')[0]['id']}"
    answer = edit(event, {"status": "planned", "title": "Opening of the bridge", "date": {"edtf": "2024-07"}, "main": True}).json()
    assert (answer["status"], answer["label"], answer["date"]["edtf"], answer["review"]) == (
        "planned",
        "Opening of the bridge",
        "2024-07",
        "edited",
    )
    assert [item["label"] for item in items(writer, "/v1/events", {"status": "planned", "q": "opening"})] == ["Opening of the bridge"]
    assert writer.get(claim).json()["about"][0]["label"] == "Opening of the bridge"
    assert len(writer.get(f"{event}/history", headers=bearer(keys["review"])).json()["items"]) == 1


def test_only_the_scope_review_edits(claim: str, edit: Edit, writer: TestClient) -> None:
    assert [edit(claim, {"kind": "hope"}, key=name).status_code for name in ("read", "write", "admin")] == [403] * 3
    assert writer.patch(claim, json={"kind": "hope"}, headers={"If-Match": "*"}).status_code == 401
    assert writer.get(claim).json()["kind"] == "statement"


def test_what_is_not_there_cannot_be_edited(claim: str, writer: TestClient, keys: dict[str, str]) -> None:
    headers = {**bearer(keys["review"]), "If-Match": "*"}
    for path in ("/v1/claims/clm_0", "/v1/claims/x", "/v1/claims/ent_0", "/v1/events/evt_0", f"/v1/events/{claim.rpartition('/')[2]}"):
        assert (path, writer.patch(path, json={"kind": "hope"}, headers=headers).status_code) == (path, 404)
        assert writer.get(f"{path}/history", headers=headers).status_code == 404


def test_a_passage_cannot_be_changed_without_the_text(load: Load, writer: TestClient, edit: Edit) -> None:
    load(make.document(stand_off=True))
    path = f"/v1/claims/{items(writer, '/v1/claims')[0]['id']}"
    answer = edit(path, {"passage": {"cue": []}})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/body/passage")
    assert edit(path, {"kind": "hope"}).status_code == 200


def test_withdrawal_takes_edits_too_and_no_tag_from_before_fits_what_comes_back(
    claim: str, writer: TestClient, edit: Edit, engine: Engine, keys: dict[str, str], load: Load
) -> None:
    edit(claim, {"gist": "A secret word."}, "?reason=secret")
    article = f"/v1/articles/{writer.get(claim).json()['article']['id']}"
    (event,) = [f"/v1/events/{item['id']}" for item in items(writer, "/v1/events")]
    tags = {path: writer.get(path).headers["etag"] for path in (claim, event, article)}
    withdraw(engine, [article.rpartition("/")[2]], "wrong", None)
    assert dump(engine)["edits"] == []
    lift(engine, [article.rpartition("/")[2]])
    load(story())
    for path, tag in tags.items():
        key, patch = ("admin", {"text_policy": "quotes"}) if path == article else ("review", {})
        answer = writer.patch(path, json=patch, headers={**bearer(keys[key]), "If-Match": tag})
        assert (path, answer.status_code) == (path, 412)
