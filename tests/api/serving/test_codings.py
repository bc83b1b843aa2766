"""Content codings: which one Accept-Encoding prefers, and answers, streams and files in each."""

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import orjson
import pytest
from fastapi.testclient import TestClient
from zstandard import ZstdDecompressor

from app.api.serving import codings
from app.api.serving.codings import NoCodingAcceptable, compress, compress_stream, negotiate_coding
from app.api.serving.responses import COMPRESSIBLE
from tests.queries.archive import PATHS, items

PREFERRED = {
    "": None,
    "gzip": "gzip",
    "zstd": "zstd",
    "gzip, deflate, br": "gzip",
    "gzip, deflate, br, zstd": "zstd",
    "GZIP": "gzip",
    "x-gzip": "gzip",
    "gzip;q=0.8, zstd;q=0.5": "gzip",
    "zstd;q=0, gzip": "gzip",
    "gzip;q=0": None,
    "gzip ; q=0.001": "gzip",
    "identity": None,
    "identity, gzip": "gzip",
    "identity, gzip;q=0.9": None,
    "br": None,
    "*": None,
    "*;q=0.5, gzip": "gzip",
    "*, gzip;q=0.5": None,
    "identity;q=0, *": "zstd",
    "identity;q=0, *;q=0, gzip": "gzip",
    "*;q=0, gzip;q=0.1": "gzip",
    "gzip;q=2, zstd;q=high, ;;, =": None,
    "gzip;q=1.000": "gzip",
}
REFUSED = ["identity;q=0", "*;q=0", "identity;q=0, br", "gzip;q=0, zstd;q=0, *;q=0", "identity;q=0, gzip;q=0.000"]
FILES = ["/openapi.json", "/v1/schema", "/docs", "/docs/assets/swagger-ui-bundle.js", "/docs/assets/swagger-ui.css", "/favicon.ico"]


def raw(client: TestClient, path: str, accept_encoding: str, **headers: str) -> tuple[httpx2.Headers, bytes]:
    """Return headers and body of an answer as they are sent."""
    with client.stream("GET", path, headers={"Accept-Encoding": accept_encoding, **headers}) as answer:
        return answer.headers, b"".join(answer.iter_raw())


def decoded(headers: httpx2.Headers, body: bytes) -> bytes:
    """Return a body without its content coding."""
    name = headers.get("content-encoding")
    if name == "zstd":
        return b"".join(ZstdDecompressor().read_to_iter(body))
    return gzip.decompress(body) if name == "gzip" else body


def without_coding(headers: httpx2.Headers) -> dict[str, str]:
    """Return the headers that do not depend on the coding, nor on the request."""
    dependent = {"content-encoding", "content-length", "etag", "x-request-id"}
    return {name: value for name, value in headers.items() if name not in dependent}


@pytest.mark.parametrize(("accept_encoding", "name"), PREFERRED.items())
def test_the_coding_is_the_one_that_is_preferred(accept_encoding: str, name: str | None) -> None:
    coding = negotiate_coding(accept_encoding)
    assert (coding and coding.name) == name


@pytest.mark.parametrize("accept_encoding", REFUSED)
def test_a_request_that_refuses_every_coding_is_not_acceptable(library: TestClient, accept_encoding: str) -> None:
    with pytest.raises(NoCodingAcceptable):
        negotiate_coding(accept_encoding)
    for path in ("/v1/claims", "/v1/claims?format=csv", "/openapi.json"):
        answer = library.get(path, headers={"Accept-Encoding": accept_encoding})
        assert (answer.status_code, answer.headers["content-type"]) == (406, "application/problem+json")
        assert ("gzip" in answer.json()["detail"], "Accept-Encoding" in answer.headers["vary"]) == (True, True)


def test_every_answer_is_the_same_in_each_coding_under_an_etag_of_its_own(library: TestClient) -> None:
    article = f"/v1/articles/{items(library, '/v1/articles')[0]['id']}"
    paths = [*PATHS, article, f"{article}/annotated", "/v1/claims?format=ndjson", "/v1/claims?format=csv", "/v1/search?q=the", *FILES]
    for path in paths:
        plain, body = raw(library, path, "identity")
        assert ("content-encoding" in plain, len(body) > 500) == (False, True)
        for name in ("gzip", "zstd"):
            headers, compressed = raw(library, path, name)
            assert (path, headers["content-encoding"], decoded(headers, compressed)) == (path, name, body)
            assert headers["etag"] == f'{plain["etag"][:-1]}-{name}"'
            assert headers.get("content-length", str(len(compressed))) == str(len(compressed))
            assert len(compressed) < len(body)
            assert {one["vary"] for one in (plain, headers)} == {"Accept, Accept-Encoding, Authorization, Origin"}
            assert without_coding(headers) == without_coding(plain)


