"""Every filter of claims finds matching claims and leaves the others."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.parameters.claims import ClaimQuery
from app.parameters.listing import NOT_FILTERS
from tests.queries.archive import ILL_FORMED_IDS, MERGED, UNKNOWN, Json, get, items, options_of
from tests.queries.filed import ids_by_name, selected

ALL = {"bridge", "road", "rail", "canal", "river", "airport", "harbour", "tunnel"}
ANA = {"bridge", "airport", "harbour", "tunnel"}


CASES: list[tuple[Json, set[str]]] = [
    ({}, ALL),
    ({"id": ["@bridge", "@rail"]}, {"bridge", "rail"}),
    ({"q": "BRÍDGE"}, {"bridge"}),
    ({"q": "maria tunnel"}, {"tunnel"}),
    ({"q": ""}, ALL),
    ({"speaker": "@Ana"}, ANA),
    ({"speaker": MERGED}, ANA),
    ({"speaker": ["@Ana", "@Brno Council"]}, ANA | {"road"}),
    ({"speaker": [MERGED, "@an official"]}, ANA | {"rail"}),
    ({"speaker": "@Ana", "include": "groups"}, ANA | {"canal"}),
    ({"speaker": MERGED, "include": "groups"}, ANA | {"canal"}),
    ({"speaker": "@two officials", "include": "groups"}, {"canal"}),
    ({"include": "groups"}, ALL),
    ({"speaker_kind": "organization"}, {"road"}),
    ({"speaker_kind": ["organization", "group"]}, {"road", "canal"}),
    ({"anonymous": True}, {"rail", "canal"}),
    ({"anonymous": False}, ANA | {"road"}),
    ({"anonymous": True, "speaker_kind": "person"}, {"rail"}),
    ({"organization": "brno COUNCIL"}, {"road", "rail"}),
    ({"organization": "City of Brno"}, {"bridge"}),
    ({"organization": "Radio Brno"}, {"bridge"}),
    ({"organization": ["Senate", "City of Brno"]}, {"bridge", "airport", "harbour"}),
    ({"organization": "Brno"}, set()),
    ({"role": "mayor"}, {"bridge"}),
    ({"role": "CHAIR"}, {"bridge"}),
    ({"role": ["senator", "official"]}, {"airport", "harbour", "rail"}),
    ({"role": "official mayor"}, set()),
    ({"role": "City"}, set()),
    ({"role": ""}, set()),
    ({"role": "senator", "kind": "demand"}, {"harbour"}),
    ({"added_since": 0}, ALL),
    ({"added_since": 1}, {"airport", "harbour", "tunnel"}),
    ({"added_since": 2, "kind": "statement"}, {"tunnel"}),
    ({"added_since": 3}, set()),
    ({"added_since": 2**63 - 1}, set()),
    ({"holder": "@Brno Council"}, {"rail"}),
    ({"reported_via": "@Radio Brno"}, {"road"}),
    ({"reported_via": ["@Radio Brno", "@Ana"]}, {"road"}),
    ({"mode": "direct"}, {"bridge"}),
    ({"mode": ["direct", "mixed"]}, {"bridge", "rail"}),
    ({"kind": "hope"}, {"canal"}),
    ({"kind": ["hope", "pledge"], "mode": "indirect", "speaker": "@Brno Council"}, {"road"}),
    ({"cue": "SAID"}, {"bridge", "tunnel"}),
    ({"cue": ["demanded", "pledged"]}, {"harbour", "road"}),
    ({"about": "@opening"}, {"bridge"}),
    ({"about": "@Brno"}, {"road"}),
    ({"about": MERGED}, {"canal", "tunnel"}),
    ({"about": ["@opening", "@Brno"]}, {"bridge", "road"}),
    ({"event": "@opening"}, {"bridge", "rail"}),
    ({"event": "@strike"}, {"canal"}),
    ({"article": "@Airports"}, {"airport", "harbour"}),
    ({"article": ["@Airports", "@Tunnels"]}, {"airport", "harbour", "tunnel"}),
    ({"publisher": "GAZETTE"}, {"airport", "harbour"}),
    ({"publisher": ["gazette", "the test"]}, ALL - {"tunnel"}),
    ({"said_from": "2024-06-25", "said_to": "2024-06-25"}, {"bridge", "road", "river"}),
    ({"said_from": "2024-06-10", "said_to": "2024-06-10"}, {"road", "canal"}),
    ({"said_from": "2024-07-31"}, {"river"}),
    ({"said_to": "2020-12-31"}, {"tunnel"}),
    ({"said_to": "0001-01-01"}, {"tunnel"}),
    ({"published_from": "2024-06-28"}, {"airport", "harbour"}),
    ({"published_to": "2024-06-27"}, {"bridge", "road", "rail", "canal", "river"}),
    ({"published_from": "2024-08-01", "published_to": "2024-08-01"}, {"airport", "harbour"}),
    ({"place": "bŕno"}, {"bridge"}),
    ({"place": ["Brno", "Praha"]}, {"bridge", "harbour"}),
    ({"section": "headline"}, {"bridge"}),
    ({"section": ["headline", "standfirst"]}, {"bridge"}),
    ({"explicit": False}, {"rail"}),
    ({"explicit": True}, ALL - {"rail"}),
    ({"min_confidence": 0.6}, ALL - {"airport"}),
    ({"min_confidence": 0.5}, ALL),
    ({"min_confidence": 1}, ALL - {"airport", "harbour"}),
    ({"review": "extracted"}, {"airport", "harbour"}),
    ({"review": ["extracted", "accepted"]}, ALL),
    ({"review": "edited"}, set()),
    ({"speaker": "@Ana", "about": "@opening"}, {"bridge"}),
    ({"speaker": "@Ana", "about": "@Brno"}, set()),
]
BY_ID = {
    **{"id": ["clm"], "speaker": ["ent"], "holder": ["ent"], "reported_via": ["ent"]},
    **{"about": ["ent", "evt"], "event": ["evt"], "article": ["art"]},
}


@pytest.mark.parametrize(("params", "expected"), CASES, ids=[str(params) for params, _ in CASES])
def test_a_filter_finds_what_it_names_and_leaves_the_rest(filed: TestClient, params: Json, expected: set[str]) -> None:
    assert selected(filed, "claims", params) == expected


def test_every_filter_is_tried() -> None:
    assert {name for params, _ in CASES for name in params} == set(ClaimQuery.model_fields) - NOT_FILTERS


@pytest.mark.parametrize(("name", "prefixes"), BY_ID.items())
def test_an_unknown_id_selects_nothing_and_an_ill_formed_one_is_refused(filed: TestClient, name: str, prefixes: list[str]) -> None:
    for prefix in prefixes:
        assert items(filed, "/v1/claims", {name: [UNKNOWN[prefix], UNKNOWN[prefix].replace("0", "1")]}) == []
    others = [UNKNOWN[prefix] for prefix in UNKNOWN if prefix not in prefixes]
    for value in (*ILL_FORMED_IDS, *others, [UNKNOWN[prefixes[0]], "x"]):
        assert (value, filed.get("/v1/claims", params={name: value}).status_code) == (value, 422)


def test_an_unknown_id_beside_a_known_one_takes_nothing_away(filed: TestClient) -> None:
    assert selected(filed, "claims", {"speaker": [UNKNOWN["ent"], "@Brno Council"]}) == {"road"}


@pytest.mark.parametrize(
    "params", [{}, {"organization": "Brno Council"}, {"publisher": "The Test"}, {"speaker_kind": "person"}, {"anonymous": False}], ids=str
)
def test_a_facet_counts_what_the_filter_of_its_name_finds_beside_any_other(filed: TestClient, params: Json) -> None:
    names = [name for name in options_of(ClaimQuery, "facet") if name not in params]
    facets = get(filed, "/v1/claims", {**params, "facet": names, "limit": 1})["facets"]
    for name in names:
        counts = {value["value"]: value["count"] for value in facets[name]["values"] if value["value"] is not None}
        assert (name, counts) == (name, {value: len(items(filed, "/v1/claims", {**params, name: value})) for value in counts})


def test_a_facet_may_be_asked_for_beside_the_filter_of_its_name(filed: TestClient) -> None:
    for name in options_of(ClaimQuery, "facet"):
        values = get(filed, "/v1/claims", {"facet": name})["facets"][name]["values"]
        asked = next(value["value"] for value in values if value["value"] is not None)
        found = get(filed, "/v1/claims", {name: asked, "facet": name, "count": "exact"})
        assert asked in [value["value"] for value in found["facets"][name]["values"]]
        assert found["total"]["value"] == len(found["items"]) > 0


def test_the_facet_of_organizations_holds_all_that_the_filter_takes(filed: TestClient) -> None:
    values = get(filed, "/v1/claims", {"facet": "organization"})["facets"]["organization"]["values"]
    counts: dict[Any, int] = {value["value"]: value["count"] for value in values}
    assert counts == {"Brno Council": 2, "Senate": 2, "City of Brno": 1, "Radio Brno": 1, None: 3}


def test_a_facet_of_ids_is_labelled(filed: TestClient) -> None:
    facets = get(filed, "/v1/claims", {"facet": ["speaker", "article"]})["facets"]
    ids = ids_by_name(filed)
    for facet in ("speaker", "article"):
        for value in facets[facet]["values"]:
            assert value["value"] == (ids[f"@{value['label']}"] if value["label"] else None)
