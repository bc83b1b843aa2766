"""Differences of revisions: each change of a claim and an event, with both sides, in both units, with and without texts."""

from collections.abc import Mapping
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from app.ingest.administering.keys import create_key
from app.ingest.administering.policies import set_policy
from tests import make
from tests.conftest import Load, asking
from tests.queries.archive import items

BEFORE = (
    "<s0>Ana Novak</s0> <q0>said</q0> <c0>the bridge will open in May</c0>. "
    "<s1>Petr Dvorak</s1> <q1>called</q1> <c1>the plan far too expensive</c1>. "
    "<s2>Ana Novak</s2> <q2>added</q2> <c2>nobody was hurt</c2>. "
    "<s3>Petr Dvorak</s3> <q3>said</q3> <c3>it rained</c3>. <e0>Works</e0> went on. A <e1>meeting</e1> came."
)
AFTER = (
    "<e0>Works</e0> went on. 😀 <s0>Ana Novak</s0> <q0>said</q0> <c0>the bridge will open in May</c0>. "
    "<s1>Petr Dvorak</s1> <q1>called</q1> <c1>the plan rather too expensive</c1>. "
    "<s2>Ivo Kral</s2> <q2>added</q2> <c2>nobody was hurt</c2>. "
    "<s4>Ivo Kral</s4> <q4>promised</q4> <c4>a completely different thing</c4>. Then it rained."
)
PEOPLE = [make.entity(0), make.entity(1, "Petr Dvorak"), make.entity(2, "Ivo Kral")]
URL = {"url": "https://example.org/bridge"}


def figure(value: int) -> make.Json:
    return {"measure": "injured", "value": value, "qualifier": "exact"}


def before(**more: Any) -> make.Json:
    claims = [make.claim(0), make.claim(1, speaker="s1"), make.claim(2), make.claim(3, speaker="s1")]
    events = [make.event(0, title="Works", figures=[figure(2)]), make.event(1, title="A meeting")]
    return make.document(BEFORE, title="A bridge", entities=PEOPLE, claims=claims, events=events, article=URL, **more)


def after(**more: Any) -> make.Json:
    claims = [make.claim(0), make.claim(1, speaker="s1"), make.claim(2, speaker="s2"), make.claim(4, speaker="s2")]
    events = [make.event(0, title="Works", figures=[figure(5)])]
    return make.document(AFTER, title="No bridge", entities=PEOPLE, claims=claims, events=events, article=URL, **more)


def diff(client: TestClient, query: str = "", number: str = "2") -> Any:
    (article,) = items(client, "/v1/articles")
    return client.get(f"/v1/articles/{article['id']}/revisions/{number}/diff{query}").json()


def counted(counts: Mapping[str, int]) -> dict[str, int]:
    return {name: number for name, number in counts.items() if number}


def test_each_change_of_a_claim_is_told_with_both_sides(load: Load, client: TestClient) -> None:
    load(before(), after())
    answer = diff(client)
    assert (answer["number"], answer["against"]) == (2, 1)
    assert counted(answer["counts"]["claims"]) == {"moved": 1, "reworded": 1, "speaker_changed": 1, "added": 1, "removed": 1}
    moved, reworded, other_speaker, added, removed = answer["claims"]
    assert (moved["change"], moved["before"]["id"]) == ("moved", moved["after"]["id"])
    assert moved["before"]["quote"] == moved["after"]["quote"] == "the bridge will open in May"
    assert (reworded["change"], reworded["same_speaker"], reworded["distance"]) == ("reworded", True, 4)
    assert (reworded["before"]["quote"], reworded["after"]["quote"]) == ("the plan far too expensive", "the plan rather too expensive")
    assert (other_speaker["change"], other_speaker["same_speaker"], other_speaker["distance"]) == ("speaker_changed", False, 0)
    assert [other_speaker[side]["speaker"] for side in ("before", "after")] == ["Ana Novak", "Ivo Kral"]
    assert (added["change"], added["before"], added["after"]["quote"]) == ("added", None, "a completely different thing")
    assert (removed["change"], removed["after"], removed["before"]["quote"]) == ("removed", None, "it rained")
    assert (removed["passage"]["status"], removed["passage"]["found"]) == ("moved", ["it rained"])


def test_claims_that_were_kept_have_the_id_that_is_served(load: Load, client: TestClient) -> None:
    load(before(), after())
    assert {claim["after"]["id"] for claim in diff(client)["claims"][:4]} == {claim["id"] for claim in items(client, "/v1/claims")}


def test_events_are_compared_by_kind_and_title_and_then_field_by_field(load: Load, client: TestClient) -> None:
    load(before(), after())
    answer = diff(client)
    assert counted(answer["counts"]["events"]) == {"changed": 1, "removed": 1}
    changed, removed = answer["events"]
    assert (changed["fields"], [changed[side]["figures"][0]["value"] for side in ("before", "after")]) == (["figures"], [2, 5])
    assert (removed["before"]["title"], removed["after"]) == ("A meeting", None)