def test_head_has_the_headers_of_each_coding(library: TestClient) -> None:
    for path in (*PATHS, "/v1/claims?format=csv", *FILES):
        for name in ("identity", "gzip", "zstd"):
            head = library.head(path, headers={"Accept-Encoding": name})
            headers, _ = raw(library, path, name)
            assert (head.content, head.headers.get("content-encoding")) == (b"", None if name == "identity" else name)
            assert [head.headers.get(key) == headers.get(key) for key in ("etag", "content-length", "vary")] == [True] * 3


def test_the_etag_of_any_coding_is_304_with_the_etag_that_would_be_sent(library: TestClient) -> None:
    for path in (*PATHS, f"/v1/claims/{items(library, '/v1/claims')[0]['id']}", "/v1/claims?format=csv", *FILES):
        etags = {name: raw(library, path, name)[0]["etag"] for name in ("identity", "gzip", "zstd")}
        for name, etag in etags.items():
            for known in (*etags.values(), f"W/{etag}", f'"x", {etags["gzip"]}', "*"):
                answer = library.get(path, headers={"Accept-Encoding": name, "If-None-Match": known})
                assert (path, answer.status_code, answer.headers["etag"]) == (path, 304, etag)
                assert ("content-encoding" in answer.headers, "Accept-Encoding" in answer.headers["vary"]) == (False, True)


def test_a_small_body_stays_as_it_is_unless_that_is_refused(library: TestClient) -> None:
    path = "/v1/claims?q=nowhere"
    plain, body = raw(library, path, "identity")
    assert len(body) < codings.SMALLEST_BYTES
    headers, same = raw(library, path, "gzip")
    assert (headers.get("content-encoding"), headers["etag"], same) == (None, plain["etag"], body)
    headers, compressed = raw(library, path, "gzip, identity;q=0")
    assert (headers["content-encoding"], decoded(headers, compressed)) == ("gzip", body)
    for accept_encoding, etag in (("gzip", plain["etag"]), ("gzip, identity;q=0", headers["etag"])):
        for known in (plain["etag"], etag):
            answer = library.get(path, headers={"Accept-Encoding": accept_encoding, "If-None-Match": known})
            assert (answer.status_code, answer.headers["etag"]) == (304, etag)


def test_problems_are_not_compressed(library: TestClient) -> None:
    headers, body = raw(library, "/v1/claims?" + "&".join(f"unknown_{n}=1" for n in range(20)), "gzip")
    assert ("content-encoding" in headers, orjson.loads(body)["status"]) == (False, 422)


def test_what_is_compressed_already_and_events_sent_by_the_server_are_left_alone(library: TestClient) -> None:
    headers, body = raw(library, "/docs/assets/favicon.png", "gzip")
    assert (headers.get("content-encoding"), headers["content-type"], len(body) > 500) == (None, "image/png", True)
    assert COMPRESSIBLE.match(b"text/event-stream") is None


@pytest.mark.parametrize("name", codings.NAMES)
def test_each_part_of_a_stream_can_be_read_before_the_next_is_there(name: Any) -> None:
    parts, read = [b"one\n" * 100, b"", b"two\n"], list[bytes]()
    decompressor: Any = zlib.decompressobj(wbits=31) if name == "gzip" else ZstdDecompressor().decompressobj()

    async def slow() -> AsyncIterator[bytes]:
        for number, part in enumerate(parts):
            assert b"".join(read) == b"".join(parts[:number])
            yield part

    async def consume() -> None:
        async for part in compress_stream(slow(), name):
            read.append(decompressor.decompress(part))

    asyncio.run(consume())
    assert (b"".join(read), decompressor.eof) == (b"".join(parts), True)


@pytest.mark.parametrize("name", codings.NAMES)
def test_a_large_body_is_compressed_in_a_thread(name: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    in_thread = list[int]()

    async def run_in_thread(function: Any, body: bytes, coding: str) -> bytes:
        in_thread.append(len(body))
        result: bytes = function(body, coding)
        return result

    monkeypatch.setattr(codings, "run_in_threadpool", run_in_thread)
    limit = codings.EVENT_LOOP_BYTES[name]
    for size in (limit, limit + 1):
        assert len(asyncio.run(compress(b"x" * size, name))) < size
    assert in_thread == [limit + 1]
