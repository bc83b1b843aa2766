"""Slow reads stop nobody else: deadlines, a full queue, clients that leave, tables that are locked, a server that hangs."""

import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Connection, create_engine, text

from app.database.engines import database_url
from app.main import ENDPOINTS, create_app
from app.parameters.claims import ClaimQuery
from tests.api.servers import serving_here
from tests.api.serving.problem_checks import problem
from tests.conftest import settings_for
from tests.databases import Templates
from tests.endless import EndlessRead
from tests.freezing import freezing
from tests.needs import POSTGRESQL

PATIENCE_S = 20
SOON_S = 5


def application(url: str, **settings: Any) -> Any:
    return create_app(settings_for(url).model_copy(update=settings))


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> EndlessRead:
    """Make the graph read for ever, in applications that are created afterwards."""
    read = EndlessRead()
    monkeypatch.setattr("app.main.ENDPOINTS", [replace(each, read=read) if each.path == "/graph" else each for each in ENDPOINTS])
    return read


@contextmanager
def asking_for_graphs(address: str, number: int) -> Iterator[list[socket.socket]]:
    """Ask for graphs over connections of their own, which are closed at the end."""
    parsed = urlsplit(address)
    sockets = [socket.create_connection((parsed.hostname, parsed.port)) for _ in range(number)]
    for each in sockets:
        each.sendall(b"GET /v1/graph?q=harbour HTTP/1.1\r\nHost: test\r\n\r\n")
    try:
        yield sockets
    finally:
        for each in sockets:
            each.close()


def begun(read: EndlessRead, number: int) -> None:
    """Wait until so many reads have begun."""
    assert all(read.begun.acquire(timeout=PATIENCE_S) for _ in range(number))


def is_refused(address: str) -> bool:
    try:
        return httpx2.get(address, timeout=1).status_code == 503
    except httpx2.TimeoutException:
        return False


