"""Answers from the cache, from endpoints, and from FastAPI alone are the same bytes; none outlives its data."""

import shutil
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

from app.api.cache.memory import OVERHEAD_BYTES
from app.api.cache.middleware import MAX_KEY_BYTES, CacheMiddleware
from app.api.reading import session
from app.api.serving import codings
from app.api.serving.codings import CodingName
from app.api.serving.endpoint import ListEndpoint
from app.database import event_loop
from app.database.engines import write_engine
from app.ingest.reading.validation import validated
from app.queries.listing import versions
from app.queries.statements import compiled
from tests import make
from tests.api.cache.conftest import Both, caching_client
from tests.conftest import Load, api_of
from tests.loading import load_document
from tests.queries.archive import MERGED, PATHS, STORIES, UNKNOWN, items


def layer_of(client: TestClient, kind: type[Any]) -> Any:
    """Return the middleware of a class that a client's requests go through."""
    layer: Any = client.app
    while not isinstance(layer, kind):
        layer = layer.app
    return layer


def comparable(answer: Response) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
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
        {"Accept-Encoding": "identity"},
        {"Accept-Encoding": "gzip"},
        {"Accept-Encoding": "identity;q=0"},
        {"If-None-Match": "*"},
        {"If-None-Match": '"x"'},
    ),
]
QUERIES = [
    *("", "units=utf16", "units=x", "format=json", "format=jsonld", "format=csv", "x=1", "units=", "limit=3", "limit=0", "limit="),
    *(
        "speaker=nobody",
        f"speaker={UNKNOWN['ent']}",
        f"speaker={MERGED}&said_from=2024-01-01&said_to=2025-01-01",
        f"speaker={MERGED}&limit=2",
        "cursor=x",
        "cursor=",
    ),
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


def test_cache_and_fastapi_alone_answer_with_the_same_bytes(both: Both) -> None:
    cached, uncached = both
    claim, article, event = (things(cached)[n] for n in (0, -1, -5))
    requests = [("/v1/claims", query) for query in QUERIES]
    requests += [*product([claim, article, event], QUERIES[:6]), ("/v1/articles", "limit=2"), ("/v1/claims/", ""), ("/v1/claims/a%00b", "")]
    for path, query in requests:
        for headers in HEADERS if query == "" else HEADERS[::6]:
            address = f"{path}?{query}" if query else path
            expected = comparable(uncached.get(address, headers=headers))
            assert (address, headers, comparable(cached.get(address, headers=headers))) == (address, headers, expected)  # from the endpoint
            assert (address, headers, comparable(cached.get(address, headers=headers))) == (address, headers, expected)  # from the cache


def test_endpoints_answer_without_fastapi(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    cached, _ = both
    requests = [
        *PATHS,
        *(f"{path}?format=csv" for path in PATHS),
        *things(cached),
        "/v1/stats",
        "/v1/timeline",
        "/v1/search?q=the",
        "/v1/graph",
    ]
    requests += [f"{things(cached)[-1]}/{part}" for part in ("annotated", "document", "sources")]
    monkeypatch.setattr(layer_of(cached, CacheMiddleware), "app", None)
    assert [path for path in requests if cached.get(path).status_code != 200] == []


def test_errors_of_endpoints_are_answered_without_fastapi(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    cached, _ = both
    monkeypatch.setattr(layer_of(cached, CacheMiddleware), "app", None)
    requests = ["/v1/claims?limit=0", "/v1/claims?cursor=x", "/v1/claims/x", f"/v1/entities/{MERGED}"]
    assert [cached.get(path, follow_redirects=False).status_code for path in requests] == [422, 404, 404, 308]


def test_every_page_is_the_same_until_the_last(both: Both) -> None:
    for query in ("limit=7", f"speaker={MERGED}&limit=2", "sort=published&limit=40"):
        following: str | None = f"/v1/claims?{query}"
        while following is not None:
            answers = [comparable(client.get(following)) for client in both]
            assert answers[0] == answers[1]
            following = both[0].get(following).links.get("next", {}).get("url")


@given(data=some.data())
def test_any_request_gets_the_same_answer_with_and_without_cache(both: Both, data: Any) -> None:
    name = some.sampled_from(["speaker", "limit", "said_from", "kind", "cursor", "format", "units", "ü", ""])
    value = some.one_of(some.text(max_size=5), some.sampled_from(["2", "2024-06-25", "pledge", MERGED, "json", "utf16"]))
    params = data.draw(some.lists(some.tuples(name, value), max_size=4))
    path = data.draw(some.sampled_from(["/v1/claims", *things(both[0])[:3]]))
    headers = data.draw(some.sampled_from(HEADERS))
    cached, uncached = (comparable(client.get(path, params=params, headers=headers)) for client in both)
    assert cached == uncached


def test_a_request_too_long_for_the_cache_is_answered_and_not_stored(both: Both) -> None:
    cached, uncached = both
    cache = api_of(cached).state.response_cache
    cached.get("/v1/claims?limit=1")
    cache.clear()
    for path, headers in (
        ("/v1/claims?limit=" + "0" * MAX_KEY_BYTES + "1", {}),
        ("/v1/claims", {"Accept": "application/json" + " " * MAX_KEY_BYTES}),
    ):
        assert comparable(cached.get(path, headers=headers)) == comparable(uncached.get(path, headers=headers))
    assert cache.size_bytes == 0


def test_head_is_get_without_the_body(both: Both) -> None:
    for path in (*PATHS, *things(both[0])):
        for _ in range(2):
            head, got = both[0].head(path), both[0].get(path)
            assert (comparable(head)[:2], head.content) == (comparable(got)[:2], b"")


def test_an_answer_that_the_client_has_is_304_from_endpoint_and_cache(both: Both) -> None:
    cached, uncached = both
    for path in (*PATHS, *things(cached)):
        etag = uncached.get(path).headers["etag"]
        for known in (etag, f'W/{etag}, "y"', "*", '"x"', ""):
            expected = comparable(uncached.get(path, headers={"If-None-Match": known}))
            api_of(cached).state.response_cache.clear()
            from_endpoint = comparable(cached.get(path, headers={"If-None-Match": known}))
            cached.get(path)
            assert from_endpoint == comparable(cached.get(path, headers={"If-None-Match": known})) == expected


def test_an_answer_is_compressed_once_and_then_kept_with_its_size(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    cached, _ = both
    cache, compressed = api_of(cached).state.response_cache, list[str]()
    cached.get("/v1/claims?limit=200", headers={"Accept-Encoding": "identity"})
    plain_bytes = cache.size_bytes

    def compress_now(body: bytes, name: CodingName) -> bytes:
        compressed.append(name)
        return original(body, name)

    original = codings.compress_now
    monkeypatch.setattr(codings, "compress_now", compress_now)
    for name in ("gzip", "zstd", "gzip", "identity", "zstd"):
        assert cached.get("/v1/claims?limit=200", headers={"Accept-Encoding": name}).headers.get("content-encoding", "identity") == name
    assert (compressed, cache.size_bytes > plain_bytes + 2 * OVERHEAD_BYTES) == (["gzip", "zstd"], True)


def test_an_answer_in_the_cache_is_compressed_without_reading_it_again(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    cached, uncached = both
    cached.get("/v1/claims?limit=40", headers={"Accept-Encoding": "identity"})
    monkeypatch.setattr(ListEndpoint, "answer", None)
    answer = cached.get("/v1/claims?limit=40", headers={"Accept-Encoding": "gzip"})
    monkeypatch.undo()
    assert comparable(answer) == comparable(uncached.get("/v1/claims?limit=40", headers={"Accept-Encoding": "gzip"}))


def test_an_answer_stays_in_the_cache_until_the_data_changes(client_with_cache: TestClient, load: Load) -> None:
    load(make.document())
    path = f"/v1/claims/{items(client_with_cache, '/v1/claims')[0]['id']}"
    for known in (path, "/v1/claims", "/v1/stats", "/v1/claims?facet=kind"):
        first = client_with_cache.get(known)
        cache = api_of(client_with_cache).state.response_cache
        size = cache.size_bytes
        assert (client_with_cache.get(known).content, cache.size_bytes) == (first.content, size)
        load(make.document(title=f"After {known}"))
        assert (client_with_cache.get(known).status_code, cache.size_bytes < size) == (200, True)


def test_a_write_is_seen_by_the_next_request(client_with_cache: TestClient, load: Load) -> None:
    for number in range(1, 6):
        load(make.document(title=f"Article {number}"))
        for _ in range(2):
            assert client_with_cache.get("/v1/stats").json()["articles"] == number
            assert len(client_with_cache.get("/v1/claims").json()["items"]) == number


def test_errors_redirects_and_streams_are_not_stored(both: Both) -> None:
    cached = both[0]
    cached.get("/v1/stats")
    cache = api_of(cached).state.response_cache
    cache.clear()
    for path in (
        "/v1/claims/x",
        "/v1/claims?limit=0",
        "/v1/x",
        f"/v1/entities/{MERGED}",
        "/v1/claims?format=ndjson",
        "/v1/claims?cursor=x",
    ):
        cached.get(path, follow_redirects=False)
        cached.get(path, headers={"If-None-Match": "*"}, follow_redirects=False)
    assert cache.size_bytes == 0


def test_a_cache_of_no_size_stores_nothing(one_url: str) -> None:
    with caching_client(one_url, 0) as client:
        assert [client.get("/v1/claims").status_code for _ in range(2)] == [200, 200]
        assert api_of(client).state.response_cache.size_bytes == 0


def test_a_database_file_that_is_replaced_or_gone_is_noticed_despite_the_cache(
    one_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_loop, "FILE_CHECK_INTERVAL_S", 0)
    file, other = Path(one_url.removeprefix("sqlite:///")), tmp_path / "other.db"
    shutil.copyfile(file, other)
    engine = write_engine(f"sqlite:///{other}")
    load_document(engine, validated(make.document()))
    engine.dispose()
    with caching_client(one_url) as client:
        assert [len(client.get("/v1/claims").json()["items"]) for _ in range(2)] == [0, 0]
        other.replace(file)
        assert [len(client.get("/v1/claims").json()["items"]) for _ in range(2)] == [1, 1]
        away = file.rename(tmp_path / "away.db")
        assert client.get("/v1/claims").status_code == 503
        away.rename(file)
        assert len(client.get("/v1/claims").json()["items"]) == 1


def test_a_read_that_takes_long_is_run_again_in_a_thread(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    cached, uncached = both
    path = f"/v1/articles/{max(items(cached, '/v1/articles'), key=lambda article: article['counts']['claims'])['id']}"
    requests = (path, "/v1/claims?limit=200", "/v1/claims?sort=said")
    expected = [comparable(uncached.get(address)) for address in requests]
    api_of(cached).state.response_cache.clear()
    monkeypatch.setattr(session, "EVENT_LOOP_STEPS", 1_000)
    assert [comparable(cached.get(address)) for address in requests] == expected


def test_a_list_reads_the_version_at_most_three_times_and_from_the_cache_once(client_with_cache: TestClient, load: Load) -> None:
    """For the cache, for the ETag, and for the cache of entity names."""
    load(*STORIES[:2])
    run, statements = compiled.on_driver, list[str]()

    def on_driver(connection: Connection, sql: str, parameters: Any) -> Any:
        statements.append("version" if "data_version" in sql else sql)
        return run(connection, sql, parameters)

    with patch.object(compiled, "on_driver", on_driver), patch.object(versions, "on_driver", on_driver):
        assert client_with_cache.get("/v1/claims").status_code == 200
        assert 1 < statements.count("version") <= 3 < len(statements)
        statements.clear()
        assert client_with_cache.get("/v1/claims").status_code == 200
    assert statements == ["version"]
