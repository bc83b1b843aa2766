"""Rate limits: of addresses, of API keys, of wrong keys; what is counted, what clients are told, and what is kept in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from app.api.access import rates
from app.api.access.rates import WINDOW_S, Buckets, Policy, address_of
from app.database.engines import write_engine
from app.ingest.administering.keys import create_key, revoke_key
from app.main import create_app
from tests.conftest import settings_for
from tests.queries.archive import items

TEXT = {"Content-Type": "text/plain"}
FIELDS = ("ratelimit", "ratelimit-policy")


@pytest.fixture(autouse=True)
def _stopped_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no time pass, in which buckets would be filled."""
    monkeypatch.setattr(rates, "monotonic", lambda: 1_000.0)


@contextmanager
def limited(url: str, client: str = "203.0.113.7", processes: int = 1, proxies: str = "", **settings: Any) -> Iterator[TestClient]:
    """Lend a client of a server with rate limits, at an address."""
    app: Any = create_app(settings_for(url).model_copy(update=settings), None, processes)
    app = ProxyHeadersMiddleware(app, proxies) if proxies else app
    with TestClient(app, raise_server_exceptions=False, client=(client, 50_000)) as opened:
        yield opened


def key_of(url: str, *scopes: Any) -> dict[str, str]:
    engine = write_engine(url)
    key = create_key(engine, "".join(scopes), scopes)
    engine.dispose()
    return {"Authorization": f"Bearer {key}"}


def told(answer: Response) -> tuple[str, str]:
    limit, policy = (answer.headers[field] for field in FIELDS)
    return limit, policy


def test_a_bucket_holds_a_minute_of_requests_and_fills_evenly() -> None:
    buckets = Buckets(4)
    assert [buckets.take("a", 100.0) for _ in range(4)] == [15, 30, 45, 60]
    assert buckets.take("a", 100.0) == 75
    assert buckets.take("a", 114.9) > WINDOW_S
    assert buckets.take("a", 115.0) == 60
    assert buckets.take("b", 115.0) == 15
    assert buckets.take("a", 1_000.0) == 15


def test_buckets_keep_no_more_clients_than_fit_and_forget_none_within_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    buckets = Buckets(2)
    for n in range(10):
        buckets.take("a", 7.0 * n)
        buckets.take("a", 7.0 * n)
        assert buckets.take("a", 7.0 * n) > WINDOW_S
    monkeypatch.setattr(rates, "MOST_CLIENTS", 100)
    sizes = [len(buckets) for n in range(1_000) if buckets.take(str(n), 200.0)]
    assert 100 < max(sizes) <= 200


def test_each_process_allows_its_part_and_one_request_at_least() -> None:
    assert Policy("address", 60, 4).headers(0.0) == [(b"ratelimit", b'"address";r=15;t=0'), (b"ratelimit-policy", b'"address";q=15;w=60')]
    assert Policy("address", 1, 4).buckets.take("a", 0.0) <= WINDOW_S


