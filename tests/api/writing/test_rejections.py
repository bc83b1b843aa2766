"""Rejected claims and events over HTTP: what they leave, where they are found, and how they come back."""

import csv
from io import StringIO
from typing import Any

import orjson
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, update

from app.database.engines import read_connection, write_session
from app.database.tables import Rejected
from app.ingest.administering.tombstones import withdraw
from app.queries.checking.counters import check_counters
from app.queries.checking.stored_json import check_stored_json
from tests import make
from tests.api.writing.conftest import Edit, bearer, story
from tests.conftest import Load
from tests.ingest.full import full
from tests.queries.archive import items, statements
from tests.tables import dump

REJECTED = {"review": "rejected"}


@pytest.fixture
def event(writer: TestClient, claim: str) -> str:
    return f"/v1/events/{items(writer, '/v1/events')[0]['id']}"


def test_a_rejected_claim_leaves_all_that_lists_counts_or_searches(writer: TestClient, claim: str, edit: Edit, load: Load) -> None:
    article = writer.get(claim).json()["article"]["id"]
    answer = edit(claim, REJECTED).json()
    assert (answer["review"], answer["relations"], answer["corroboration"]["claims"]) == ("rejected", [], 1)
    page = writer.get("/v1/claims?count=exact&facet=kind&facet=review").json()
    assert (page["items"], page["total"]["value"], page["facets"]["kind"]["values"]) == ([], 0, [])
    for path in ("/v1/search?q=bridge+will&type=claim", "/v1/timeline?type=claim", "/v1/speakers", f"/v1/claims?id={answer['id']}"):
        assert (path, writer.get(path).json()["items"]) == (path, [])
    whole = writer.get(f"/v1/articles/{article}").json()
    assert (whole["claims"], whole["counts"]["claims"], whole["counts"]["speakers"], whole["speakers"]) == ([], 0, 0, [])
    spans = writer.get(f"/v1/articles/{article}/annotated").json()["spans"]
    assert {span["role"] for span in spans} == {"mention"}
    assert writer.get("/v1/claims?format=ndjson").content == b""
    assert items(writer, "/v1/events")[0]["counts"]["claims_about"] == 0
    assert len(writer.get(f"/v1/articles/{article}/document").json()["claims"]) == 1


def test_a_rejected_claim_corroborates_nothing(writer: TestClient, edit: Edit, load: Load) -> None:
    load(story(), story(title="Another", own_id="2"))
    first, second = (f"/v1/claims/{item['id']}" for item in items(writer, "/v1/claims"))
    assert writer.get(first).json()["corroboration"]["claims"] == 2
    edit(second, REJECTED)
    assert writer.get(first).json()["corroboration"]["claims"] == 1


def test_a_rejected_event_leaves_what_refers_to_it_too(writer: TestClient, claim: str, event: str, edit: Edit) -> None:
    assert edit(event, REJECTED).json()["review"] == "rejected"
    assert (items(writer, "/v1/events"), items(writer, "/v1/timeline?type=event")) == ([], [])
    assert writer.get(claim).json()["about"] == []
    assert writer.get(f"/v1/claims?event={event.rpartition('/')[2]}").json()["items"] == []
    assert writer.get(event).json()["claims"] == []
    assert edit(event, {"review": "accepted"}).json()["claims"][0]["id"] == claim.rpartition("/")[2]
    assert len(writer.get(claim).json()["about"]) == 1


def test_relations_from_and_to_what_is_rejected_are_left_out(writer: TestClient, load: Load, edit: Edit) -> None:
    load(full())
    other = next(item for item in items(writer, "/v1/claims") if writer.get(f"/v1/claims/{item['id']}").json()["relations"])
    for item in items(writer, "/v1/claims"):
        if item["id"] != other["id"]:
            edit(f"/v1/claims/{item['id']}", REJECTED)
    relations = writer.get(f"/v1/claims/{other['id']}").json()["relations"]
    assert all(relation["other"]["type"] == "event" for relation in relations)


