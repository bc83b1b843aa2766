"""Filters of the timeline: each finds what it names and leaves the rest."""

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Connection, Table

from app.database.engines import read_connection
from app.parameters.listing import NOT_FILTERS
from app.parameters.timeline import TimelineQuery
from app.queries.listing.scans import Words
from app.queries.searching.full_text import search_words
from app.queries.timeline import list_timeline
from tests.queries.archive import ILL_FORMED_IDS, MERGED, UNKNOWN, Json, get, items, reading_engine
from tests.queries.filed import ids_by_name

PATH = "/v1/timeline"
CLAIMS, EVENTS = {"bridge", "road", "canal", "river", "airport", "tunnel"}, {"opening", "strike"}
ALL = CLAIMS | EVENTS
ANA = {"bridge", "airport", "tunnel"}
CASES: list[tuple[Json, set[str]]] = [
    ({}, ALL),
    ({"type": "claim"}, CLAIMS),
    ({"type": "event"}, EVENTS),
    ({"type": ["event", "claim"]}, ALL),
    ({"q": "BRÍDGE"}, {"bridge"}),
    ({"q": "opening"}, {"opening"}),
    ({"q": "ana"}, ANA | {"opening"}),
    ({"date_from": "2024-06-20", "date_to": "2024-06-20"}, {"road", "river", "opening"}),
    ({"date_from": "2024-07-31"}, {"river", "strike"}),
    ({"date_to": "2024-06-10"}, {"road", "canal", "tunnel"}),
    ({"entity": "@Ana"}, ANA | {"canal", "opening"}),
    ({"entity": MERGED}, ANA | {"canal", "opening"}),
    ({"entity": "@Brno"}, {"road"}),
    ({"entity": ["@Brno", "@two officials"]}, {"road", "canal"}),
    ({"entity": "@Ana", "speaker": "@two officials"}, {"canal"}),
    ({"article": "@Airports"}, {"airport"}),
    ({"article": ["@Airports", "@Bridges"], "type": "event"}, EVENTS),
    ({"publisher": "GAZETTE"}, {"airport"}),
    ({"publisher": "the test"}, ALL - {"airport", "tunnel"}),
    ({"place": "bŕno"}, {"bridge", "opening"}),
    ({"review": "extracted"}, {"airport"}),
    ({"review": ["extracted", "accepted"]}, ALL),
    ({"kind": "hope"}, {"canal"}),
    ({"kind": "protest"}, {"strike"}),
    ({"kind": ["hope", "pledge", "protest"]}, {"canal", "road", "strike"}),
    ({"speaker": "@Ana"}, ANA),
    ({"speaker": "@Ana", "type": "claim"}, ANA),
    ({"speaker_kind": "organization"}, {"road"}),
    ({"anonymous": True}, {"canal"}),
    ({"anonymous": False}, ANA | {"road"}),
    ({"organization": "City of Brno"}, {"bridge"}),
    ({"role": "mayor"}, {"bridge"}),
    ({"role": ["senator", "mayor"]}, {"bridge", "airport"}),
    ({"speaker": "@Ana", "include": "groups"}, ANA | {"canal"}),
    ({"holder": "@Brno Council"}, set()),
    ({"reported_via": "@Radio Brno"}, {"road"}),
    ({"cue": "PREDICTED"}, {"airport"}),
    ({"section": "headline"}, {"bridge"}),
    ({"min_confidence": 0.6}, ALL - {"airport"}),
    ({"added_since": 1}, {"airport", "tunnel"}),
    ({"added_since": 1, "type": "event"}, set()),
    ({"mode": "direct"}, {"bridge"}),
    ({"about": "@opening"}, {"bridge"}),
    ({"about": ["@Brno", MERGED]}, {"road", "canal", "tunnel"}),
    ({"event": "@strike"}, {"canal"}),
    ({"explicit": True}, CLAIMS),
    ({"explicit": False}, set()),
    ({"speaker": "@Ana", "type": ["claim", "event"]}, ANA | EVENTS),
    ({"status": "planned", "type": "claim"}, CLAIMS),
    ({"status": "planned", "kind": "hope"}, {"canal", "strike"}),
    ({"participant": "@Ana"}, {"opening"}),
    ({"status": "planned"}, {"strike"}),
    ({"negated": False}, {"opening"}),
    ({"main": True}, {"opening"}),
    ({"main": False, "mode": "direct"}, {"bridge", "strike"}),
]