def test_too_many_requests_of_an_address_are_429_with_what_is_allowed(seeded_url: str) -> None:
    with limited(seeded_url, rate_limit=2) as client:
        answers = [client.get("/v1/claims") for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert told(answers[0]) == ('"address";r=1;t=30', '"address";q=2;w=60')
        assert told(answers[1]) == ('"address";r=0;t=60', '"address";q=2;w=60')
        problem = answers[2].json()
        assert (answers[2].headers["content-type"], problem["type"]) == ("application/problem+json", "/problems/too-many-requests")
        assert answers[2].headers["retry-after"] == "30"
        assert problem["detail"] == "Too many requests are sent. Try again in 30 seconds."
        assert told(answers[2]) == ('"address";r=0;t=60', '"address";q=2;w=60')
        assert client.get("/problems/too-many-requests").status_code == 200
        exposed = client.get("/healthz", headers={"Origin": "https://a.example"}).headers["access-control-expose-headers"]
        assert "RateLimit, RateLimit-Policy" in exposed


def test_kept_answers_304_head_and_errors_count_and_probes_and_preflights_do_not(seeded_url: str) -> None:
    with limited(seeded_url, rate_limit=100, cache_mb=16) as client:
        etag = client.get("/v1/claims").headers["etag"]
        asked = [
            client.get("/v1/claims"),
            client.get("/v1/claims", headers={"If-None-Match": etag}),
            client.head("/v1/claims"),
            client.get("/v1/claims?no=1"),
            client.get("/v1/nothing"),
        ]
        assert [answer.status_code for answer in asked] == [200, 304, 200, 422, 404]
        assert [told(answer)[0].partition(";t")[0] for answer in asked] == [f'"address";r={left}' for left in (98, 97, 96, 95, 94)]
        preflight = {"Origin": "https://a.example", "Access-Control-Request-Method": "GET"}
        others = [client.get(path) for path in ("/", "/healthz", "/readyz", "/metrics", "/docs", "/openapi.json")]
        assert [field in answer.headers for answer in [*others, client.options("/v1/claims", headers=preflight)] for field in FIELDS] == [
            False
        ] * 14
        assert told(client.get("/v1/claims"))[0].startswith('"address";r=93;')


def test_without_limits_nothing_is_said_of_them(seeded_url: str) -> None:
    with limited(seeded_url) as client:
        assert [field in client.get("/v1/claims").headers for field in FIELDS] == [False, False]


def test_a_key_has_a_limit_of_its_own_wherever_it_is_used(seeded_url: str) -> None:
    with limited(seeded_url, rate_limit=1, key_rate_limit=2) as client:
        key = key_of(seeded_url, "read")
        assert [client.get("/v1/claims", headers=key).status_code for _ in range(3)] == [200, 200, 429]
        assert told(client.get("/v1/claims", headers=key))[1] == '"key";q=2;w=60'
        assert client.get("/v1/claims", headers=key_of(seeded_url, "write")).status_code == 200
        assert [client.get("/v1/claims").status_code for _ in range(2)] == [200, 429]


def test_writes_and_verification_count(seeded_url: str) -> None:
    with limited(seeded_url, rate_limit=2, key_rate_limit=2) as client:
        article = items(client, "/v1/articles")[0]["id"]
        verify = f"/v1/articles/{article}/verify"
        assert [client.post(verify, content="x", headers=TEXT).status_code for _ in range(2)] == [200, 429]
        key = key_of(seeded_url, "write")
        assert [client.post("/v1/articles", headers=key, json={}).status_code for _ in range(3)] == [422, 422, 429]


def test_addresses_are_told_apart_behind_a_proxy_that_is_trusted_alone(seeded_url: str) -> None:
    for proxies, statuses in (("203.0.113.7", [200, 200, 429]), ("192.0.2.1", [200, 429, 429])):
        with limited(seeded_url, proxies=proxies, rate_limit=1) as client:
            asked = [
                client.get("/v1/claims", headers={"X-Forwarded-For": each}) for each in ("198.51.100.1", "198.51.100.2", "198.51.100.1")
            ]
            assert [answer.status_code for answer in asked] == statuses


@pytest.mark.parametrize(
    ("client", "name"),
    [
        (("203.0.113.7", 1), "203.0.113.7"),
        (("2001:db8:1:2:3:4:5:6", 1), "2001:db8:1:2::/64"),
        (("2001:db8:1:2::9%eth0", 1), "2001:db8:1:2::/64"),
        (("::ffff:203.0.113.7", 1), "203.0.113.7"),
        (("x:" + "y" * 1_000, 1), "x:" + "y" * 62),
        (None, ""),
    ],
)
def test_clients_are_told_apart_by_address_or_network(client: tuple[str, int] | None, name: str) -> None:
    assert address_of({"client": client}) == name


def test_guessing_keys_is_slow_and_keys_that_were_valid_before_go_on(seeded_url: str) -> None:
    known, later, revoked = (key_of(seeded_url, scope) for scope in ("read", "write", "admin"))
    with limited(seeded_url, wrong_key_limit=3) as client:
        assert client.get("/v1/claims", headers=known).status_code == 200
        assert client.get("/v1/claims", headers=revoked).status_code == 200
        engine = write_engine(seeded_url)
        revoke_key(engine, "admin")
        engine.dispose()
        wrong = [client.get("/v1/claims", headers={"Authorization": f"Bearer onr_{n}"}) for n in range(3)]
        assert [answer.status_code for answer in wrong] == [401] * 3
        blocked = client.get("/v1/claims", headers=later)
        assert (blocked.status_code, blocked.headers["retry-after"]) == (429, "20")
        assert "keys that are not valid" in blocked.json()["detail"]
        assert client.get("/v1/claims", headers=known).status_code == 200
        assert [client.get("/v1/claims", headers=revoked).status_code for _ in range(2)] == [401, 429]
        assert client.get("/v1/claims").status_code == 200
    with limited(seeded_url, client="203.0.113.8", wrong_key_limit=3) as client:
        assert client.get("/v1/claims", headers=later).status_code == 200


def test_few_keys_that_were_valid_are_remembered(seeded_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rates, "MOST_KNOWN_KEYS", 2)
    wrong_keys = rates.WrongKeys(1)
    scope = {"client": ("203.0.113.7", 1), "path": "/v1/claims", "state": {}}
    for digest in (b"a", b"b", b"c", b"c"):
        wrong_keys.note(scope, digest, is_valid=True)
    wrong_keys.note(scope, b"x", is_valid=False)
    assert [wrong_keys.refuse(scope, digest) is None for digest in (b"a", b"b", b"c")] == [False, True, True]
