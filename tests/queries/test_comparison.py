"""Claims side by side: sides, claims, relations and shared topics."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.parameters.comparison import CompareQuery
from app.parameters.listing import NOT_FILTERS
from app.queries import comparison
from app.queries.counting import list_counts
from tests import make
from tests.conftest import Load
from tests.queries.archive import MERGED, UNKNOWN, Json, get, items, statements
from tests.queries.filed import ids_by_name, one_of_each
from tests.queries.test_claim_filters import CASES

PUBLISHERS = ["The Test", "Gazette"]
NARROWING = one_of_each(params for params, _ in CASES if not params.keys() & {"speaker", "publisher", "include"})
DISPUTE = make.document(
    "<s0>Ana</s0> <q0>said</q0> <c0>dam</c0> <e0>vote</e0>. <s1>Bo</s1> <q1>said</q1> <c1>no dam</c1>. "
    "<s2>Bo</s2> <q2>said</q2> <c2>never</c2>. "
    "<s3>Cy</s3> <q3>said</q3> <c3>a dam</c3>. <s4>Bo</s4> <q4>said</q4> <c4>late</c4>.",
    entities=[
        make.entity(0, "Novak Ana Maria"),
        make.entity(1, "Bo Berg"),
        make.entity(2, "Cy Dahl"),
        make.entity(3, "Brno", kind="place"),
    ],
    claims=[
        make.claim(0, gist="dam", about=["e0", "s3"], said="2024-06-25"),
        make.claim(1, gist="no dam", speaker="s1", about=["e0", "s3"], said="2024-06-24"),
        make.claim(2, gist="never", speaker="s1", about=["e0", "s1"], said="2024-06-25"),
        make.claim(3, gist="a dam", speaker="s2", about=["e0", "s1"]),
        make.claim(4, gist="late", speaker="s1"),
    ],
    events=[make.event(title="vote")],
    relations=[
        {"from": "c3", "type": "restates", "to": "c0"},
        {"from": "c2", "type": "elaborates", "to": "c1"},
        {"from": "c1", "type": "contradicts", "to": "c0"},
        {"from": "c0", "type": "responds_to", "to": "e0"},
    ],
)
TWO = [UNKNOWN["ent"], UNKNOWN["ent"].replace("0", "1")]  # ids that nothing has


def with_ids(client: TestClient, params: Json) -> Json:
    """Replace names such as ``@Ana`` by ids."""
    ids = ids_by_name(client)
    return {
        name: [ids.get(one, one) for one in value] if isinstance(value, list) else ids.get(value, value) for name, value in params.items()
    }


def compared(client: TestClient, **params: Any) -> Json:
    return dict(get(client, "/v1/compare", with_ids(client, params)))


def gists(found: Json) -> list[list[str]]:
    return [[claim["gist"] for claim in side["claims"]] for side in found["sides"]]


def speakers(found: Json) -> list[str | None]:
    return [side["speaker"] and side["speaker"]["name"] for side in found["sides"]]


def has_publisher(name: str | None, number: int) -> Json:
    return make.document(title=f"Story {number}", article={"publisher": name})


@pytest.mark.parametrize("params", NARROWING, ids=str)
def test_a_side_is_the_list_of_claims_under_the_same_filters(filed: TestClient, params: Json) -> None:
    sides = compared(filed, publisher=PUBLISHERS, **params)["sides"]
    for side, publisher in zip(sides, PUBLISHERS, strict=True):
        listed = items(filed, "/v1/claims", with_ids(filed, {"publisher": publisher, **params}))
        assert (side["claims"], side["total"]) == (listed, {"value": len(listed), "relation": "eq"})


@pytest.mark.parametrize("params", NARROWING, ids=str)
def test_publishers_with_many_claims_are_read_together(filed: TestClient, monkeypatch: pytest.MonkeyPatch, params: Json) -> None:
    asked: Json = {"publisher": [*PUBLISHERS, "nobody"], "speaker": ["@Ana", "@Brno Council"], "limit": 2, **params}
    monkeypatch.setattr(list_counts, "COUNT_CAP", 2)
    monkeypatch.setattr(comparison, "common_publishers", lambda *_: [])
    alone = compared(filed, **asked)
    monkeypatch.setattr(comparison, "common_publishers", lambda *_: ["gazette", "the test"])
    with statements(filed) as seen:
        assert compared(filed, **asked) == alone
    assert len([one for one in seen if "containing_article.publisher_folded" in one.split("FROM claims")[0]]) == 1


def test_every_filter_narrows() -> None:
    assert {name for params in NARROWING for name in params} == set(CompareQuery.model_fields) - NOT_FILTERS - {
        "speaker",
        "publisher",
        "include",
    }


def test_a_group_speaks_for_its_members_where_asked_to(filed: TestClient) -> None:
    sides = {"speaker": ["@Ana", "@Brno Council"], "kind": ["hope", "pledge"]}
    assert gists(compared(filed, **sides)) == [[], ["road"]]
    assert gists(compared(filed, **sides, include="groups")) == [["canal"], ["road"]]


def test_sides_stand_in_the_order_asked_for_speakers_first(filed: TestClient) -> None:
    found = compared(filed, publisher=["gazette", "THE TEST"], speaker=["@Brno Council", "@Ana"])
    assert [side["type"] for side in found["sides"]] == ["speaker", "speaker", "publisher", "publisher"]
    assert [side.get("publisher") or side["speaker"]["name"] for side in found["sides"]] == [
        *("Brno Council", "Novak Ana Maria"),
        *("Gazette", "The Test"),
    ]
    assert gists(found) == [
        ["road"],
        ["airport", "bridge", "tunnel", "harbour"],
        ["airport", "harbour"],
        ["river", "road", "bridge", "canal", "rail"],
    ]


def test_one_speaker_is_one_side_whatever_it_was_called(filed: TestClient) -> None:
    found = compared(filed, speaker=["@Ana", "@Brno Council", MERGED, "@Ana"])
    assert speakers(found) == ["Novak Ana Maria", "Brno Council"]
    assert speakers(compared(filed, speaker=[MERGED, MERGED])) == ["Novak Ana Maria"]


def test_an_unknown_speaker_is_a_side_without_claims(filed: TestClient) -> None:
    found = compared(filed, speaker=[TWO[0], "@Brno Council", TWO[1], TWO[0], "@Brno"])
    assert speakers(found) == [None, "Brno Council", None, "Brno"]
    assert gists(found) == [[], ["road"], [], []]


def test_a_publisher_is_spelled_as_it_most_often_is(client: TestClient, load: Load) -> None:
    names = ["THE DAILY", "The Daily", "The Daily", "Post", "POST", None]
    load(*(has_publisher(name, number) for number, name in enumerate(names)))
    found = get(client, "/v1/compare", {"publisher": ["post", "the daily", "P.O.S.T", "Pöst", "nobody", "Nobody"]})
    assert [side["publisher"] for side in found["sides"]] == ["POST", "The Daily", "P.O.S.T", "nobody"]
    assert [side["total"]["value"] for side in found["sides"]] == [2, 3, 0, 0]


def test_relations_join_claims_that_are_given_and_events(client: TestClient, load: Load) -> None:
    load(DISPUTE)
    ids = ids_by_name(client)
    found = compared(client, speaker=["@Bo Berg", "@Ana"])
    assert gists(found) == [["never", "no dam", "late"], ["dam"]]
    keys = ("type", "claim", "side", "other_side")
    assert [(*(relation[key] for key in keys), relation["other"]["label"]) for relation in found["relations"]] == [
        ("elaborates", ids["@never"], 0, 0, "no dam"),
        ("contradicts", ids["@no dam"], 0, 1, "dam"),
        ("responds_to", ids["@dam"], 1, None, "vote"),
    ]
    assert found["relations"][1]["other"] == {"id": ids["@dam"], "type": "claim", "label": "dam"}
    assert found["relations"][2]["other"] == {"id": ids["@vote"], "type": "event", "label": "vote"}
    assert [relation["type"] for relation in compared(client, speaker=["@Bo Berg", "@Ana"], limit=1)["relations"]] == ["responds_to"]


def test_a_claim_of_several_sides_counts_for_the_first(client: TestClient, load: Load) -> None:
    load(DISPUTE)
    found = compared(client, speaker=["@Cy Dahl", "@Ana"], publisher=["The Test", "nobody"])
    assert [(relation["type"], relation["side"], relation["other_side"]) for relation in found["relations"]] == [
        ("restates", 0, 1),
        ("elaborates", 2, 2),
        ("contradicts", 2, 1),
        ("responds_to", 1, None),
    ]


def test_topics_are_what_two_sides_or_more_speak_about(client: TestClient, load: Load) -> None:
    load(DISPUTE)
    found = compared(client, speaker=["@Bo Berg", "@Ana", UNKNOWN["ent"]])
    assert [(topic["topic"]["label"], topic["claims"]) for topic in found["topics"]] == [("vote", [2, 1, 0]), ("Brno", [1, 1, 0])]
    tied = compared(client, speaker=["@Cy Dahl", "@Bo Berg"], id=["@a dam", "@never"])["topics"]
    assert [topic["claims"] for topic in tied] == [[1, 1], [1, 1]]
    assert [topic["topic"]["id"] for topic in tied] == sorted(topic["topic"]["id"] for topic in tied)
    assert compared(client, speaker=["@Bo Berg", "@Ana"], id="@dam")["topics"] == []


def test_claims_are_limited_and_totals_are_not(filed: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    found = compared(filed, publisher=PUBLISHERS, limit=1)
    assert (gists(found), [side["total"]["value"] for side in found["sides"]]) == ([["river"], ["airport"]], [5, 2])
    monkeypatch.setattr(list_counts, "COUNT_CAP", 3)
    totals = [side["total"] for side in compared(filed, publisher=PUBLISHERS)["sides"]]
    assert totals == [{"value": 3, "relation": "gte"}, {"value": 2, "relation": "eq"}]


def test_totals_of_many_sides_count_to_fewer_claims(filed: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparison, "MOST_COUNTED", 9)
    totals = [side["total"] for side in compared(filed, publisher=[*PUBLISHERS, "nobody"], limit=1)["sides"]]
    assert totals == [{"value": 3, "relation": "gte"}, {"value": 2, "relation": "eq"}, {"value": 0, "relation": "eq"}]


def test_offsets_come_in_the_units_asked_for(client: TestClient, load: Load) -> None:
    load(make.document("🎉 <s0>Ana Novak</s0> <q0>said</q0> <c0>yes</c0>."))
    asked = {"publisher": ["The Test", "nobody"]}
    starts = [
        get(client, "/v1/compare", {**asked, **units})["sides"][0]["claims"][0]["passage"]["cue"] for units in ({}, {"units": "utf16"})
    ]
    assert starts == [[{"start": 12, "end": 16}], [{"start": 13, "end": 17}]]


def test_statements_depend_on_sides_and_on_nothing_else(archive: TestClient) -> None:
    def number_of_statements(**params: Any) -> int:
        with statements(archive) as seen:
            get(archive, "/v1/compare", params)
        return len([one for one in seen if "AS number" not in one])  # SQLite asks how common the values of a filter are

    publishers = sorted({item["publisher"] for item in items(archive, "/v1/articles")} - {None})[:2]
    limits: list[Json] = [{"limit": 1}, {"limit": 200}, {"about": UNKNOWN["ent"]}]
    number_of_statements(publisher=publishers, speaker=TWO)  # a connection keeps the names of entities that it has looked up
    few, many, none = (number_of_statements(publisher=publishers, **more) for more in limits)
    assert few == many == none
    assert number_of_statements(publisher=[*publishers, "nobody"], limit=200) == many + 1
    assert number_of_statements(publisher=publishers, speaker=TWO) == many + 3


def test_an_empty_archive_has_sides_without_claims(client: TestClient) -> None:
    found = get(client, "/v1/compare", {"speaker": TWO, "publisher": ["A", "B"]})
    assert [side["claims"] for side in found["sides"]] == [[], [], [], []]
    assert (found["relations"], found["topics"]) == ([], [])


@pytest.mark.parametrize("params", [{}, {"q": "bridge"}, {"limit": 5}], ids=str)
def test_nothing_to_compare_is_not_found(filed: TestClient, params: Json) -> None:
    answer = filed.get("/v1/compare", params=params)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (404, "/query/speaker")
    assert "two or more" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("params", "parameter"),
    [
        ({"speaker": TWO[0]}, "speaker"),
        ({"publisher": "x"}, "publisher"),
        ({"speaker": TWO[:1] * 11}, "speaker"),
        ({"speaker": TWO, "publisher": "x"}, "publisher"),
        ({"speaker": TWO, "limit": 201}, "limit"),
        ({"speaker": TWO, "limit": [1, 2]}, "limit"),
        ({"speaker": TWO, "cursor": "x"}, "cursor"),
    ],
    ids=str,
)
def test_what_cannot_be_compared_is_refused(filed: TestClient, params: Json, parameter: str) -> None:
    answer = filed.get("/v1/compare", params=params)
    assert (answer.status_code, [part["parameter"] for part in answer.json()["errors"]]) == (422, [parameter])


def test_a_comparison_that_did_not_change_is_not_sent_again(filed: TestClient) -> None:
    params = {"publisher": PUBLISHERS}
    etag = filed.get("/v1/compare", params=params).headers["etag"]
    assert filed.get("/v1/compare", params=params, headers={"If-None-Match": etag}).status_code == 304


def test_who_says_what_about_an_answer(seeds: TestClient) -> None:
    def one(path: str, q: str) -> str:
        return str(get(seeds, path, {"q": q})["items"][0]["id"])

    event = one("/v1/events", "Hamas answers writing changes")
    ids = [one("/v1/speakers", name) for name in ("Matthew Miller", "Antony Blinken", "Government of Israel")]
    found = get(seeds, "/v1/compare", {"event": event, "speaker": ids})
    assert speakers(found) == ["Matthew Miller", "Antony Blinken", "Government of Israel"]
    assert [side["total"]["value"] for side in found["sides"]] == [2, 2, 1]
    between = {(relation["type"], relation["side"], relation["other_side"]) for relation in found["relations"]}
    assert between >= {("restates", 0, 2), ("contradicts", 0, 1), ("responds_to", 1, None), ("responds_to", 2, None)}
    assert {topic["topic"]["id"]: topic["claims"] for topic in found["topics"]}[event] == [2, 1, 1]


def test_it_has_ten_sides_at_most(archive: TestClient) -> None:
    sides = {"publisher": [f"paper {number}" for number in range(8)]}
    refused = archive.get("/v1/compare", params={**sides, "speaker": [*TWO, MERGED]})
    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/query/publisher"]
    assert len(get(archive, "/v1/compare", {**sides, "speaker": TWO})["sides"]) == 10
