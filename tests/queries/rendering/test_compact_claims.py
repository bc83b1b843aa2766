"""Claims as cards show them: what whole claims say, in a quarter of the bytes."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from tests.conftest import DATABASES
from tests.databases import Templates
from tests.generated import documents
from tests.queries.archive import Json, astral, get, joined, opened, statements
from tests.queries.filed import FILED

LISTED: list[Json] = [
    {},
    {"units": "utf16"},
    {"q": "the"},
    {"q": "the", "sort": "relevance"},
    {"sort": "position", "count": "exact", "facet": "kind"},
    {"anonymous": True},
]


@pytest.fixture(scope="module", params=DATABASES)
def generated(request: pytest.FixtureRequest, templates: Templates) -> Iterator[TestClient]:
    with opened(templates, request.param, astral(), *FILED, *documents(40)) as client:
        yield client


def compact(claim: Json) -> Json:
    """Return a whole claim as a compact one."""
    return {
        "id": claim["id"],
        "gist": claim["gist"],
        "quote": claim["quote"],
        "speaker": claim["speaker"] and claim["speaker"]["label"],
        "said": claim["said"] and claim["said"]["edtf"],
        "content": [[span["start"], span["end"]] for span in claim["passage"]["content"]],
        "article": {key: claim["article"][key] for key in ("id", "title", "publisher", "published")},
    }


@pytest.mark.parametrize("params", LISTED, ids=str)
def test_a_compact_claim_says_what_the_whole_one_says(generated: TestClient, params: Json) -> None:
    whole = get(generated, "/v1/claims", {**params, "limit": 200})
    page = get(generated, "/v1/claims", {**params, "limit": 200, "view": "compact"})
    assert whole["items"]
    assert page["items"] == [compact(claim) for claim in whole["items"]]
    assert {key: page[key] for key in page if key != "items"} == {key: whole[key] for key in whole if key != "items"}


def test_a_cursor_fits_both_views(generated: TestClient) -> None:
    first = get(generated, "/v1/claims", {"limit": 20, "view": "compact"})
    second = get(generated, "/v1/claims", {"limit": 20, "cursor": first["next_cursor"]})
    third = get(generated, "/v1/claims", {"limit": 200, "view": "compact", "cursor": second["next_cursor"], "fields": "id"})
    ids = [claim["id"] for page in (first, second, third) for claim in page["items"]]
    assert ids == [claim["id"] for claim in joined(generated, "/v1/claims", {"limit": 200})][: len(ids)]


@pytest.mark.parametrize("sort", ["-said", "-published", "position"])
def test_fifty_compact_claims_take_a_quarter_of_the_bytes(generated: TestClient, sort: str) -> None:
    params: Json = {"limit": 50, "sort": sort}
    full, small = (len(generated.get("/v1/claims", params={**params, "view": view}).content) for view in ("full", "compact"))
    assert small * 4 <= full, (small, full, small / full)


def test_a_compact_list_takes_one_statement(generated: TestClient) -> None:
    with statements(generated) as run:
        get(generated, "/v1/claims", {"view": "compact", "kind": "denial"})
    assert len(run) == 1


@pytest.mark.parametrize("name", ["ndjson", "csv"])
def test_compact_lists_are_exported_whole(generated: TestClient, name: str) -> None:
    whole = joined(generated, "/v1/claims", {"limit": 200})
    exported = generated.get("/v1/claims", params={"view": "compact", "format": name}).text.splitlines()
    if name == "csv":
        assert exported[0] == ("id,speaker,gist,quote,said,content,article.id,article.title,article.publisher,article.published")
    assert len(exported) >= len(whole)


@pytest.mark.parametrize("units", ["codepoint", "utf16"])
def test_the_claims_of_articles_events_and_timelines_can_be_compact(generated: TestClient, units: str) -> None:
    for path in ("articles", "events"):
        for thing in get(generated, f"/v1/{path}", {"limit": 12})["items"]:
            whole, small = (get(generated, f"/v1/{path}/{thing['id']}", {"units": units, "view": view}) for view in ("full", "compact"))
            assert small == {**whole, "claims": [compact(claim) for claim in whole["claims"]]}
    whole, small = (get(generated, "/v1/timeline", {"units": units, "limit": 100, "view": view}) for view in ("full", "compact"))
    assert small["items"] == [{**item, "claim": compact(item["claim"])} if item["type"] == "claim" else item for item in whole["items"]]


def test_json_ld_is_made_of_whole_claims(generated: TestClient) -> None:
    whole, small = (get(generated, "/v1/claims", {"view": view, "format": "jsonld"}) for view in ("full", "compact"))
    assert small == whole


def test_the_media_type_names_the_shape(generated: TestClient) -> None:
    types = [generated.get("/v1/claims", params=params).headers["content-type"] for params in ({}, {"view": "compact"}, {"fields": "id"})]
    assert types == ["application/json", "application/vnd.onrecord.compact+json", "application/vnd.onrecord.fields+json"]
