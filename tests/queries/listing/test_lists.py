"""What holds for every list: pages, orders, totals, facets, and how many statements they take."""

from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Connection

from app.queries.counting import list_counts
from app.queries.rendering import placeholders
from tests import make
from tests.queries.archive import LISTS, PATHS, Json, get, items, joined, joined_ids, options_of, statements

FILTERS: dict[str, Json] = {
    "claims": {"q": "bridge", "mode": ["indirect", "direct"]},
    "speakers": {"kind": ["person"], "q": "bo"},
    "entities": {"kind": ["person"], "anonymous": False},
    "events": {"date_from": "2024-06-01", "kind": ["meeting", "protest"]},
    "articles": {"published_from": "2024-06-01"},
}
SORTED = [(name, sort) for name, (_, query) in LISTS.items() for sort in options_of(query, "sort")]
FACETED = [(name, facet) for name, (_, query) in LISTS.items() for facet in options_of(query, "facet")]


def _day(date: Json | None) -> str:
    return "" if date is None else date["latest"] or "9999-12-31"


def _start(spans: list[Json]) -> int:
    return min(int(span["start"]) for span in spans)


KEYS: dict[str, Callable[[Json], Any]] = {
    "claims said": lambda item: (_day(item["said"]), item["id"]),
    "claims published": lambda item: ((item["article"]["published"] or "")[:10], item["id"]),
    "claims position": lambda item: (
        item["article"]["id"],
        _start([span for key in ("source", "content") for span in item["passage"][key]]),
    ),
    "claims relevance": lambda item: (_day(item["said"]), item["id"]),
    "articles published": lambda item: ((item["published"] or "")[:10], item["id"]),
    "events date": lambda item: (_day(item["date"]), item["id"]),
    "events position": lambda item: (item["article"]["id"], _start(item["mentions"])),
    "speakers claims": lambda item: (item["counts"]["claims"], item["id"]),
    "speakers articles": lambda item: (item["counts"]["articles"], item["id"]),
    "entities claims": lambda item: (item["counts"]["claims"], item["id"]),
    "entities articles": lambda item: (item["counts"]["articles"], item["id"]),
}


@pytest.mark.parametrize(("name", "sort"), SORTED)
def test_pages_join_without_gap_or_repeat(connection: Connection, name: str, sort: str) -> None:
    read, query = LISTS[name]
    for filters, limits in (({}, (1, 2, 3, 7)), (FILTERS[name], (1, 3))):
        asked: Json = {"limit": 200, "sort": sort, **filters}
        whole = [item["id"] for item in read(connection, query(**asked))["items"]]
        assert len(set(whole)) == len(whole) > 3
        for limit in limits:
            assert joined_ids(connection, name, {"limit": limit, "sort": sort, **filters}) == whole


@pytest.mark.parametrize(("name", "sort"), SORTED)
def test_a_list_is_in_the_order_it_says(archive: TestClient, name: str, sort: str) -> None:
    found = items(archive, f"/v1/{name}", {"sort": sort})
    is_descending = sort.startswith("-") or sort == "relevance"
    assert found == sorted(found, key=KEYS[f"{name} {sort.removeprefix('-')}"], reverse=is_descending)


@pytest.mark.parametrize("path", PATHS)
def test_the_default_order_is_the_first_of_the_sorts(archive: TestClient, path: str) -> None:
    first = options_of(LISTS[path.removeprefix("/v1/")][1], "sort")[0]
    assert items(archive, path) == items(archive, path, {"sort": first})


def test_claims_stay_gapless_while_rows_are_added_behind_the_cursor(client: TestClient, load: Callable[..., Any]) -> None:
    text = "".join(f"<s{n}>Ana</s{n}> <q{n}>said</q{n}> <c{n}>word {n}</c{n}>. " for n in range(5))
    load(make.document(text, claims=[make.claim(n, said=f"2024-06-0{n + 1}") for n in range(5)]))
    before = items(client, "/v1/claims")
    page = get(client, "/v1/claims", {"limit": 2})
    found, newer = page["items"], 10
    while page["next_cursor"]:
        load(make.document(title=f"Newer {newer}", claims=[make.claim(said=f"2024-06-{newer}")]))
        page = get(client, "/v1/claims", {"limit": 2, "cursor": page["next_cursor"]})
        found, newer = found + page["items"], newer + 1
    assert found == before


