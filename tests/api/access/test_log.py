"""Request ids, of each answer and from clients; lines of the access log."""

import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import datetime
from typing import Any

import orjson
import pytest
from fastapi.testclient import TestClient

from app.api.access.log import MAX_USER_AGENT
from app.logs import configure_logs
from app.main import create_app
from app.settings import Settings
from tests.conftest import settings_for
from tests.queries.archive import PATHS

Ask = Callable[..., list[dict[str, Any]]]
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


@pytest.fixture
def ask(one_url: str, capsys: pytest.CaptureFixture[str]) -> Iterator[Ask]:
    """Give a function that sends one request to an application with settings, and returns the lines that it logs."""

    def lines_of(path: str, *, method: str = "GET", headers: Mapping[str, str] | None = None, **settings: Any) -> list[dict[str, Any]]:
        with TestClient(create_app(Settings(database_url=one_url, **settings)), client=("203.0.113.77", 50_000)) as client:
            capsys.readouterr()
            client.request(method, path, headers=headers)
            logged = capsys.readouterr().err.splitlines()
        return [line for line in map(orjson.loads, logged) if line["logger"] == "onrecord.requests"]

    yield lines_of
    configure_logs(settings_for(one_url))  # logs go to stderr as it is now, no longer to that of this test


def test_a_line_says_what_was_asked_for_and_what_became_of_it(ask: Ask) -> None:
    headers = {"User-Agent": "reader/1.0", "X-Request-Id": "a-1"}
    [line] = ask("/v1/claims?kind=pledge&q=strike&limit=3", headers=headers)
    assert datetime.fromisoformat(line.pop("timestamp")).tzinfo is not None
    assert 0 < line.pop("took_ms") < 60_000
    assert line == {
        "event": "request",
        "level": "info",
        "logger": "onrecord.requests",
        "request_id": "a-1",
        "method": "GET",
        "path": "/v1/claims",
        "query": "kind=pledge&q=…&limit=3",
        "status": 200,
        "bytes": len(b'{"items":[],"next_cursor":null}'),
        "client": "203.0.113.0/24",
        "user_agent": "reader/1.0",
    }


def test_a_line_has_nothing_of_what_was_searched_for_nor_of_whom(ask: Ask) -> None:
    for path in ("/v1/claims?q=calloway", "/v1/claims?speaker=calloway", "/v1/speakers/calloway", "/v1/search?q=%22calloway"):
        logged = [line["path"] + (line["query"] or "") for line in ask(path)]
        assert (len(logged), "calloway" in logged[0]) == (1, False)


def test_no_line_of_a_database_that_fails_has_what_was_searched_for(one_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(sqlite3.connect(one_url.removeprefix("sqlite:///"))) as connection:
        connection.execute("ALTER TABLE claims RENAME TO moved")
    with TestClient(create_app(Settings(database_url=one_url, log_format="json")), raise_server_exceptions=False) as client:
        statuses = [client.get(f"/v1/claims?{parameter}=calloway").status_code for parameter in ("q", "publisher")]
    configure_logs(settings_for(one_url))
    logged = [line for line in capsys.readouterr().err.splitlines() if '"logger": "onrecord' in line]
    assert statuses == [503, 503]
    assert [line for line in logged if "the database does not answer" in line] == logged != []
    assert [line for line in logged if "calloway" in line.lower()] == []


def test_a_setting_logs_queries_and_addresses_whole(ask: Ask) -> None:
    [line] = ask("/v1/speakers/Calloway?q=a+b", log_personal_data=True)
    assert (line["path"], line["query"], line["client"]) == ("/v1/speakers/Calloway", "q=a+b", "203.0.113.77")


def test_the_body_of_a_head_request_counts_no_bytes(ask: Ask) -> None:
    assert [line["bytes"] for line in ask("/v1/claims", method="HEAD")] == [0]


def test_probes_are_logged_only_where_a_setting_wants_it(ask: Ask) -> None:
    for path in ("/healthz", "/readyz"):
        assert (len(ask(path)), len(ask(path, log_probes=True))) == (0, 1)
    assert len(ask("/v1/claims", log_probes=False)) == 1


@pytest.mark.parametrize("settings", [{"access_log": False}, {"log_level": "warning"}])
def test_no_line_is_written_where_the_settings_want_none(ask: Ask, settings: dict[str, Any]) -> None:
    assert ask("/v1/claims", **settings) == []


def test_a_long_user_agent_is_cut(ask: Ask) -> None:
    assert [len(line["user_agent"]) for line in ask("/v1/claims", headers={"User-Agent": "x" * 5_000})] == [MAX_USER_AGENT]


def test_lines_as_text_hold_the_same(one_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    with TestClient(create_app(Settings(database_url=one_url, log_format="text"))) as client:
        client.get("/v1/claims?q=strike")
    configure_logs(settings_for(one_url))
    [line] = [line for line in capsys.readouterr().err.splitlines() if "onrecord.requests" in line]
    assert "path=/v1/claims" in line
    assert "query='q=…'" in line
    assert "request_id=" in line
