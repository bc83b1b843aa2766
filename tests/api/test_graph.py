"""The route of the graph: parameters it refuses, and its ETag."""

import pytest
from fastapi.testclient import TestClient


@pytest.mark.parametrize(
    "query",
    [
        "?limit=0",
        "?limit=1001",
        "?depth=3",
        "?depth=0",
        "?focus=a&focus=b",
        "?focus=%00",
        "?kind=x",
        "?cursor=x",
        "?sort=said",
        "?count=exact",
    ],
)
def test_the_graph_refuses_parameters_it_does_not_know(seeds: TestClient, query: str) -> None:
    answer = seeds.get(f"/v1/graph{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")


def test_the_etag_differs_by_query(seeds: TestClient) -> None:
    answer = seeds.get("/v1/graph", params={"limit": 2})
    again = seeds.get("/v1/graph", params={"limit": 2}, headers={"If-None-Match": answer.headers["etag"]})
    other = seeds.get("/v1/graph", params={"limit": 3}, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, other.status_code) == (304, 200)