def test_an_event_of_another_title_is_reworded(load: Load, client: TestClient) -> None:
    load(before(), {**after(), "events": [{**after()["events"][0], "title": "The works"}]})
    answer = diff(client)
    assert counted(answer["counts"]["events"]) == {"reworded": 1, "removed": 1}
    assert answer["events"][0]["fields"] == ["title", "figures"]


def test_fields_of_the_article_are_compared(load: Load, client: TestClient) -> None:
    load(before(), after())
    fields = {each["field"]: (each["before"], each["after"]) for each in diff(client)["article"]}
    assert fields.pop("title") == ("A bridge", "No bridge")
    assert {*fields} == {"text_sha256"}


def test_offsets_count_in_the_text_of_their_side_in_either_unit(load: Load, client: TestClient) -> None:
    load(before(), after())
    first = diff(client)["claims"][0]
    in_units = diff(client, "?units=utf16")["claims"][0]
    for side, document in (("before", before()), ("after", after())):
        (span,) = first[side]["content"]
        assert document["article"]["text"][span["start"] : span["end"]] == "the bridge will open in May"
    assert in_units["before"] == first["before"]
    assert in_units["after"]["content"][0]["start"] == first["after"]["content"][0]["start"] + 1


def test_any_two_revisions_are_compared_and_a_text_with_itself_is_kept(load: Load, client: TestClient) -> None:
    load(before(), after(), make.document("Nothing.", claims=[], article=URL))
    assert counted(diff(client, "?against=1", "3")["counts"]["claims"]) == {"removed": 4}
    assert counted(diff(client, "?against=3", "1")["counts"]["claims"]) == {"added": 4}
    assert counted(diff(client, "?against=2", "2")["counts"]["claims"]) == {"kept": 4}


def test_without_texts_claims_are_paired_by_hash_and_gist(load: Load, client: TestClient) -> None:
    documents = [make.stand_off(document) for document in (before(), after())]
    for document in documents:
        document["claims"][1]["gist"] = "He thinks that it costs too much."
    load(*documents)
    answer = diff(client)
    assert counted(answer["counts"]["claims"]) == {"moved": 1, "reworded": 1, "speaker_changed": 1, "added": 1, "removed": 1}
    assert (answer["claims"][1]["distance"], answer["claims"][1]["after"]["quote"], answer["claims"][4]["passage"]) == (None, None, None)


def test_the_same_words_under_another_name_of_the_source_are_reworded(load: Load, client: TestClient) -> None:
    other = make.document(
        BEFORE.replace("<s0>Ana Novak", "<s0>The mayor"), **{key: before()[key] for key in ("entities", "events")}, article=URL
    )
    other["claims"] = [claim for claim in other["claims"] if claim["id"] == "c0"]
    load(before(), other)
    first = diff(client)["claims"][0]
    assert (first["change"], first["same_speaker"], first["distance"], first["after"]["as_said"]) == ("reworded", True, 0, "The mayor")


@pytest.mark.parametrize("path", ["1/diff", "3/diff", "0/diff", "x/diff", "-1/diff", "9999999999/diff", "2/diff?against=9"])
def test_what_has_no_revision_of_a_number_is_not_found(load: Load, client: TestClient, path: str) -> None:
    load(before(), after())
    (article,) = items(client, "/v1/articles")
    answer = client.get(f"/v1/articles/{article['id']}/revisions/{path}")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_an_unknown_article_has_no_revisions(client: TestClient) -> None:
    assert [client.get(f"/v1/articles/art_0/revisions{rest}").status_code for rest in ("", "/1/diff")] == [404, 404]


def test_what_a_policy_hides_is_shown_to_reviewers_alone(load: Load, url: str, engine: Engine) -> None:
    ids = load(before(), after())
    set_policy(engine, ids[0].article_id, "quotes")
    key = create_key(engine, "reviewer", ["read", "review"])
    with asking(url) as client:
        path = f"/v1/articles/{ids[0].article_id}/revisions/2/diff"
        answers = [client.get(path, headers=headers).json() for headers in ({}, {"Authorization": f"Bearer {key}"})]
    quotes = [[side["quote"] for claim in answer["claims"] for side in (claim["before"], claim["after"]) if side] for answer in answers]
    assert ({*quotes[0]}, None in quotes[1]) == ({None}, False)
    assert [answer["claims"][-1]["passage"] is None for answer in answers] == [True, False]


def test_a_revision_that_is_not_there_is_named(load: Load, client: TestClient) -> None:
    load(before(), after())
    asked = [("9", ""), ("0", ""), ("x", ""), ("2", "?against=7"), ("1", "")]
    assert [diff(client, query, number)["detail"].partition(" has ")[2] for number, query in asked] == [
        *("no revision 9.", "no revision '0'.", "no revision 'x'.", "no revision 7.", "none before it: give `against`."),
    ]
