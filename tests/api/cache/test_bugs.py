"""Errors behind the cache: bugs are logged once with their request id, expected errors are not logged."""

import json
from typing import Any

import pytest

from app.api.reading import session
from tests.api.cache.conftest import caching_client
from tests.conftest import api_of


def new_log_lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """Return the lines logged since the last call, by an application created in the test."""
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_bug_in_a_read_is_logged_once_with_its_request_id_and_answered_with_500(
    one_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr("app.api.serving.endpoint.list_etag", fail)
    with caching_client(one_url) as client:
        for headers in ({"X-Request-Id": "seen-in-the-log"}, {}):
            answer = client.get("/v1/claims", headers=headers)
            (line,) = new_log_lines(capsys)
            assert (answer.status_code, answer.json()["request_id"]) == (500, answer.headers["x-request-id"])
            assert (line["request_id"], line["path"]) == (answer.headers["x-request-id"], "/v1/claims")
            assert "a bug" in line["exception"]


def test_a_bug_in_the_cache_is_logged_with_its_request_id_and_fastapi_answers(
    one_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with caching_client(one_url) as client:
        expected = client.get("/v1/claims").content
        monkeypatch.setattr(api_of(client).state.response_cache, "find", None)
        answer = client.get("/v1/claims", headers={"X-Request-Id": "seen-in-the-log"})
    assert (answer.status_code, answer.content) == (200, expected)
    (line,) = new_log_lines(capsys)
    assert (line["request_id"], line["path"], "NoneType" in line["exception"]) == ("seen-in-the-log", "/v1/claims", True)


def test_expected_errors_are_not_logged(one_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(session, "EVENT_LOOP_STEPS", 0)
    with caching_client(one_url, 0) as client:
        paths = ("/v1/claims/x", "/v1/claims?cursor=x", "/v1/claims?limit=0", "/v1/claims")
        assert [client.get(path).status_code for path in paths] == [404, 404, 422, 200]
    assert new_log_lines(capsys) == []
