"""Request ids: of each answer, and from clients."""

import re

import pytest
from fastapi.testclient import TestClient

from tests.queries.archive import PATHS

EVERYTHING = [*PATHS, "/", "/healthz", "/readyz", "/openapi.json", "/v1/schema", "/docs", "/problems/not-found", "/v1/claims/x", "/nothing"]


@pytest.mark.parametrize("path", EVERYTHING)
def test_every_answer_has_a_request_id(library: TestClient, path: str) -> None:
    ids = [library.get(path).headers["x-request-id"] for _ in range(2)]
    assert ids[0] != ids[1]
    assert [re.fullmatch("[0-9a-f]{32}", each) is None for each in ids] == [False, False]


@pytest.mark.parametrize("request_id", ["abc", "A.b_c-9", "x" * 128, "b6d6c1b2-f0e8-4b0c-9a54-0e1d2c3b4a59"])
def test_a_safe_request_id_of_the_client_is_kept(library: TestClient, request_id: str) -> None:
    for path in ("/v1/claims?limit=1", "/v1/claims/x"):
        answer = library.get(path, headers={"X-Request-Id": request_id})
        assert answer.headers["x-request-id"] == request_id
    assert answer.json()["request_id"] == request_id


@pytest.mark.parametrize("request_id", ["", "x" * 129, "a b", "<script>", "a\tb", "ü", '"', "a;b", "{}"])
def test_an_unsafe_request_id_is_replaced(library: TestClient, request_id: str) -> None:
    answer = library.get("/v1/claims/x", headers={b"X-Request-Id": request_id.encode()})
    assert re.fullmatch("[0-9a-f]{32}", answer.headers["x-request-id"]) is not None
    assert answer.json()["request_id"] == answer.headers["x-request-id"]
