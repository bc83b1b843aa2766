"""Reads that look at a part of the rows: their pages join to the whole list, and their numbers say that there may be more."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.queries import entities
from app.queries.listing import keyset, scans
from app.queries.searching import full_text
from tests.queries import test_articles, test_claim_filters, test_entities, test_events, test_timeline_filters
from tests.queries.archive import Json, get
from tests.queries.filed import ids_by_name, one_of_each

CASES = [
    (path, params)
    for path, tested in (
        ("/v1/claims", test_claim_filters),
        ("/v1/articles", test_articles),
        ("/v1/events", test_events),
        ("/v1/entities", test_entities),
        ("/v1/timeline", test_timeline_filters),
    )
    for params in one_of_each(params for params, _ in tested.CASES)
]
# Of filters and orders by which rows are looked at one by one.
BROAD: list[tuple[str, Json]] = [
    *(("/v1/claims", {"q": "-nothing", "sort": sort}) for sort in ("-said", "said", "-published", "published", "position", "confidence")),
    ("/v1/claims", {"explicit": False}),
    ("/v1/claims", {"q": "the", "said_from": "2000-01-01", "sort": "said"}),
    ("/v1/claims", {"q": "-nothing", "published_to": "2100-01-01", "sort": "-published"}),
    ("/v1/claims", {"sort": "relevance", "q": "the -nothing"}),
    ("/v1/events", {"q": "-nothing", "sort": "position"}),
    ("/v1/events", {"q": "-nothing", "date_from": "2000-01-01"}),
    ("/v1/timeline", {"q": "-nothing", "sort": "date"}),
    ("/v1/entities", {"q": "-nothing", "sort": "name"}),
]


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a read look at two rows in order, or at one that an index gives."""
    for module, name, number in (
        *((scans, "MOST_SCANNED", 2), (scans, "MOST_FOUND", 1), (full_text, "MOST_FOUND", 1)),
        *((keyset, "FEW_SCANNED", 1), (entities, "MOST_SCANNED", 2)),
    ):
        monkeypatch.setattr(module, name, number)


def named(client: TestClient, params: Json) -> Json:
    ids = ids_by_name(client)
    return {
        name: [ids.get(one, one) for one in value] if isinstance(value, list) else ids.get(value, value) for name, value in params.items()
    }


def joined(client: TestClient, path: str, params: Json, limit: int) -> list[Any]:
    """Return the items of all pages. Pages may be empty, but come to an end. Another limit gives answers that are not kept in memory."""
    found, cursor = [], None
    for _ in range(200):
        page = get(client, path, {**params, "limit": limit, **({"cursor": cursor} if cursor else {})})
        found += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            return found
    raise AssertionError(params)


@pytest.mark.parametrize(("path", "params"), [*CASES, *BROAD])
def test_pages_join_to_the_whole_list(filed: TestClient, request: pytest.FixtureRequest, path: str, params: Json) -> None:
    asked = named(filed, params)
    whole = joined(filed, path, asked, 2)
    request.getfixturevalue("few")
    assert joined(filed, path, asked, 3) == whole


@pytest.mark.parametrize(("path", "params"), [*CASES, *BROAD])
def test_a_total_of_a_part_is_at_least_what_was_found(filed: TestClient, request: pytest.FixtureRequest, path: str, params: Json) -> None:
    facets = {} if path == "/v1/timeline" else {"facet": "language" if path == "/v1/articles" else "kind"}
    asked = {**named(filed, params), "count": "exact", "limit": 200}
    total = get(filed, path, asked)["total"]
    request.getfixturevalue("few")
    for more in ({"format": "json"}, facets):
        found = get(filed, path, {**asked, **more})["total"]
        assert found == total or (found["relation"] == "gte" and found["value"] <= total["value"])


def test_a_page_of_a_part_is_short_and_leads_on(filed: TestClient, few: None) -> None:
    page = get(filed, "/v1/claims", {"explicit": False})
    assert page["items"] == []
    assert page["next_cursor"] is not None
    total = get(filed, "/v1/claims", {"explicit": False, "count": "exact"})["total"]
    assert total == {"value": 0, "relation": "gte"}


def test_a_scan_that_reaches_the_last_row_says_that_it_is_the_end(filed: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    number = get(filed, "/v1/claims", {"count": "exact"})["total"]["value"]
    monkeypatch.setattr(scans, "MOST_SCANNED", number)
    page = get(filed, "/v1/claims", {"explicit": False, "count": "exact", "limit": 7})
    assert (page["next_cursor"], page["total"]) == (None, {"value": len(page["items"]), "relation": "eq"})