def test_what_is_rejected_is_served_whole_where_it_is_asked_for(writer: TestClient, claim: str, event: str, edit: Edit) -> None:
    for path, name in ((claim, "claims"), (event, "events")):
        before = items(writer, f"/v1/{name}")[0]
        edit(path, REJECTED)
        listed = items(writer, f"/v1/{name}", REJECTED)
        expected = before | REJECTED | ({"counts": {"claims_about": 0}} if name == "events" else {})
        assert listed == [expected]
        assert writer.get(f"/v1/{name}?review=rejected&count=exact").json()["total"] == {"value": 1, "relation": "eq"}
        assert writer.get(path).json().items() >= expected.items()


def test_the_list_of_what_is_rejected_comes_in_pages_and_formats(writer: TestClient, load: Load, edit: Edit, engine: Engine) -> None:
    dates = ["2024-06-25", "2024-06-26", None, "2024-06-25"]
    for number, said in enumerate(dates):
        load(story(title=f"Story {number}", own_id=str(number), claims=[make.claim(said=said)]))
    in_order = items(writer, "/v1/claims")
    for item in in_order:
        edit(f"/v1/claims/{item['id']}", REJECTED)
    expected = [item | REJECTED for item in in_order]
    assert items(writer, "/v1/claims", REJECTED) == expected
    first = writer.get("/v1/claims?review=rejected&limit=3").json()
    second = writer.get("/v1/claims", params={"review": "rejected", "limit": 3, "cursor": first["next_cursor"]}).json()
    assert (first["items"] + second["items"], second["next_cursor"]) == (expected, None)
    assert writer.get(f"/v1/claims?limit=3&cursor={first['next_cursor']}").status_code == 404
    lines = writer.get("/v1/claims?review=rejected&format=ndjson").content.splitlines()
    assert [orjson.loads(line) for line in lines] == expected
    table = csv.DictReader(StringIO(writer.get("/v1/claims?review=rejected&format=csv").text))
    assert [row["id"] for row in table] == [item["id"] for item in expected]
    assert len(writer.get("/v1/claims?review=rejected&format=jsonld").json()["@graph"]) == 4
    assert writer.get("/v1/claims?review=rejected&fields=id").json()["items"] == [{"id": item["id"]} for item in expected]


def test_the_list_of_what_is_rejected_takes_a_fixed_number_of_statements(load: Load, edit: Edit, writer: TestClient) -> None:
    numbers = []
    for number in range(3):
        load(story(title=f"Story {number}", own_id=str(number)))
        edit(f"/v1/claims/{items(writer, '/v1/claims')[0]['id']}", REJECTED)
        with statements(writer) as seen:
            assert len(items(writer, "/v1/claims", REJECTED)) == number + 1
        numbers.append(len(seen))
    assert numbers == [2, 2, 2]


def test_what_is_rejected_is_filtered_by_few_parameters_and_refuses_others_by_name(writer: TestClient, load: Load, edit: Edit) -> None:
    load(story(), story(title="Another", own_id="2", article={"publisher": "The Post"}))
    both = items(writer, "/v1/claims")
    for item in both:
        edit(f"/v1/claims/{item['id']}", REJECTED)
    speakers = {item["label"]: item["id"] for item in items(writer, "/v1/entities")}
    for name, value, found in (
        ("id", both[0]["id"], [both[0]["id"]]),
        ("article", both[1]["article"]["id"], [both[1]["id"]]),
        ("publisher", both[0]["article"]["publisher"].upper(), [both[0]["id"]]),
        ("speaker", speakers["Ana Novak"], [item["id"] for item in both]),
        ("speaker", speakers["Tom Reed"], []),
    ):
        assert (name, [item["id"] for item in items(writer, "/v1/claims", {**REJECTED, name: value})]) == (name, found)
    for query in ("kind=denial", "q=bridge", "sort=said", "facet=kind", "view=compact", "review=accepted", "said_from=2024-06-01"):
        answer = writer.get(f"/v1/claims?review=rejected&{query}")
        assert (query, answer.status_code, answer.json()["errors"][0]["parameter"]) == (query, 422, query.partition("=")[0])
    assert writer.get("/v1/events?review=rejected&kind=protest").status_code == 422
    for path in ("/v1/graph", "/v1/timeline"):
        assert (path, writer.get(f"{path}?review=rejected").status_code) == (path, 422)


