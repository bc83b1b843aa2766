"""Security headers, CORS headers compared with Starlette's, and the Content-Security-Policy of the documentation page."""

import asyncio
from collections.abc import Sequence
from itertools import product

import pytest
from fastapi.testclient import TestClient
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.access.bodies import BodyLimits
from app.api.access.headers import EXPOSED_HEADERS, METHODS, SECURITY_HEADERS, content_security_policy
from app.api.access.middleware import AccessMiddleware
from app.api.measuring.counters import Counters
from app.main import create_app
from tests.api.access.sockets import UNLIMITED, open_guard
from tests.conftest import settings_for
from tests.queries.archive import MERGED, PATHS, items

EVERYTHING = [*PATHS, "/", "/healthz", "/openapi.json", "/docs", "/docs/assets/swagger-ui.css", "/favicon.ico", "/problems/not-found"]
PROBLEMS = ["/v1/claims/x", "/v1/claims?limit=0", "/nothing", "/v1/claims?format=csv"]
HEADERS: list[list[tuple[bytes, bytes]]] = [[], [(b"vary", b"Accept"), (b"etag", b'"x"')], [(b"content-type", b"text/plain")]]
LIMITS = BodyLimits(megabytes=5, rate_kb=16, allowance_s=10)
ORIGINS: list[list[str]] = [["*"], [], ["https://a.example"], ["https://a.example", "https://b.example"]]


def has_security_headers(client: TestClient, path: str, method: str = "GET", **headers: str) -> bool:
    answer = client.request(method, path, headers=headers, follow_redirects=False)
    return (answer.headers["x-content-type-options"], answer.headers["referrer-policy"]) == ("nosniff", "no-referrer")


def test_every_answer_has_security_headers(library: TestClient) -> None:
    for path in (*EVERYTHING, *PROBLEMS, f"/v1/entities/{MERGED}"):
        assert [path for method in ("GET", "HEAD", "POST") if not has_security_headers(library, path, method)] == []
    etag = library.get("/v1/claims").headers["etag"]
    preflight = {"Origin": "https://page.example", "Access-Control-Request-Method": "GET"}
    assert has_security_headers(library, "/v1/claims", **{"If-None-Match": etag})
    assert has_security_headers(library, "/v1/claims", "OPTIONS", **preflight)


def test_answers_from_the_cache_have_security_headers_too(one_url: str) -> None:
    with TestClient(create_app(settings_for(one_url).model_copy(update={"cache_mb": 8}))) as client:
        assert [has_security_headers(client, "/v1/claims") for _ in range(2)] == [True, True]
        first, cached = (client.get("/v1/articles", headers={"Origin": origin}).headers for origin in ("https://a.example", ""))
        assert (first["access-control-allow-origin"], "access-control-allow-origin" in client.get("/v1/articles").headers) == ("*", False)
        assert first["etag"] == cached["etag"]


def headers_sent_by(middleware: ASGIApp, headers: Sequence[tuple[bytes, bytes]], method: str = "GET") -> list[tuple[bytes, bytes]]:
    """Send a request through a middleware and return the headers of the answer."""
    sent: list[tuple[bytes, bytes]] = []

    async def send(message: Message) -> None:
        sent.extend(message.get("headers", []))

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send_request() -> None:
        await middleware({"type": "http", "method": method, "path": "/", "headers": headers}, receive, send)

    asyncio.run(send_request())
    return sorted(sent)


def application_with(headers: list[tuple[bytes, bytes]]) -> ASGIApp:
    async def application(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [*headers]})
        await send({"type": "http.response.body", "body": b"x"})

    return application


@pytest.mark.parametrize("origins", ORIGINS, ids=str)
def test_cors_headers_are_those_of_starlette(origins: list[str]) -> None:
    for headers, method, origin in product(HEADERS, ("GET", "OPTIONS", "POST"), (None, b"https://a.example", b"https://c.example", b"")):
        ours = AccessMiddleware(
            application_with(headers), application_with([]), open_guard(), UNLIMITED, origins, None, Counters([], None), LIMITS
        )
        theirs = CORSMiddleware(application_with(headers), origins, METHODS, ["*"], expose_headers=EXPOSED_HEADERS)
        request_headers = [] if origin is None else [(b"origin", origin), (b"access-control-request-method", b"GET")]
        expected = sorted([*headers_sent_by(theirs, request_headers, method), *SECURITY_HEADERS, (b"x-request-id", b"x")])
        assert (origin, headers_sent_by(ours, [*request_headers, (b"x-request-id", b"x")], method)) == (origin, expected)


def test_the_page_allows_its_own_scripts_and_no_others(library: TestClient) -> None:
    answer = library.get("/docs")
    policy = answer.headers["content-security-policy"]
    assert (
        policy
        == content_security_policy(answer.content)
        != content_security_policy(answer.content.replace(b"SwaggerUIBundle(", b"Another("))
    )
    assert policy.startswith("default-src 'self'; script-src 'self' 'sha256-")
    assert [path for path in PATHS if "content-security-policy" in library.get(path).headers] == []
    assert items(library, "/v1/claims") != []
