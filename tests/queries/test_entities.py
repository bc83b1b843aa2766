"""Entities and speakers: filters, detail of one entity, merged ids."""

import pytest
from fastapi.testclient import TestClient

from app.parameters.entities import EntityQuery
from app.parameters.listing import NOT_FILTERS
from tests.queries.archive import ILL_FORMED_IDS, MERGED, UNKNOWN, Json, get, items
from tests.queries.filed import ids_by_name, selected

ANA = "Novak Ana Maria"
SPEAKERS = {ANA, "Brno Council", "an official", "two officials"}
CASES: list[tuple[Json, set[str]]] = [
    ({}, SPEAKERS | {"Radio Brno", "Brno"}),
    ({"id": ["@Ana", "@Brno"]}, {ANA, "Brno"}),
    ({"id": MERGED}, {ANA}),
    ({"id": [MERGED, "@Brno"]}, {ANA, "Brno"}),
    ({"q": "ana novák"}, {ANA}),
    ({"q": "official"}, {"an official"}),
    ({"kind": "organization"}, {"Brno Council", "Radio Brno"}),
    ({"kind": ["group", "place"]}, {"two officials", "Brno"}),
    ({"anonymous": True}, {"an official", "two officials"}),
    ({"anonymous": False, "kind": "person"}, {ANA}),
    ({"organization": "senate"}, {ANA}),
    ({"organization": ["Senate", "BRNO council"]}, {ANA, "an official"}),
    ({"role": "MAYOR"}, {ANA}),
    ({"role": ["senator", "official"]}, {ANA, "an official"}),
    ({"role": "brno"}, set()),
    ({"role": "…"}, set()),
    ({"added_since": 0}, SPEAKERS | {"Radio Brno", "Brno"}),
    ({"added_since": 2}, {ANA}),
    ({"added_since": 3}, set()),
    ({"article": "@Airports"}, {ANA}),
    ({"article": ["@Airports", "@Bridges"], "kind": "place"}, {"Brno"}),
]


@pytest.mark.parametrize(("params", "expected"), CASES, ids=[str(params) for params, _ in CASES])
def test_a_filter_finds_what_it_names_and_leaves_the_rest(filed: TestClient, params: Json, expected: set[str]) -> None:
    assert selected(filed, "entities", params) == expected
    assert selected(filed, "speakers", params) == expected & SPEAKERS


def test_every_filter_is_tried() -> None:
    assert {name for params, _ in CASES for name in params} == set(EntityQuery.model_fields) - NOT_FILTERS


@pytest.mark.parametrize(("name", "prefix"), [("id", "ent"), ("article", "art")])
def test_an_unknown_id_selects_nothing_and_an_ill_formed_one_is_refused(filed: TestClient, name: str, prefix: str) -> None:
    for path in ("/v1/speakers", "/v1/entities"):
        assert items(filed, path, {name: UNKNOWN[prefix]}) == []
        assert {filed.get(path, params={name: value}).status_code for value in ILL_FORMED_IDS} == {422}


def test_a_speaker_is_known_by_all_that_articles_say_of_them(filed: TestClient) -> None:
    ids = ids_by_name(filed)
    ana = get(filed, f"/v1/speakers/{ids['@Novak Ana Maria']}")
    assert (ana["name"], ana["aliases"]) == (ANA, ["Ana Novak", "Ána NOVAK"])
    assert ana["counts"] == {"claims": 4, "articles": 3, "outlets": 2}
    assert (ana["first_said"], ana["last_said"]) == ("2024-06-25", "2024-07-30")
    assert (ana["role"], ana["organization"]) == ("senator", "Senate")
    assert [(role["title"], role["organization"]) for role in ana["roles"]] == [
        ("chair", "Radio Brno"),
        ("mayor", "City of Brno"),
        ("senator", "Senate"),
    ]
    assert [(one["article"]["title"], one["name"]) for one in ana["appearances"]] == [
        ("Airports", "Ána NOVAK"),
        ("Bridges", "Ana Novak"),
        ("Tunnels", "Novak Ana Maria"),
    ]
    assert ana["groups"][0]["descriptor"] == "two officials"
    assert [(one["value"], one["count"]) for one in ana["kinds"]] == [("statement", 2), ("demand", 1), ("prediction", 1)]
    assert [(one["value"], one["count"]) for one in ana["modes"]] == [("indirect", 3), ("direct", 1)]
    assert [(one["topic"]["label"], one["count"]) for one in ana["speaks_about"]] == [(ANA, 1), ("opening", 1)]
    assert {(one["topic"]["label"], one["count"]) for one in ana["spoken_about_by"]} == {("two officials", 1), (ANA, 1)}
    assert [event["title"] for event in ana["events"]] == ["opening"]
    assert [entry["id"] for entry in ana["events"]] == [item["id"] for item in items(filed, "/v1/events", {"participant": MERGED})]
    group = get(filed, f"/v1/entities/{ids['@two officials']}")
    assert {member["name"] or member["descriptor"] for member in group["members"]} == {ANA, "an official"}


def test_a_claim_gives_its_speaker_resolved_and_the_words_of_the_text(filed: TestClient) -> None:
    (claim,) = items(filed, "/v1/claims", {"q": "airport"})
    speaker = claim["speaker"]
    assert (speaker["name"], speaker["as_said"], speaker["role"], speaker["organization"]) == (ANA, "Novak", "senator", "Senate")


def test_an_entity_that_makes_no_claim_is_no_speaker(filed: TestClient) -> None:
    place = ids_by_name(filed)["@Brno"]
    assert filed.get(f"/v1/entities/{place}").status_code == 200
    assert filed.get(f"/v1/speakers/{place}").status_code == 404


@pytest.mark.parametrize("path", ["/v1/entities/{}", "/v1/speakers/{}", "/v1/entities/{}/appearances"])
def test_a_merged_id_leads_to_its_survivor_and_keeps_the_query(filed: TestClient, path: str) -> None:
    ana = ids_by_name(filed)["@Novak Ana Maria"]
    for query in ("", "?units=utf16"):
        answer = filed.get(path.format(MERGED) + query, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (308, path.format(ana) + query)
        assert filed.get(path.format(MERGED) + query).json() == filed.get(path.format(ana) + query).json()