def test_what_was_rejected_comes_back_by_an_edit_or_a_revert(
    writer: TestClient, claim: str, edit: Edit, keys: dict[str, str], engine: Engine
) -> None:
    before, rows = writer.get(claim).json(), dump(engine, "edits", "data_version")
    rejected = edit(claim, REJECTED, "?reason=nobody+said+so")
    assert writer.patch(claim, json={"kind": "hope"}, headers={**bearer(keys["review"]), "If-Match": "*"}).json()["review"] == "edited"
    assert edit(claim, {"kind": before["kind"], "review": "rejected"}).headers["etag"] > rejected.headers["etag"]
    headers = {**bearer(keys["review"]), "If-Match": writer.get(claim).headers["etag"]}
    history = writer.get(f"{claim}/history", headers=headers).json()["items"]
    assert (history[-1]["reason"], history[-1]["after"]) == ("nobody said so", REJECTED)
    assert writer.post(f"{claim}/revert?edit={history[-1]['edit']}", headers=headers).json() == before
    assert dump(engine, "edits", "data_version") == rows


def test_the_tag_counts_changes_of_the_document_too_while_a_claim_is_rejected(
    writer: TestClient, claim: str, edit: Edit, load: Load
) -> None:
    edit(claim, REJECTED)
    tag = writer.get(claim).headers["etag"]
    load(story(claims=[make.claim(gist="Another gist.")]))
    assert writer.get(claim).json()["gist"] == "Another gist."
    assert edit(claim, {"review": "accepted"}, **{"If-Match": tag}).status_code == 412


def test_what_is_rejected_stays_so_when_documents_are_loaded_again(writer: TestClient, claim: str, edit: Edit, load: Load) -> None:
    edit(claim, REJECTED)
    load(story())
    load(story(claims=[make.claim(kind="pledge")], events=[]))
    assert (items(writer, "/v1/claims"), writer.get(claim).json()["kind"]) == ([], "pledge")


def test_offsets_of_what_is_rejected_are_given_in_utf_16_too(writer: TestClient, load: Load, edit: Edit) -> None:
    load(make.document("🎉 <s0>Ana Novak</s0> <q0>said</q0> <c0>the <e0>bridge</e0> opens</c0>.", events=[make.event()]))
    for name in ("claims", "events"):
        before = items(writer, f"/v1/{name}", {"units": "utf16"})
        edit(f"/v1/{name}/{before[0]['id']}", REJECTED)
        assert items(writer, f"/v1/{name}", {**REJECTED, "units": "utf16"}) == [before[0] | REJECTED]


def test_counters_and_stored_json_are_right_without_what_is_rejected(writer: TestClient, load: Load, edit: Edit, engine: Engine) -> None:
    load(full())
    edit(f"/v1/claims/{items(writer, '/v1/claims')[0]['id']}", REJECTED)
    edit(f"/v1/events/{items(writer, '/v1/events')[0]['id']}", REJECTED)

    def found() -> list[Any]:
        with read_connection(engine) as connection:
            return [*check_counters(connection), *check_stored_json(connection, lambda _: None)]

    assert found() == []
    with write_session(engine) as session:
        session.execute(update(Rejected).values(rendered=b"nonsense"))
    assert [finding.table for finding in found()] == ["rejected", "rejected"]


def test_the_feed_tells_that_lists_lose_what_is_rejected(writer: TestClient, claim: str, edit: Edit) -> None:
    edit(claim, REJECTED)
    edit(claim, {"review": "extracted"})
    changes = [item for item in writer.get("/v1/changes").json()["items"] if item["type"] == "claim"]
    assert [(item["id"], item["action"]) for item in changes] == [(claim.rpartition("/")[2], action) for action in ("deleted", "created")]


def test_withdrawal_takes_what_is_rejected_too(writer: TestClient, claim: str, edit: Edit, engine: Engine) -> None:
    edit(claim, REJECTED)
    withdraw(engine, [writer.get(claim).json()["article"]["id"]], "wrong", None)
    assert dump(engine)["rejected"] == []
    assert writer.get(claim).status_code == 404
