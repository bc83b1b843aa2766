"""Events: filters, shape, relations from and to them."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.parameters.events import EventQuery
from app.parameters.listing import NOT_FILTERS
from tests import make
from tests.queries.archive import ILL_FORMED_IDS, MERGED, UNKNOWN, Json, get, items
from tests.queries.filed import selected

ALL = {"opening", "strike", "vote"}
CASES: list[tuple[Json, set[str]]] = [
    ({}, ALL),
    ({"id": ["@opening", "@vote"]}, {"opening", "vote"}),
    ({"q": "Opening BRNO"}, {"opening"}),
    ({"q": "novak"}, {"opening"}),
    ({"kind": ["protest", "election"]}, {"strike", "vote"}),
    ({"kind": "protest", "status": "ongoing"}, set()),
    ({"status": "planned"}, {"strike"}),
    ({"negated": True}, {"strike"}),
    ({"negated": False}, {"opening", "vote"}),
    ({"date_from": "2024-06-20", "date_to": "2024-06-20"}, {"opening"}),
    ({"date_from": "2024-08-31"}, {"strike"}),
    ({"date_to": "2024-07-01"}, {"opening", "strike"}),
    ({"place": ["brno", "PRAHA"]}, {"opening", "vote"}),
    ({"place": "brno"}, {"opening"}),
    ({"participant": MERGED}, {"opening"}),
    ({"participant": ["@Brno Council", "@Ana"]}, {"opening"}),
    ({"participant": "@Brno Council"}, set()),
    ({"article": ["@Airports", "@Tunnels"]}, {"vote"}),
    ({"publisher": "GAZETTE"}, {"vote"}),
    ({"publisher": ["the test", "gazette"], "kind": "protest"}, {"strike"}),
    ({"main": True}, {"opening"}),
    ({"main": False}, {"strike", "vote"}),
    ({"min_confidence": 0.6}, {"opening", "strike"}),
    ({"min_confidence": 0.5}, ALL),
    ({"added_since": 1}, {"vote"}),
    ({"added_since": 0, "kind": "protest"}, {"strike"}),
    ({"review": "extracted"}, {"vote"}),
    ({"review": ["accepted", "edited"]}, {"opening", "strike"}),
]


@pytest.mark.parametrize(("params", "expected"), CASES, ids=[str(params) for params, _ in CASES])
def test_a_filter_finds_what_it_names_and_leaves_the_rest(filed: TestClient, params: Json, expected: set[str]) -> None:
    assert selected(filed, "events", params) == expected


def test_every_filter_is_tried() -> None:
    assert {name for params, _ in CASES for name in params} == set(EventQuery.model_fields) - NOT_FILTERS


@pytest.mark.parametrize(("name", "prefix"), [("id", "evt"), ("participant", "ent"), ("article", "art")])
def test_an_unknown_id_selects_nothing_and_an_ill_formed_one_is_refused(filed: TestClient, name: str, prefix: str) -> None:
    assert items(filed, "/v1/events", {name: UNKNOWN[prefix]}) == []
    assert {filed.get("/v1/events", params={name: value}).status_code for value in ILL_FORMED_IDS} == {422}


def test_an_event_carries_all_that_is_known_of_it(client: TestClient, load: Callable[..., Any]) -> None:
    text = "<e0>The strike</e0> hurt <f0>12</f0>; <s0>Ana</s0> <q0>said</q0> <c0>so</c0>. <e0>It</e0> ended by <e1>a deal</e1>."
    numbers = [
        {"measure": "injured", "value": 12, "text": "12", "qualifier": "at_least", "span": make.marked(text)[1]["f0"][0]},
        {"measure": "money", "value": 1.5, "qualifier": "approximate"},
    ]
    taking_part = [{"entity": "s0", "role": "party"}, {"name": "dockers", "role": "target"}, {"entity": "s1", "role": "actor"}]
    load(
        make.document(
            text,
            entities=[make.entity(), make.entity(1, None, descriptor="a guard")],
            claims=[make.claim(about=["e0"])],
            events=[
                make.event(0, title="Strike", date="2024-06-01/..", place="Brno", figures=numbers, participants=taking_part),
                make.event(1, title="Deal"),
            ],
            relations=[{"from": "e0", "type": "before", "to": "e1"}, {"from": "c0", "type": "supports", "to": "e0"}],
        )
    )
    strike, deal = sorted(items(client, "/v1/events"), key=lambda item: -len(item["title"]))
    assert strike["date"] == {"edtf": "2024-06-01/..", "earliest": "2024-06-01", "latest": None, "precision": "range"}
    assert strike["figures"] == [
        {"measure": "injured", "value": 12, "text": "12", "qualifier": "at_least", "span": {"start": 16, "end": 18}},
        {"measure": "money", "value": 1.5, "text": None, "qualifier": "approximate", "span": None},
    ]
    assert [(one["role"], one["label"], one["name"], one["entity"] and one["entity"]["label"]) for one in strike["participants"]] == [
        ("party", "Ana Novak", "Ana Novak", "Ana Novak"),
        ("target", "dockers", "dockers", None),
        ("actor", "a guard", None, "a guard"),
    ]
    assert (strike["label"], deal["label"]) == (strike["title"], deal["title"])
    assert strike["mentions"] == [{"start": 0, "end": 10}, {"start": 33, "end": 35}]
    assert (strike["counts"], deal["date"], deal["counts"]) == ({"claims_about": 1}, None, {"claims_about": 0})
    detail = get(client, f"/v1/events/{strike['id']}")
    (claim,) = items(client, "/v1/claims")
    assert {key: detail[key] for key in strike} == strike
    assert detail["claims"] == [claim]
    assert [(one["type"], one["direction"], one["other"]["type"], one["other"]["id"]) for one in detail["relations"]] == [
        ("before", "outgoing", "event", deal["id"]),
        ("supports", "incoming", "claim", claim["id"]),
    ]
    assert [(one["direction"], one["other"]["label"]) for one in get(client, f"/v1/events/{deal['id']}")["relations"]] == [
        ("incoming", "Strike")
    ]
    assert [(one["direction"], one["other"]["label"]) for one in get(client, f"/v1/claims/{claim['id']}")["relations"]] == [
        ("outgoing", "Strike")
    ]
