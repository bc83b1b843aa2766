"""Totals and facets of every list."""

from collections import Counter

import pytest
from fastapi.testclient import TestClient

from app.queries.counting import facets, list_counts
from tests.queries.archive import LIST_FILTERS, LISTS, get, items, options_of

FACETED = [(name, facet) for name, (_, query) in LISTS.items() for facet in options_of(query, "facet")]


@pytest.mark.parametrize("name", LISTS)
def test_a_total_is_given_when_asked_for(archive: TestClient, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for filters in ({}, LIST_FILTERS[name]):
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
    for filters in ({}, LIST_FILTERS[name]):
        found = get(archive, f"/v1/{name}", {**filters, "facet": facet, "limit": 1})["facets"][facet]
        values = [value for value in found["values"] if value["value"] is not None and facet not in filters]
        assert found["complete"] is True
        for value in values:
            asked = {**filters, facet: value["value"], "count": "exact", "limit": 1}
            assert get(archive, f"/v1/{name}", asked)["total"]["value"] == value["count"]


def test_a_facet_is_ordered_by_count_then_value_and_counts_what_has_none(archive: TestClient) -> None:
    found = items(archive, "/v1/claims")
    speakers = Counter(item["speaker"] and item["speaker"]["id"] for item in found)
    by_name = get(archive, "/v1/claims", {"facet": ["speaker", "section", "kind"]})["facets"]
    assert list(by_name) == ["speaker", "section", "kind"]
    assert {value["value"]: value["count"] for value in by_name["speaker"]["values"]} == speakers
    order = [(-value["count"], value["value"] is None, value["value"] or "") for value in by_name["speaker"]["values"]]
    assert order == sorted(order)
    assert by_name["section"]["values"] == [{"value": None, "label": None, "count": 12}, {"value": "body", "label": None, "count": 6}]


def test_a_facet_gives_the_commonest_values_and_says_that_there_are_more(archive: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = get(archive, "/v1/claims", {"facet": "speaker"})["facets"]["speaker"]
    monkeypatch.setattr(facets, "FACET_VALUES", 3)
    assert get(archive, "/v1/claims", {"facet": "speaker"})["facets"]["speaker"] == {"values": whole["values"][:3], "complete": False}


def test_an_entitys_appearances_are_counted_when_asked_for(archive: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    ana = items(archive, "/v1/entities")[0]["id"]
    for cap, count, total in ((6, "exact", (6, "eq")), (6, "capped", (6, "eq")), (5, "capped", (5, "gte")), (5, "exact", (6, "eq"))):
        monkeypatch.setattr(list_counts, "COUNT_CAP", cap)
        page = get(archive, f"/v1/entities/{ana}/appearances", {"count": count, "limit": 1})
        assert (page["total"]["value"], page["total"]["relation"]) == total
