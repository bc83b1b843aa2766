"""HEAD, preflights and origins: how the outermost layer answers them."""

import pytest
from fastapi.testclient import TestClient

from app.api.access.headers import MOST_HEADERS
from app.main import create_app
from tests.api.access.test_log import EVERYTHING
from tests.conftest import settings_for
from tests.queries.archive import items

RATES = {"RateLimit", "RateLimit-Policy"}


def test_head_answers_as_get_without_the_body(library: TestClient) -> None:
    claim = f"/v1/claims/{items(library, '/v1/claims')[0]['id']}"
    for path in (*EVERYTHING, claim, "/v1/claims?limit=0", "/v1/claims?format=csv", "/docs/assets/swagger-ui.css"):
        head, got = library.head(path), library.get(path)
        assert (head.status_code, head.content) == (got.status_code, b"")
        for name in ("content-type", "etag", "content-length", "link", "vary"):
            assert head.headers.get(name) == got.headers.get(name) or (
                name == "content-length" and "problem" in got.headers["content-type"]
            )


def test_other_origins_may_read_answers_and_their_headers(library: TestClient) -> None:
    for path in ("/v1/claims?limit=1", "/v1/claims/x", "/v1/claims?limit=0"):
        headers = library.get(path, headers={"Origin": "https://page.example"}).headers
        assert headers["access-control-allow-origin"] == "*"
        exposed = {name.strip() for name in headers["access-control-expose-headers"].split(",")}
        assert exposed == {"Link", "ETag", "Location", "Retry-After", "X-Request-Id", "WWW-Authenticate", "Data-Version", *RATES}


@pytest.mark.parametrize(
    ("method", "needed"),
    [
        ("GET", "if-none-match, last-event-id"),
        ("POST", "authorization, content-type, idempotency-key"),
        ("PATCH", "authorization, content-type, if-match"),
        ("DELETE", "authorization, if-match"),
        ("PUT", "authorization, content-type, if-match"),
    ],
)
def test_a_preflight_allows_every_method_and_the_headers_that_it_needs(library: TestClient, method: str, needed: str) -> None:
    preflight = {"Origin": "https://page.example", "Access-Control-Request-Method": method, "Access-Control-Request-Headers": needed}
    answer = library.options("/v1/claims", headers=preflight)
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, "*")
    assert method in answer.headers["access-control-allow-methods"].split(", ")
    assert {*needed.split(", ")} <= {*answer.headers["access-control-allow-headers"].lower().split(", ")}


def test_pages_of_other_origins_may_read_the_answers_to_writes(library: TestClient) -> None:
    for method in ("POST", "PATCH", "DELETE"):
        answer = library.request(method, "/v1/articles", headers={"Origin": "https://page.example"})
        assert (answer.status_code in (401, 405), answer.headers["access-control-allow-origin"]) == (True, "*")
        assert "WWW-Authenticate" in answer.headers["access-control-expose-headers"]


def test_only_the_origins_of_the_settings_may_read(one_url: str) -> None:
    settings = settings_for(one_url).model_copy(update={"cors_origins": "https://a.example, https://b.example"})
    with TestClient(create_app(settings)) as client:
        allowed = [client.get("/healthz", headers={"Origin": f"https://{name}.example"}).headers for name in "abc"]
        assert [headers.get("access-control-allow-origin") for headers in allowed] == ["https://a.example", "https://b.example", None]
        listed = client.get("/v1/claims", headers={"Origin": "https://a.example"}).headers["vary"]
        assert {"Accept", "Origin"} <= {name.strip() for name in listed.split(",")}


@pytest.mark.parametrize(
    "name", ["Authorization", "Content-Type", "Content-Length", "Content-Encoding", "Idempotency-Key", "Last-Event-Id"]
)
def test_a_header_that_stands_once_is_refused_by_name_where_it_stands_twice(library: TestClient, name: str) -> None:
    for method, path in (("GET", "/v1/claims"), ("POST", "/v1/articles"), ("GET", "/healthz")):
        answer = library.request(method, path, headers=[(name, "1"), (name.lower(), "1")])
        assert (answer.status_code, answer.json()["detail"]) == (400, f"The header {name} is sent more than once; a request has one.")


def test_headers_that_are_lists_may_stand_in_several_lines(library: TestClient) -> None:
    first, second = library.get("/v1/claims?limit=1").headers["etag"], '"other"'
    assert library.get("/v1/claims?limit=1", headers=[("If-None-Match", second), ("If-None-Match", first)]).status_code == 304
    assert library.get("/v1/claims", headers=[("Accept", "text/csv"), ("Accept", "application/json;q=0.5")]).status_code == 200


def test_a_request_has_a_hundred_headers_at_most(library: TestClient) -> None:
    sent = len(library.get("/healthz").request.headers)
    most = [(f"X-{number}", "1") for number in range(MOST_HEADERS - sent)]
    for more, status in (([], 200), ([("X-0", "2")], 431), ([("Y", "1")], 431)):
        assert (more, library.get("/healthz", headers=[*most, *more]).status_code) == (more, status)
