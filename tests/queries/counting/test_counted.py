"""Answers over more things than are counted: they are those of the first things alone, and say so."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.queries.counting import counted, list_counts
from tests.queries.archive import get, items, statements

MOST = 3
# Each filter passes more than three claims. With words, hits are found by the index, or in the words of each row.
FILTERS: list[dict[str, Any]] = [{}, {"mode": ["indirect", "mixed"]}, {"q": "bridge"}, {"q": "-nothing"}, {"explicit": True, "q": "the"}]
COUNTED = [("/v1/graph", {}), ("/v1/sources", {}), ("/v1/claims", {"limit": 1, "facet": ["speaker", "mode", "organization", "publisher"]})]


def counts_of(answer: dict[str, Any]) -> dict[str, Any]:
    """Return what an answer counts, without how many were counted and whether that is all."""
    facets = {name: facet["values"] for name, facet in answer.get("facets", {}).items()}
    return facets or {name: value for name, value in answer.items() if name != "counted"}


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counted, "MOST_COUNTED", MOST)


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize(("path", "parameters"), COUNTED)
@pytest.mark.parametrize("filters", FILTERS)
def test_an_answer_counts_the_latest_claims_alone(
    archive: TestClient, path: str, parameters: dict[str, Any], filters: dict[str, Any]
) -> None:
    found = items(archive, "/v1/claims", filters)
    assert len(found) > MOST
    if "facet" in parameters and len(filters) < 2 and "q" not in filters:
        filters = {**filters, "min_confidence": 0, "published_from": "0001-01-01"}  # else counter rows would answer
        found = items(archive, "/v1/claims", filters)
    answer = get(archive, path, {**filters, **parameters})
    latest = get(archive, path, {"id": [claim["id"] for claim in found[:MOST]], **parameters})
    assert counts_of(answer) == counts_of(latest)
    assert {part.get("counted") for part in answer.get("facets", {"": answer}).values()} == {MOST}
    assert {part.get("counted") for part in latest.get("facets", {"": latest}).values()} == {None}


@pytest.mark.usefixtures("few")
def test_a_graph_around_a_focus_counts_the_latest_claims_near_it(archive: TestClient) -> None:
    whole = get(archive, "/v1/graph")
    for node in whole["nodes"]:
        assert whole["counted"] == MOST
        near = get(archive, "/v1/graph", {"focus": node["id"]})
        assert {end for edge in near["edges"] for end in (edge["source"], edge["target"])} <= {each["id"] for each in near["nodes"]}
        assert near["edges"] or not node["counts"]["claims"]


@pytest.mark.usefixtures("few")
def test_a_timeline_counts_the_latest_of_each_type(archive: TestClient) -> None:
    answer = get(archive, "/v1/timeline", {"q": "-nothing", "bucket": "year", "type": "claim"})["counts"]
    assert answer["counted"] == MOST
    assert sum(bucket["claims"] for bucket in (*answer["buckets"], *answer["spanning"])) + answer["undated"]["claims"] == MOST


@pytest.mark.parametrize("name", ["claims", "events", "articles", "entities", "timeline"])
def test_an_exact_total_has_a_bound(archive: TestClient, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    parameters = {"q": "-nothing", "count": "exact", "limit": 1}
    number = get(archive, f"/v1/{name}", parameters)["total"]["value"]
    monkeypatch.setattr(list_counts, "EXACT_CAP", number)
    assert get(archive, f"/v1/{name}", parameters)["total"] == {"value": number, "relation": "eq"}
    monkeypatch.setattr(list_counts, "EXACT_CAP", number - 1)
    assert get(archive, f"/v1/{name}", parameters)["total"] == {"value": number - 1, "relation": "gte"}


@pytest.mark.parametrize(("path", "parameters"), COUNTED)
def test_words_are_looked_for_once_for_an_answer(archive: TestClient, path: str, parameters: dict[str, Any]) -> None:
    with statements(archive) as seen:
        get(archive, path, {**parameters, "q": "bridge", "limit": 1} if "facet" in parameters else {"q": "bridge"})
    searching = [statement for statement in seen if "claims_fts MATCH" in statement or "@@" in statement]
    # The page of a list is read in order, apart from what is counted; SQLite also counts hits, to choose how to look for them.
    assert len([each for each in searching if "count(*)" not in each]) <= (2 if "facet" in parameters else 1)


def test_facets_that_show_the_same_things_read_them_once(archive: TestClient) -> None:
    facets = ["speaker", "speaker_kind", "organization", "article", "publisher"]
    with statements(archive) as seen:
        get(archive, "/v1/claims", {"facet": facets, "explicit": True, "mode": "indirect", "limit": 1, "fields": "id"})
    for_facets = [each for each in seen if ("json_each" in each or "ANY" in each) and "survivor" not in each]
    tables = [each.partition("FROM ")[2].split()[0] for each in for_facets]
    assert sorted(tables) == ["articles", "entities", "roles"]


def test_the_hits_of_a_comparison_are_read_once_for_all_sides(archive: TestClient) -> None:
    publishers = [article["publisher"] for article in items(archive, "/v1/articles")]
    sides = list(dict.fromkeys(publishers))[:3]
    numbers = []
    for of_sides in (sides, sides[:2], sides):  # after the first time the names of entities are in the cache of the connection
        with statements(archive) as seen:
            compared = get(archive, "/v1/compare", {"publisher": of_sides, "q": "bridge"})
        numbers.append(len(seen))
        for side in compared["sides"]:
            same = items(archive, "/v1/claims", {"publisher": side["publisher"], "q": "bridge"})
            assert [claim["id"] for claim in side["claims"]] == [claim["id"] for claim in same]
    assert numbers[1] == numbers[2]
