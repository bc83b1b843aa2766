"""API keys: each address with each scope, cold and warm, and every way in without a valid key."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from app.database.engines import write_engine
from app.ingest.administering.keys import create_key, revoke_key
from app.main import ENDPOINTS, LIVE, PREFIX, WRITES, create_app
from app.terms.api_keys import SCOPES, KeyScope, alternatives
from tests.conftest import settings_for
from tests.queries.archive import items

OPEN_ADDRESSES = ("/", "/healthz", "/readyz", "/openapi.json", "/docs", "/v1", "/metrics", "/problems/not-found")
IDS = {"{article_id}": "/v1/articles", "{claim_id}": "/v1/claims", "{event_id}": "/v1/events", "{entity_id}": "/v1/entities"}


@pytest.fixture
def key_engine(seeded_url: str) -> Iterator[Engine]:
    engine = write_engine(seeded_url)
    yield engine
    engine.dispose()


@pytest.fixture
def keys(key_engine: Engine) -> dict[str, str]:
    """A key for each scope, by its name, and a revoked one."""
    made = {scope: create_key(key_engine, scope, [scope]) for scope in SCOPES} | {"revoked": create_key(key_engine, "revoked", SCOPES)}
    revoke_key(key_engine, "revoked")
    return made


@pytest.fixture(params=["cold", "warm"])
def closed(request: pytest.FixtureRequest, seeded_url: str) -> Iterator[TestClient]:
    """A client of a server whose reading is closed, with a cache and without."""
    cache_mb = 16 if request.param == "warm" else 0
    settings = settings_for(seeded_url).model_copy(update={"open_reading": False, "cache_mb": cache_mb})
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield client


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def addresses(client: TestClient, key: str) -> list[tuple[str, str, tuple[KeyScope, ...]]]:
    """The method, path and scopes of all endpoints, with ids that are there, except those of jobs."""
    client.headers.update(bearer(key))
    ids = {name: items(client, path)[0]["id"] for name, path in IDS.items()}
    speakers = [speaker["id"] for speaker in items(client, "/v1/speakers")[:2]]
    client.headers.pop("Authorization")
    diff = f"/v1/articles/{ids['{article_id}']}/revisions/1/diff"
    queries = {
        "/v1/compare": f"?speaker={'&speaker='.join(speakers)}",
        "/v1/search": "?q=said",
        "/v1/hidden-texts": "?q=said",
        diff: "?against=1",
    }
    found = []
    for endpoint in (*ENDPOINTS, *LIVE, *WRITES):
        path = f"{PREFIX}{endpoint.path}"
        for name, key_of_thing in {**ids, "{speaker_id}": speakers[0], "{number}": "1"}.items():
            path = path.replace(name, key_of_thing)
        found.append((getattr(endpoint, "method", "GET"), path + queries.get(path, ""), alternatives(endpoint.scope)))
    return found


def test_each_address_takes_the_scope_it_needs_and_no_other(closed: TestClient, keys: dict[str, str]) -> None:
    for method, path, needed in addresses(closed, keys["read"]):
        answers = [closed.request(method, path, headers=bearer(keys[scope])) for scope in needed]
        for answer in answers:
            assert (path, answer.status_code in (401, 403)) == (path, False)
            assert (path, answer.headers.get("cache-control")) == (path, "private, no-cache")
        tag = {"If-None-Match": answers[0].headers["etag"]} if method == "GET" and answers[0].status_code == 200 else {}
        for asked in ("GET", "HEAD") if method == "GET" else (method,):
            refuse_others(closed, asked, path, keys, needed, tag)


def refuse_others(
    client: TestClient, method: str, path: str, keys: dict[str, str], needed: tuple[KeyScope, ...], tag: dict[str, str]
) -> None:
    for name in {*SCOPES} - {*needed}:
        refused = client.request(method, path, headers={**bearer(keys[name]), **tag})
        assert (method, path, name, refused.status_code) == (method, path, name, 403)
        assert f'scope="{needed[0]}"' in refused.headers["www-authenticate"]
    for headers in ({}, tag, bearer(keys["revoked"]), bearer("onr_" + "0" * 64)):
        refused = client.request(method, path, headers=headers)
        assert (method, path, refused.status_code) == (method, path, 401)
        assert refused.headers["www-authenticate"].startswith("Bearer ")
        assert "etag" not in refused.headers


def test_where_reading_is_open_only_reading_is(seeded_url: str, keys: dict[str, str]) -> None:
    with TestClient(create_app(settings_for(seeded_url)), raise_server_exceptions=False) as client:
        for method, path, needed in addresses(client, keys["read"]):
            assert (method, path, client.request(method, path).status_code) == (
                method,
                path,
                401 if needed != ("read",) else 200 if method == "GET" else 415,
            )


def test_what_holds_no_data_needs_no_key(closed: TestClient) -> None:
    assert [closed.get(path).status_code for path in OPEN_ADDRESSES] == [200] * len(OPEN_ADDRESSES)


def test_reading_is_open_by_default_but_not_with_a_key_that_is_not_valid(seeded_url: str, keys: dict[str, str]) -> None:
    with TestClient(create_app(settings_for(seeded_url))) as client:
        anonymous = client.get("/v1/claims")
        assert (anonymous.status_code, anonymous.headers["cache-control"]) == (200, "no-cache")
        for name in SCOPES:
            answer = client.get("/v1/claims", headers=bearer(keys[name]))
            assert (answer.status_code, answer.content) == (200, anonymous.content)
            assert answer.headers["cache-control"] == "private, no-cache"
        for authorization in (f"Bearer {keys['revoked']}", "Bearer ", "Bearer x", f"Basic {keys['read']}", keys["read"], "Bearer é"):
            refused = client.get("/v1/claims", headers=[(b"Authorization", authorization.encode())])
            assert (authorization, refused.status_code, refused.headers["content-type"]) == (authorization, 401, "application/problem+json")


def test_a_revoked_key_is_refused_at_the_next_request(closed: TestClient, key_engine: Engine, keys: dict[str, str]) -> None:
    headers = bearer(keys["read"])
    assert closed.get("/v1/claims", headers=headers).status_code == 200
    revoke_key(key_engine, "read")
    assert closed.get("/v1/claims", headers=headers).status_code == 401


def test_an_unknown_address_says_nothing_of_keys(closed: TestClient) -> None:
    assert [closed.get(path).status_code for path in ("/v1/nothing", "/nothing")] == [404, 404]


def test_a_preflight_needs_no_key(closed: TestClient) -> None:
    asked = {"Origin": "https://page.example", "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "authorization"}
    answer = closed.options("/v1/claims", headers=asked)
    assert (answer.status_code, answer.headers["access-control-allow-headers"]) == (200, "authorization")