def becomes_true(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline and not condition():
        time.sleep(0.02)
    return condition()


def test_a_read_that_takes_too_long_is_answered_with_advice_and_runs_once(url: str, endless: EndlessRead) -> None:
    with TestClient(application(url, read_timeout_s=1.5)) as client:
        assert client.get("/v1/claims?q=harbour").status_code == 200
        body = problem(client, "/v1/graph?q=harbour&depth=2", 503)
        detail = "No answer within 1.5 seconds: narrow `q`, or ask for `depth=1`, or add `said_from`."
        assert (body["type"], body["detail"]) == ("/problems/no-answer-in-time", detail)
        assert becomes_true(lambda: endless.ended == 1)
        assert (endless.reads, client.get("/v1/claims?q=harbour").status_code) == (1, 200)


def test_what_must_not_wait_is_answered_while_every_thread_reads_and_the_queue_is_full(url: str, endless: EndlessRead) -> None:
    with serving_here(application(url, threads=2, queue=1, read_timeout_s=60, cache_mb=1)) as address:
        assert httpx2.get(f"{address}/v1/claims?q=harbour").status_code == 200
        with asking_for_graphs(address, 2):
            begun(endless, 2)
            with asking_for_graphs(address, 1):
                assert becomes_true(lambda: is_refused(f"{address}/v1/graph"))
                began = time.monotonic()
                refused = httpx2.get(f"{address}/v1/events?q=harbour")
                assert (refused.status_code, refused.headers["retry-after"], refused.json()["type"]) == (503, "5", "/problems/too-busy")
                for path in ("/healthz", "/readyz", "/metrics", "/v1/stats", "/v1/claims?q=harbour"):
                    assert (path, httpx2.get(f"{address}{path}").status_code) == (path, 200)
                assert time.monotonic() - began < SOON_S
        assert becomes_true(lambda: httpx2.get(f"{address}/v1/events?q=harbour").status_code == 200)
    assert endless.reads == 2


def test_the_page_of_a_stream_ends_when_its_client_leaves(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    endless = EndlessRead()

    def read(connection: Connection, query: ClaimQuery) -> Any:
        return endless(connection) if query.cursor else {"items": [], "next_cursor": "next"}

    monkeypatch.setattr(
        "app.main.ENDPOINTS", [replace(each, read=read, read_json=read) if each.path == "/claims" else each for each in ENDPOINTS]
    )
    with serving_here(application(url, read_timeout_s=60)) as address:
        with httpx2.stream("GET", f"{address}/v1/claims?format=csv") as answer:
            assert answer.status_code == 200
            begun(endless, 1)
        assert becomes_true(lambda: endless.ended == 1)


def test_reads_end_when_their_clients_leave(url: str, endless: EndlessRead) -> None:
    with serving_here(application(url, threads=4, read_timeout_s=60)) as address:
        with asking_for_graphs(address, 8):
            begun(endless, 4)
        assert becomes_true(lambda: 'route="/v1/graph",status="aborted"} 8' in httpx2.get(f"{address}/metrics").text)
        assert becomes_true(lambda: endless.ended == endless.reads)
        began = time.monotonic()
        assert [httpx2.get(f"{address}{path}").status_code for path in ("/v1/stats", "/v1/claims?q=harbour")] == [200, 200]
        assert time.monotonic() - began < SOON_S


def test_the_read_of_a_client_ends_when_it_leaves_though_it_sent_further_requests(url: str, endless: EndlessRead) -> None:
    with serving_here(application(url, read_timeout_s=60)) as address:
        with asking_for_graphs(address, 1) as [asking]:
            begun(endless, 1)
            asking.sendall(b"GET /v1/graph?q=quay HTTP/1.1\r\nHost: test\r\n\r\n" * 3)
            time.sleep(0.2)  # they have come
        assert becomes_true(lambda: endless.ended == 1)
        assert httpx2.get(f"{address}/v1/claims?q=harbour").status_code == 200
    assert endless.reads == 1


def test_a_server_stops_while_reads_run(url: str, endless: EndlessRead) -> None:
    with serving_here(application(url, read_timeout_s=60)) as address, asking_for_graphs(address, 1):
        begun(endless, 1)
        began = time.monotonic()
    assert (time.monotonic() - began < SOON_S, endless.ended) == (True, 1)


@pytest.fixture
def postgresql(templates: Templates) -> Iterator[str]:
    with templates.copy("postgresql") as copied:
        yield copied


@POSTGRESQL.mark
@pytest.mark.parametrize("table", ["claims", "data_version"])
def test_locked_tables_are_503_in_time_and_the_server_is_not_ready(postgresql: str, table: str) -> None:
    paths = ["/readyz", "/v1/claims?q=harbour", "/v1/stats"]
    engine = create_engine(database_url(postgresql))
    with TestClient(application(postgresql, read_timeout_s=4)) as client:
        assert [client.get(path).status_code for path in paths] == [200] * 3
        with engine.begin() as connection:
            connection.execute(text(f"LOCK TABLE {table}"))
            for path in ("/readyz", "/v1/claims?q=harbour&limit=1", "/v1/stats?fields=claims"):
                began = time.monotonic()
                assert "has locked the tables" in problem(client, path, 503)["detail"]
                assert time.monotonic() - began < 4
        assert [client.get(path).status_code for path in paths] == [200] * 3
    engine.dispose()


@POSTGRESQL.mark
def test_a_database_server_that_hangs_is_503_in_time_and_answers_again_afterwards(postgresql: str) -> None:
    paths = ["/readyz", "/v1/claims?q=harbour", "/v1/claims", "/v1/stats"]
    with freezing(postgresql) as (proxy, url), serving_here(application(url, read_timeout_s=2)) as address:
        assert [httpx2.get(f"{address}{path}").status_code for path in paths] == [200] * 4
        proxy.freeze()
        with ThreadPoolExecutor(16) as clients:
            answers = list(clients.map(lambda path: httpx2.get(f"{address}{path}", timeout=PATIENCE_S), paths * 4))
        assert [answer.status_code for answer in answers] == [503] * 16
        assert max(answer.elapsed.total_seconds() for answer in answers) < SOON_S
        assert httpx2.get(f"{address}/healthz").status_code == 200
        proxy.thaw()
        assert becomes_true(lambda: httpx2.get(f"{address}/readyz").status_code == 200)
        assert [httpx2.get(f"{address}{path}").status_code for path in paths] == [200] * 4
