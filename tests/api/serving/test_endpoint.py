"""Lists are the same in every format, page by page; ETags of lists and things change when their content does."""

import csv
import io
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import orjson
import pytest
from fastapi.testclient import TestClient

from tests import make
from tests.queries.archive import PATHS, UNKNOWN, Json, get, items, joined

NDJSON, CSV = {"format": "ndjson"}, {"format": "csv"}
LISTED = [
    *((path, {}) for path in PATHS),
    ("/v1/claims", {"q": "the", "sort": "relevance"}),
    ("/v1/claims", {"sort": "position", "kind": ["statement", "pledge"]}),
    ("/v1/claims", {"speaker": UNKNOWN["ent"]}),
]


@pytest.mark.parametrize(("path", "params"), LISTED, ids=str)
def test_a_list_is_the_same_in_pages_ndjson_and_csv(library: TestClient, monkeypatch: pytest.MonkeyPatch, path: str, params: Json) -> None:
    monkeypatch.setattr("app.api.serving.formats.EXPORT_PAGE_SIZE", 7)
    whole = joined(library, path, {**params, "limit": 50})
    assert [orjson.loads(line) for line in library.get(path, params={**params, **NDJSON}).content.splitlines()] == whole
    rows = list(csv.DictReader(io.StringIO(library.get(path, params={**params, **CSV}).text)))
    assert [row["id"] for row in rows] == [item["id"] for item in whole]
    page = get(library, path, {**params, "limit": 3})["items"]
    assert [orjson.loads(line) for line in library.get(path, params={**params, **NDJSON, "limit": 3}).content.splitlines()] == page


def test_an_entitys_appearances_are_the_same_in_pages_ndjson_and_csv(library: TestClient) -> None:
    (ana,) = items(library, "/v1/entities", {"q": "novak maria"})
    path = f"/v1/entities/{ana['id']}/appearances"
    whole = joined(library, path, {"limit": 2})
    assert len(whole) == 5
    assert [orjson.loads(line) for line in library.get(path, params=NDJSON).content.splitlines()] == whole
    assert len(list(csv.reader(io.StringIO(library.get(path, params=CSV).text)))) == 1 + len(whole)


def test_an_export_has_neither_total_nor_facets(library: TestClient) -> None:
    plain = library.get("/v1/claims", params=NDJSON).content
    assert library.get("/v1/claims", params={**NDJSON, "count": "exact", "facet": "kind"}).content == plain


@pytest.mark.parametrize("path", PATHS)
def test_a_link_leads_to_the_next_page_until_there_is_none(library: TestClient, path: str) -> None:
    answer = library.get(path, params={"limit": 2, "id": ["x", "ü&"]})
    assert "link" not in answer.headers
    address, listed = f"{path}?limit=30&q=", []
    while address:
        answer = library.get(address)
        listed += answer.json()["items"]
        link = answer.headers.get("link")
        address = link.removeprefix("<").removesuffix('>; rel="next"') if link else ""
        assert parse_qs(urlsplit(address).query).get("cursor", [None]) == [answer.json()["next_cursor"]]
    assert listed == joined(library, path, {"limit": 50})


def test_a_cursor_leads_on_in_another_format_and_with_another_limit(library: TestClient) -> None:
    page = get(library, "/v1/claims", {"limit": 5})
    rest = library.get("/v1/claims", params={**NDJSON, "cursor": page["next_cursor"]}).content.splitlines()
    assert page["items"] + [orjson.loads(line) for line in rest] == joined(library, "/v1/claims", {"limit": 200})
    assert get(library, "/v1/claims", {"limit": 9, "cursor": page["next_cursor"], "units": "utf16", "count": "exact"})["total"]


@pytest.mark.parametrize("path", PATHS)
def test_an_answer_that_the_client_has_is_304(library: TestClient, path: str) -> None:
    thing = f"{path}/{items(library, path)[0]['id']}"
    for address in (path, thing, f"{path}?format=ndjson", f"{path}?format=csv"):
        answer = library.get(address)
        etag = answer.headers["etag"]
        assert (etag[0], etag[-1], answer.headers["cache-control"]) == ('"', '"', "no-cache")
        assert {"Accept", "Origin"} <= set(answer.headers["vary"].split(", "))
        for known in (etag, f"W/{etag}", f'"x", {etag}', f'"x",W/{etag} , "y"', "*"):
            again = library.get(address, headers={"If-None-Match": known})
            assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
            assert {"Accept", "Origin"} <= set(again.headers["vary"].split(", "))
        for unknown in ('"x"', etag.strip('"'), f'"{etag[1:-1]}x"', ""):
            assert library.get(address, headers={"If-None-Match": unknown}).status_code == 200


def test_parts_of_articles_and_entities_have_etags(library: TestClient) -> None:
    article, entity = items(library, "/v1/articles")[0]["id"], items(library, "/v1/entities")[0]["id"]
    for path in (f"/v1/articles/{article}/annotated", f"/v1/articles/{article}/document", f"/v1/entities/{entity}/appearances"):
        etag = library.get(path).headers["etag"]
        assert library.get(path, headers={"If-None-Match": etag}).status_code == 304


def test_the_etag_of_a_list_differs_by_format_and_changes_with_every_load_that_changes_something(
    client: TestClient, load: Callable[..., Any]
) -> None:
    def etags() -> list[str]:
        paths = [*PATHS, "/v1/claims?format=ndjson", "/v1/claims?format=csv", "/v1/claims?format=jsonld"]
        return [client.get(path).headers["etag"] for path in paths]

    load(make.document())
    before = etags()
    assert len(set(before[-3:]) | {before[0]}) == 4
    load(make.document())
    assert etags() == before
    load(make.document(title="Another"))
    assert [new == old for new, old in zip(etags(), before, strict=True)] == [False] * 8


def test_the_etag_of_one_thing_stays_while_another_article_is_loaded(client: TestClient, load: Callable[..., Any]) -> None:
    load(make.document("<s0>Ana</s0> <q0>said</q0> <c0>so</c0> of <e0>it</e0>.", events=[make.event()]))
    things = [f"{path}/{item['id']}" for path in PATHS for item in items(client, path)]
    article = things[-1]  # articles are the last of PATHS
    things += [f"{article}/annotated", f"{article}/document"]
    before = {path: client.get(path).headers["etag"] for path in things}
    # The speaker and the entity are one thing, under two addresses, with one ETag.
    assert (len(before), len(set(before.values()))) == (7, 6)
    load(make.document(title="Another", entities=[make.entity(0, "Bo Berg")]))
    assert {path: client.get(path).headers["etag"] for path in things} == before
    load(make.document("<s0>Ana</s0> <q0>said</q0> <c0>so</c0> of <e0>it</e0>.", claims=[make.claim(gist="new")], events=[make.event()]))
    changed = [path for path in things if client.get(path).headers["etag"] != before[path]]
    assert changed == [path for path in things if not path.startswith(("/v1/speakers/", "/v1/entities/"))]


def test_404_comes_before_304(library: TestClient) -> None:
    etag = library.get("/v1/claims").headers["etag"]
    for path in ("/v1/claims/x", "/v1/entities/x/appearances", "/v1/claims?cursor=x"):
        for known in ("*", etag):
            assert library.get(path, headers={"If-None-Match": known}).status_code == 404


def test_schema_and_openapi_have_etags(library: TestClient) -> None:
    for path in ("/v1/schema", "/openapi.json"):
        etag = library.get(path).headers.get("etag", "")
        assert library.get(path, headers={"If-None-Match": etag}).status_code == 304
