"""What is kept, what is made, and what FastAPI alone would answer are the same, byte for byte; nothing kept outlives its data."""

import json
import shutil
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import Connection
from starlette.types import ASGIApp

from app.api.cache.middleware import MAX_KEY_BYTES, CacheMiddleware
from app.api.serving import session
from app.database import event_loop
from app.database.engines import write_engine
from app.ingest.reading.validation import validated
from app.main import create_app
from app.queries.listing import versions
from app.queries.statements import compiled
from tests import make
from tests.conftest import DATABASES, Load, Templates, api_of, settings_for
from tests.loading import load_document
from tests.queries.archive import MERGED, PATHS, STORIES, astral, items, opened
from tests.queries.filed import FILED

DOCUMENTS = [astral(), *FILED, *STORIES[:2]]
Both = tuple[TestClient, TestClient]


def keeping(url: str, cache_mb: int = 8) -> TestClient:
    """Ask the API over a database, answers kept, within a ``with``."""
    return TestClient(create_app(settings_for(url).model_copy(update={"cache_mb": cache_mb})), raise_server_exceptions=False)


def alone(app: ASGIApp, *_: Any) -> ASGIApp:
    """Take a layer away."""
    return app


@pytest.fixture(scope="module", params=DATABASES)
def both(request: pytest.FixtureRequest, templates: Templates) -> Iterator[Both]:
    """Ask the API over the same database as it is, and by FastAPI alone, without the cache."""
    with opened(templates, request.param, *DOCUMENTS, seeded=True) as archive:
        url = api_of(archive).state.settings.database_url
        with patch("app.main.CacheMiddleware", alone):
            without = keeping(url)
        with keeping(url) as fast, without as slow:
            yield fast, slow


@pytest.fixture
def kept_client(url: str) -> Iterator[TestClient]:
    with keeping(url) as opened_one:
        yield opened_one


def layer_of(client: TestClient, kind: type[Any]) -> Any:
    """Return a layer around the application."""
    layer: Any = client.app
    while not isinstance(layer, kind):
        layer = layer.app
    return layer


def seen(answer: Response) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    request_id = answer.headers["x-request-id"].encode()
    headers = sorted((name, value) for name, value in answer.headers.raw if value != request_id)
    return answer.status_code, headers, answer.content.replace(request_id, b"ID")


def things(client: TestClient) -> list[str]:
    return [f"{path}/{item['id']}" for path in PATHS for item in items(client, path)[:4]]


HEADERS: list[dict[str, str]] = [
    *({}, {"Accept": "application/json"}, {"Accept": "application/ld+json"}, {"Accept": "text/csv"}, {"Accept": "image/png"}),
    *(
        {"Accept": "text/html,*/*;q=0.8"},
        {"Accept": "??"},
        {"Origin": "https://page.example"},
        {"If-None-Match": "*"},
        {"If-None-Match": '"x"'},
    ),
]
QUERIES = [
    *("", "units=utf16", "units=x", "format=json", "format=jsonld", "format=csv", "x=1", "units=", "limit=3", "limit=0", "limit="),
    *("speaker=nobody", f"speaker={MERGED}&said_from=2024-01-01&said_to=2025-01-01", f"speaker={MERGED}&limit=2", "cursor=x", "cursor="),
    *("said_from=2024-06-30&said_to=2024-06-01", "said_from=2024-13-01", "kind=pledge&kind=demand&limit=2", "kind=x", "limit=2&limit=3"),
    *("cue=SA%C3%8FD", "place=Brno&place=", "q=the&limit=2", "count=exact&limit=1", "facet=kind&limit=1", "explicit=true&limit=2"),
    *(
        "explicit=maybe",
        "anonymous=1&limit=2",
        "sort=position&limit=2",
        "sort=relevance&limit=2",
        "limit=%32",
        "limit=2#x",
        "%FF=1",
        "id=%00",
    ),
    *("limit=2&publisher=a%26b", "limit=2&min_confidence=0.5", "include=groups&limit=2", "limit=2;x", "speaker=a+b", "limit=+2"),
]


def test_the_layers_and_fastapi_alone_give_the_same_bytes(both: Both) -> None:
    fast, slow = both
    claim, article, event = (things(fast)[n] for n in (0, -1, -5))
    asked = [("/v1/claims", query) for query in QUERIES]
    asked += [*product([claim, article, event], QUERIES[:6]), ("/v1/articles", "limit=2"), ("/v1/claims/", ""), ("/v1/claims/a%00b", "")]
    for path, query in asked:
        for headers in HEADERS if query == "" else HEADERS[::6]:
            address = f"{path}?{query}" if query else path
            wanted = seen(slow.get(address, headers=headers))
            assert (address, headers, seen(fast.get(address, headers=headers))) == (address, headers, wanted)  # made
            assert (address, headers, seen(fast.get(address, headers=headers))) == (address, headers, wanted)  # kept


