"""The index at /v1: every address of a list, with what it answers."""

from fastapi.testclient import TestClient

from tests.queries.archive import PATHS, get


def test_the_index_lists_every_address_without_an_id_and_each_answers(seeds: TestClient) -> None:
    index = get(seeds, "/v1", {})
    described = {each["address"]: each["description"] for each in index["addresses"]}
    paths = get(seeds, "/openapi.json", {})["paths"].items()
    documented = {path for path, methods in paths if path.startswith("/v1/") and "{" not in path and "get" in methods}
    assert described.keys() == documented - {"/v1/schema"} > {*PATHS}
    assert [address for address in described if seeds.get(address).status_code not in (200, 401, 404, 422)] == []
    assert [text for text in described.values() if not text.endswith(".") or len(text.split()) < 4] == []
    assert [seeds.get(index[name]).status_code for name in ("document_schema", "openapi", "docs")] == [200] * 3


def test_the_index_has_addresses_below_the_root_path(seeds: TestClient) -> None:
    below = TestClient(seeds.app, root_path="/onrecord").get("/v1").json()
    assert {each["address"].partition("/v1/")[0] for each in below["addresses"]} == {"/onrecord"}
    assert below["docs"] == "/onrecord/docs"


def test_the_index_has_an_etag(seeds: TestClient) -> None:
    etag = seeds.get("/v1").headers["etag"]
    assert seeds.get("/v1", headers={"If-None-Match": etag}).status_code == 304
    assert seeds.get("/v1", params={"x": 1}).status_code == 422