def with_ids(client: TestClient, params: Json) -> Json:
    """Replace ``@name`` by the id of the thing with this name."""
    ids = ids_by_name(client)
    lists = {name: value if isinstance(value, list) else [value] for name, value in params.items()}
    return {name: [ids.get(one, one) for one in values] for name, values in lists.items()}


@pytest.mark.parametrize(("params", "expected"), CASES, ids=[str(params) for params, _ in CASES])
def test_a_filter_finds_what_it_names_and_leaves_the_rest(filed: TestClient, params: Json, expected: set[str]) -> None:
    found = [item[item["type"]] for item in items(filed, PATH, with_ids(filed, params))]
    assert {one.get("gist") or one["title"] for one in found} == expected
    assert len(found) == len(expected)


def test_every_filter_is_tried() -> None:
    assert {name for params, _ in CASES for name in params} == set(TimelineQuery.model_fields) - NOT_FILTERS


@pytest.mark.parametrize("name", ["entity", "article", "speaker", "about", "event", "participant"])
def test_an_unknown_id_selects_nothing_and_an_ill_formed_one_is_refused(filed: TestClient, name: str) -> None:
    prefix = {"article": "art", "event": "evt"}.get(name, "ent")
    assert items(filed, PATH, {name: UNKNOWN[prefix], "type": "event" if name == "participant" else "claim"}) == []
    assert {filed.get(PATH, params={name: value}).status_code for value in ILL_FORMED_IDS} == {422}


def test_the_former_names_of_days_are_taken_but_not_beside_their_present_names(filed: TestClient) -> None:
    for params in (
        {"from": "2024-07-31"},
        {"to": "2024-06-10"},
        {"from": "2024-06-20", "to": "2024-06-20"},
        {"from": "2024-06-20", "date_to": "2024-06-20"},
    ):
        present = {name if name.startswith("date_") else f"date_{name}": day for name, day in params.items()}
        assert get(filed, PATH, params) == get(filed, PATH, present) != get(filed, PATH)
    cursor = get(filed, PATH, {"date_from": "2024-06-01", "limit": 1})["next_cursor"]
    assert get(filed, PATH, {"from": "2024-06-01", "cursor": cursor})["items"]
    for query, names in (
        ("from=2024-06-01&date_from=2024-06-01", ["from"]),
        ("to=2024-06-01&to=2024-06-01", ["to"]),
        ("to=x", ["to"]),
        ("from=2024-06-02&to=2024-06-01", ["from"]),
    ):
        problem = filed.get(f"{PATH}?{query}").json()
        assert (problem["status"], [fault["pointer"] for fault in problem["errors"]]) == (422, [f"/query/{name}" for name in names])
        assert all(f"`{name}`" in fault["detail"] for name, fault in zip(names, problem["errors"], strict=True))


def test_words_are_looked_for_once_for_claims_by_entities_and_about_them(filed: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = list[int | None]()

    def search_once(connection: Connection, searched: Table, q: str | None, rows: int | None) -> Words:
        asked.append(rows)
        return search_words(connection, searched, q, rows)

    monkeypatch.setattr("app.queries.timeline.search_words", search_once)
    query = TimelineQuery(q="ana", entity=[ids_by_name(filed)["@Ana"]], type=["claim"], count="exact", bucket="day")
    with read_connection(reading_engine(filed)) as connection:
        list_timeline(connection, query)
    assert sorted(asked, key=str) == sorted({*asked}, key=str) != []