def test_endpoints_are_answered_without_fastapi(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    fast, _ = both
    asked = [*PATHS, *(f"{path}?format=csv" for path in PATHS), *things(fast), "/v1/stats", "/v1/timeline", "/v1/search?q=the", "/v1/graph"]
    asked += [f"{things(fast)[-1]}/{part}" for part in ("annotated", "document", "sources")]
    monkeypatch.setattr(layer_of(fast, CacheMiddleware), "app", None)
    assert [path for path in asked if fast.get(path).status_code != 200] == []


def test_every_page_is_the_same_until_the_last(both: Both) -> None:
    for query in ("limit=7", f"speaker={MERGED}&limit=2", "sort=published&limit=40"):
        following: str | None = f"/v1/claims?{query}"
        while following is not None:
            answers = [seen(client.get(following)) for client in both]
            assert answers[0] == answers[1]
            following = both[0].get(following).links.get("next", {}).get("url")


@given(data=some.data())
def test_any_request_is_answered_the_same(both: Both, data: Any) -> None:
    name = some.sampled_from(["speaker", "limit", "said_from", "kind", "cursor", "format", "units", "ü", ""])
    value = some.one_of(some.text(max_size=5), some.sampled_from(["2", "2024-06-25", "pledge", MERGED, "json", "utf16"]))
    params = data.draw(some.lists(some.tuples(name, value), max_size=4))
    path = data.draw(some.sampled_from(["/v1/claims", *things(both[0])[:3]]))
    headers = data.draw(some.sampled_from(HEADERS))
    fast, slow = (seen(client.get(path, params=params, headers=headers)) for client in both)
    assert fast == slow


def test_what_is_too_long_to_be_remembered_is_answered_and_not_kept(both: Both) -> None:
    fast, slow = both
    kept = api_of(fast).state.response_cache
    fast.get("/v1/claims?limit=1")
    kept.clear()
    for path, headers in (
        ("/v1/claims?limit=" + "0" * MAX_KEY_BYTES + "1", {}),
        ("/v1/claims", {"Accept": "application/json" + " " * MAX_KEY_BYTES}),
    ):
        assert seen(fast.get(path, headers=headers)) == seen(slow.get(path, headers=headers))
    assert kept.size_bytes == 0


def test_head_is_get_without_the_body(both: Both) -> None:
    for path in (*PATHS, *things(both[0])):
        for _ in range(2):
            head, got = both[0].head(path), both[0].get(path)
            assert (seen(head)[:2], head.content) == (seen(got)[:2], b"")


def test_what_is_known_is_not_sent_again_made_or_kept(both: Both) -> None:
    fast, slow = both
    for path in (*PATHS, *things(fast)):
        etag = slow.get(path).headers["etag"]
        for known in (etag, f'W/{etag}, "y"', "*", '"x"', ""):
            wanted = seen(slow.get(path, headers={"If-None-Match": known}))
            api_of(fast).state.response_cache.clear()
            made = seen(fast.get(path, headers={"If-None-Match": known}))
            fast.get(path)
            assert made == seen(fast.get(path, headers={"If-None-Match": known})) == wanted


def test_an_answer_is_kept_until_the_data_changes(kept_client: TestClient, load: Load) -> None:
    load(make.document())
    path = f"/v1/claims/{items(kept_client, '/v1/claims')[0]['id']}"
    for known in (path, "/v1/claims", "/v1/stats", "/v1/claims?facet=kind"):
        first = kept_client.get(known)
        kept = api_of(kept_client).state.response_cache
        size = kept.size_bytes
        assert (kept_client.get(known).content, kept.size_bytes) == (first.content, size)
        load(make.document(title=f"After {known}"))
        assert (kept_client.get(known).status_code, kept.size_bytes < size) == (200, True)


def test_a_write_is_seen_by_the_next_request(kept_client: TestClient, load: Load) -> None:
    for number in range(1, 6):
        load(make.document(title=f"Article {number}"))
        for _ in range(2):
            assert kept_client.get("/v1/stats").json()["articles"] == number
            assert len(kept_client.get("/v1/claims").json()["items"]) == number


def test_errors_redirects_and_streams_are_not_kept(both: Both) -> None:
    fast = both[0]
    fast.get("/v1/stats")
    kept = api_of(fast).state.response_cache
    kept.clear()
    for path in (
        "/v1/claims/x",
        "/v1/claims?limit=0",
        "/v1/x",
        f"/v1/entities/{MERGED}",
        "/v1/claims?format=ndjson",
        "/v1/claims?cursor=x",
    ):
        fast.get(path, follow_redirects=False)
        fast.get(path, headers={"If-None-Match": "*"}, follow_redirects=False)
    assert kept.size_bytes == 0


def test_nothing_is_kept_without_memory(one_url: str) -> None:
    with keeping(one_url, 0) as client:
        assert [client.get("/v1/claims").status_code for _ in range(2)] == [200, 200]
        assert api_of(client).state.response_cache.size_bytes == 0


def test_a_file_that_is_replaced_or_gone_is_noticed_although_answers_are_kept(
    one_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_loop, "FILE_CHECK_INTERVAL_S", 0)
    file, other = Path(one_url.removeprefix("sqlite:///")), tmp_path / "other.db"
    shutil.copyfile(file, other)
    engine = write_engine(f"sqlite:///{other}")
    load_document(engine, validated(make.document()))
    engine.dispose()
    with keeping(one_url) as client:
        assert [len(client.get("/v1/claims").json()["items"]) for _ in range(2)] == [0, 0]
        other.replace(file)
        assert [len(client.get("/v1/claims").json()["items"]) for _ in range(2)] == [1, 1]
        away = file.rename(tmp_path / "away.db")
        assert client.get("/v1/claims").status_code == 503
        away.rename(file)
        assert len(client.get("/v1/claims").json()["items"]) == 1


def test_a_read_that_takes_long_is_run_again_in_a_thread(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    fast, slow = both
    path = f"/v1/articles/{max(items(fast, '/v1/articles'), key=lambda article: article['counts']['claims'])['id']}"
    asked = (path, "/v1/claims?limit=200", "/v1/claims?sort=said")
    wanted = [seen(slow.get(address)) for address in asked]
    api_of(fast).state.response_cache.clear()
    monkeypatch.setattr(session, "EVENT_LOOP_STEPS", 1_000)
    assert [seen(fast.get(address)) for address in asked] == wanted


def test_a_list_looks_at_the_version_seldom_and_one_from_memory_once(kept_client: TestClient, load: Load) -> None:
    """For what is kept, for its ETag, and for the names that are known."""
    load(*STORIES[:2])
    run, seen_there = compiled.on_driver, list[str]()

    def on_driver(connection: Connection, sql: str, parameters: Any) -> Any:
        seen_there.append("version" if "data_version" in sql else sql)
        return run(connection, sql, parameters)

    with patch.object(compiled, "on_driver", on_driver), patch.object(versions, "on_driver", on_driver):
        assert kept_client.get("/v1/claims").status_code == 200
        assert 1 < seen_there.count("version") <= 3 < len(seen_there)
        seen_there.clear()
        assert kept_client.get("/v1/claims").status_code == 200
    assert seen_there == ["version"]


def logged(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """Return what was logged since this was called last, by an application made in the test."""
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_bug_in_a_read_is_logged_once_with_the_id_of_its_request_and_answered_as_a_failure(
    one_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr("app.api.serving.endpoint.list_etag", fail)
    with keeping(one_url) as client:
        for headers in ({"X-Request-Id": "seen-in-the-log"}, {}):
            answer = client.get("/v1/claims", headers=headers)
            (line,) = logged(capsys)
            assert (answer.status_code, answer.json()["request_id"]) == (500, answer.headers["x-request-id"])
            assert (line["request_id"], line["path"]) == (answer.headers["x-request-id"], "/v1/claims")
            assert "a bug" in line["exception"]


def test_a_bug_in_the_cache_is_logged_with_the_id_of_its_request_which_the_application_answers(
    one_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with keeping(one_url) as client:
        wanted = client.get("/v1/claims").content
        monkeypatch.setattr(api_of(client).state.response_cache, "find", None)
        answer = client.get("/v1/claims", headers={"X-Request-Id": "seen-in-the-log"})
    assert (answer.status_code, answer.content) == (200, wanted)
    (line,) = logged(capsys)
    assert (line["request_id"], line["path"], "NoneType" in line["exception"]) == ("seen-in-the-log", "/v1/claims", True)


def test_what_is_expected_to_fail_is_not_logged(one_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(session, "EVENT_LOOP_STEPS", 0)
    with keeping(one_url, 0) as client:
        asked = ("/v1/claims/x", "/v1/claims?cursor=x", "/v1/claims?limit=0", "/v1/claims")
        assert [client.get(path).status_code for path in asked] == [404, 404, 422, 200]
    assert logged(capsys) == []
