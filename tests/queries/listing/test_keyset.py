"""Pages, orders and numbers of statements of every list."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Connection

from app.queries.rendering import placeholders
from app.terms.words import fold
from tests import make
from tests.queries.archive import LIST_FILTERS, LISTS, PATHS, Json, get, items, joined, joined_ids, options_of, statements

SORTED = [(name, sort) for name, (_, query) in LISTS.items() for sort in options_of(query, "sort")]


def _day(date: Json | None) -> str:
    return "" if date is None else date["latest"] or "9999-12-31"


def _start(spans: list[Json]) -> int:
    return min(int(span["start"]) for span in spans)


def _sureness(item: Json) -> tuple[int, str]:
    without = -1 if item["review"] == "extracted" else 101
    return without if item["confidence"] is None else round(item["confidence"] * 100), item["id"]


def _name(item: Json) -> tuple[bool, str, str]:
    return item["name"] is None, fold(item["name"] or item["descriptor"]), item["id"]


KEYS: dict[str, Callable[[Json], Any]] = {
    "claims said": lambda item: (_day(item["said"]), item["id"]),
    "claims published": lambda item: ((item["article"]["published"] or "")[:10], item["id"]),
    "claims position": lambda item: (
        item["article"]["id"],
        _start([span for key in ("source", "content") for span in item["passage"][key]]),
    ),
    "claims confidence": _sureness,
    "events confidence": _sureness,
    "speakers name": _name,
    "entities name": _name,
    "articles claims": lambda item: (item["counts"]["claims"], item["id"]),
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
    for filters, limits in (({}, (1, 2, 3, 7)), (LIST_FILTERS[name], (1, 3))):
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
    """Return the parts of a thing that take statements of their own: events of an article, relations and repetitions of a claim."""
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


def test_an_entitys_appearances_equal_their_pages_joined(archive: TestClient) -> None:
    ana = items(archive, "/v1/entities")[0]["id"]
    path = f"/v1/entities/{ana}/appearances"
    whole = items(archive, path)
    assert len(whole) == 6
    assert whole == sorted(whole, key=lambda item: ((item["article"]["published"] or "")[:10], item["article"]["id"]), reverse=True)
    for limit in (1, 2, 3, 7):
        assert joined(archive, path, {"limit": limit}) == whole
