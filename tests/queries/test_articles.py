"""Articles: filters, and one article with its speakers, claims and events."""

import pytest
from fastapi.testclient import TestClient

from app.parameters.articles import ArticleQuery
from app.parameters.listing import NOT_FILTERS
from app.queries.articles import _has_byline
from app.queries.listing.filters import value_parameter
from tests.queries.archive import ILL_FORMED_IDS, MERGED, UNKNOWN, Json, get, items
from tests.queries.filed import selected

ALL = {"Bridges", "Airports", "Tunnels"}
CASES: list[tuple[Json, set[str]]] = [
    ({}, ALL),
    ({"id": ["@Bridges", "@Tunnels", UNKNOWN["art"]]}, {"Bridges", "Tunnels"}),
    ({"q": "writer"}, {"Bridges"}),
    ({"q": "gazette airport"}, {"Airports"}),
    ({"title": "AIRPÓRTS"}, {"Airports"}),
    ({"title": "gazette"}, set()),
    ({"title": "bridge"}, set()),
    ({"title": "airports bridges"}, set()),
    ({"title": ""}, ALL),
    ({"title": "…"}, set()),
    ({"added_since": 1}, {"Airports", "Tunnels"}),
    ({"added_since": 3}, set()),
    ({"publisher": "THE test"}, {"Bridges"}),
    ({"publisher": ["the test", "Gazette"]}, {"Bridges", "Airports"}),
    ({"byline": "JÓ  writer"}, {"Bridges"}),
    ({"byline": "writer"}, set()),
    ({"byline": ["jo writer", "Bo Čech"]}, {"Bridges", "Airports"}),
    ({"byline": "bo cech", "language": "en"}, set()),
    ({"language": "cs"}, {"Airports"}),
    ({"language": ["cs", "en"], "publisher": "Gazette"}, {"Airports"}),
    ({"speaker": MERGED}, ALL),
    ({"speaker": "@Brno Council"}, {"Bridges"}),
    ({"speaker": "@Radio Brno"}, set()),
    ({"entity": "@Radio Brno"}, {"Bridges"}),
    ({"entity": MERGED}, ALL),
    ({"entity": ["@Radio Brno", UNKNOWN["ent"]]}, {"Bridges"}),
    ({"published_from": "2024-06-28"}, {"Airports"}),
    ({"published_to": "2024-08-01"}, {"Bridges", "Airports"}),
]


@pytest.mark.parametrize(("params", "expected"), CASES, ids=[str(params) for params, _ in CASES])
def test_a_filter_finds_what_it_names_and_leaves_the_rest(filed: TestClient, params: Json, expected: set[str]) -> None:
    assert selected(filed, "articles", params) == expected


def test_every_filter_is_tried() -> None:
    assert {name for params, _ in CASES for name in params} == set(ArticleQuery.model_fields) - NOT_FILTERS


@pytest.mark.parametrize(("name", "prefix"), [("id", "art"), ("speaker", "ent"), ("entity", "ent")])
def test_an_unknown_id_selects_nothing_and_an_ill_formed_one_is_refused(filed: TestClient, name: str, prefix: str) -> None:
    assert items(filed, "/v1/articles", {name: UNKNOWN[prefix]}) == []
    assert {filed.get("/v1/articles", params={name: value}).status_code for value in ILL_FORMED_IDS} == {422}


def test_one_article_holds_what_the_lists_give_by_it_in_the_order_of_its_text(filed: TestClient) -> None:
    for article in items(filed, "/v1/articles"):
        detail = get(filed, f"/v1/articles/{article['id']}")
        own = {"article": article["id"]}
        assert {key: detail[key] for key in article} == article
        assert detail["claims"] == items(filed, "/v1/claims", {**own, "sort": "position"})
        assert detail["events"] == items(filed, "/v1/events", {**own, "sort": "position"})
        speakers = {claim["speaker"]["id"] for claim in detail["claims"] if claim["speaker"]}
        assert [ref["id"] for ref in detail["speakers"]] == list(dict.fromkeys(ref["id"] for ref in detail["speakers"]))
        assert {ref["id"] for ref in detail["speakers"]} == speakers
        assert article["counts"] == {"claims": len(detail["claims"]), "speakers": len(speakers), "events": len(detail["events"])}


def test_an_article_says_what_it_is(filed: TestClient) -> None:
    (article,) = items(filed, "/v1/articles", {"q": "bridges"})
    assert (article["publisher"], article["byline"], article["language"], article["has_text"]) == ("The Test", ["Jo Writer"], "en", True)
    assert article["produced_by"] == {"name": "tests", "version": "1"}
    assert article["url"] == "https://example.org/bridges"


def test_bylines_of_an_article_are_not_looked_for_name_by_name() -> None:
    row_by_row = str(_has_byline(value_parameter(["ana", "ben"])).row_by_row)
    assert "bylines.folded ||" in row_by_row  # an expression, which the index of names does not answer