@pytest.fixture
def no_cached_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every answer look its names up, whatever its connection has cached."""
    monkeypatch.setattr(placeholders, "MAX_CACHED_VALUES", -1)


@pytest.mark.parametrize("path", PATHS)
def test_a_list_takes_as_many_statements_whatever_limit_is(archive: TestClient, no_cached_names: None, path: str) -> None:
    taken = []
    for limit in (1, 2, 20, 200):
        with statements(archive) as seen:
            get(archive, path, {"limit": limit, "count": "exact"})
        taken.append(len(seen))
    assert taken == [taken[0]] * 4
    assert 0 < taken[0] < 10


def parts_of(thing: Json) -> tuple[bool, ...]:
    """Which parts a thing has that take statements of their own: none are taken for an article without events, or a claim that is alone."""
    if "corroboration" in thing:
        return bool(thing["relations"]), thing["corroboration"]["claims"] > 1
    return (bool(thing["events"]),) if "text_sha256" in thing else ()


@pytest.mark.parametrize("path", PATHS)
def test_one_thing_takes_as_many_statements_as_any_other_that_has_its_parts(archive: TestClient, path: str) -> None:
    taken = defaultdict[tuple[bool, ...], set[int]](set)
    for item in items(archive, path)[::5]:
        get(archive, f"{path}/{item['id']}")  # so that its names are cached
        with statements(archive) as seen:
            thing = get(archive, f"{path}/{item['id']}")
        taken[parts_of(thing)].add(len(seen))
    assert {parts: len(numbers) for parts, numbers in taken.items()} == dict.fromkeys(taken, 1)


def test_appearances_and_annotations_take_as_many_statements_whatever_they_hold(archive: TestClient) -> None:
    ana = items(archive, "/v1/entities")[0]["id"]
    taken = set()
    for limit in (1, 2, 200):
        with statements(archive) as seen:
            get(archive, f"/v1/entities/{ana}/appearances", {"limit": limit})
        taken.add(len(seen))
    assert len(taken) == 1
    for part in ("annotated", "document"):
        taken = set()
        for article in items(archive, "/v1/articles")[:3]:
            with statements(archive) as seen:
                get(archive, f"/v1/articles/{article['id']}/{part}")
            taken.add(len(seen))
        assert len(taken) == 1


@pytest.mark.parametrize("name", LISTS)
def test_a_total_is_given_when_asked_for(archive: TestClient, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for filters in ({}, FILTERS[name]):
        number = len(items(archive, f"/v1/{name}", filters))
        asked = {**filters, "limit": 1}
        assert "total" not in get(archive, f"/v1/{name}", asked)
        assert get(archive, f"/v1/{name}", {**asked, "count": "exact"})["total"] == {"value": number, "relation": "eq"}
        for cap, total in (
            (number - 1, {"value": number - 1, "relation": "gte"}),
            (number, {"value": number, "relation": "eq"}),
            (number + 1, {"value": number, "relation": "eq"}),
        ):
            monkeypatch.setattr(list_counts, "COUNT_CAP", cap)
            assert get(archive, f"/v1/{name}", {**asked, "count": "capped"})["total"] == total


@pytest.mark.parametrize(("name", "facet"), [(name, facet) for name, facet in FACETED if name != "claims"])
def test_a_facet_counts_what_the_filter_of_its_name_finds(archive: TestClient, name: str, facet: str) -> None:
    for filters in ({}, FILTERS[name]):
        found = get(archive, f"/v1/{name}", {**filters, "facet": facet, "limit": 1})["facets"][facet]
        values = [value for value in found["values"] if value["value"] is not None and facet not in filters]
        assert found["complete"] is True
        for value in values:
            asked = {**filters, facet: value["value"], "count": "exact", "limit": 1}
            assert get(archive, f"/v1/{name}", asked)["total"]["value"] == value["count"]


def test_a_facet_is_ordered_by_count_then_value_and_counts_what_has_none(archive: TestClient) -> None:
    found = items(archive, "/v1/claims")
    speakers = Counter(item["speaker"] and item["speaker"]["id"] for item in found)
    facets = get(archive, "/v1/claims", {"facet": ["speaker", "section", "kind"]})["facets"]
    assert list(facets) == ["speaker", "section", "kind"]
    assert {value["value"]: value["count"] for value in facets["speaker"]["values"]} == speakers
    order = [(-value["count"], value["value"] is None, value["value"] or "") for value in facets["speaker"]["values"]]
    assert order == sorted(order)
    assert facets["section"]["values"] == [{"value": None, "label": None, "count": 12}, {"value": "body", "label": None, "count": 6}]


def test_a_facet_gives_the_commonest_values_and_says_that_there_are_more(archive: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = get(archive, "/v1/claims", {"facet": "speaker"})["facets"]["speaker"]
    monkeypatch.setattr(list_counts, "FACET_VALUES", 3)
    assert get(archive, "/v1/claims", {"facet": "speaker"})["facets"]["speaker"] == {"values": whole["values"][:3], "complete": False}


def test_an_entitys_appearances_equal_their_pages_joined(archive: TestClient) -> None:
    ana = items(archive, "/v1/entities")[0]["id"]
    path = f"/v1/entities/{ana}/appearances"
    whole = items(archive, path)
    assert len(whole) == 6
    assert whole == sorted(whole, key=lambda item: ((item["article"]["published"] or "")[:10], item["article"]["id"]), reverse=True)
    for limit in (1, 2, 3, 7):
        assert joined(archive, path, {"limit": limit}) == whole


def test_an_entitys_appearances_are_counted_when_asked_for(archive: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    ana = items(archive, "/v1/entities")[0]["id"]
    for cap, count, total in ((6, "exact", (6, "eq")), (6, "capped", (6, "eq")), (5, "capped", (5, "gte")), (5, "exact", (6, "eq"))):
        monkeypatch.setattr(list_counts, "COUNT_CAP", cap)
        page = get(archive, f"/v1/entities/{ana}/appearances", {"count": count, "limit": 1})
        assert (page["total"]["value"], page["total"]["relation"]) == total
