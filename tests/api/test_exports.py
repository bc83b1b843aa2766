"""Exports share the server: HEAD reads one item, few run at once, pages are made away from the event loop, large bodies go in pieces."""

import asyncio
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Semaphore, current_thread
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Connection
from starlette.types import Message

from app.answers.claims import ClaimOut
from app.api.access.headers import SECURITY_HEADERS
from app.api.access.middleware import PIECE_BYTES, ResponseSender
from app.api.serving import formats
from app.api.serving.fields import columns_of
from app.database.engines import read_connection, read_engine
from app.main import ENDPOINTS, create_app
from app.parameters.claims import ClaimQuery
from app.queries.claims import list_claims, list_claims_json
from tests.api.servers import serving_here
from tests.conftest import settings_for

PATIENCE_S = 20
EXPORTS = ("/v1/claims?format=csv", "/v1/claims?format=ndjson", "/v1/events?format=csv")
HEADERS = ("content-type", "content-disposition", "content-encoding", "etag", "vary", "cache-control", "link")


class Reads:
    """A read of claims that is counted, and may wait.

    Attributes:
        limits: of the reads so far.
        allowed: lets one read of a further page begin each time it is released; None if none waits.
        threads: the names of the threads that encoded a page as CSV.
    """

    def __init__(self) -> None:
        self.limits: list[int | None] = []
        self.allowed: Semaphore | None = None
        self.threads: set[str] = set()

    def __call__(self, connection: Connection, query: ClaimQuery) -> Any:
        """Read claims."""
        if self.allowed and query.cursor:
            assert self.allowed.acquire(timeout=PATIENCE_S)
        self.limits.append(query.limit)
        return list_claims_json(connection, query)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Reads:
    """Count the reads of the list of claims, and give exports three claims a page."""
    counted, encode = Reads(), formats.csv_lines

    def csv_lines(*arguments: Any) -> bytes:
        counted.threads.add(current_thread().name)
        return encode(*arguments)

    endpoints = [replace(each, read=counted, read_json=counted) if each.path == "/claims" else each for each in ENDPOINTS]
    monkeypatch.setattr("app.main.ENDPOINTS", endpoints)
    monkeypatch.setattr(formats, "EXPORT_PAGE_SIZE", 3)
    monkeypatch.setattr(formats, "csv_lines", csv_lines)
    return counted


def application(url: str, **settings: Any) -> Any:
    return create_app(settings_for(url).model_copy(update=settings))


@contextmanager
def asking(address: str, path: str) -> Iterator[socket.socket]:
    """Ask for a path over a connection of its own."""
    parsed = urlsplit(address)
    with socket.create_connection((parsed.hostname, parsed.port), timeout=PATIENCE_S) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: test\r\n\r\n".encode())
        yield connection


def status_in_time(address: str, path: str, expected: int) -> int:
    """Ask until the status is the expected one, for a while; return the last status."""
    deadline = time.monotonic() + PATIENCE_S
    while (status := httpx2.get(f"{address}{path}").status_code) != expected and time.monotonic() < deadline:
        time.sleep(0.05)
    return status


def test_head_of_an_export_has_the_headers_of_get_and_reads_one_item(reads: Reads, seeded_url: str) -> None:
    with TestClient(application(seeded_url)) as client:
        for coding in ("identity", "gzip"):
            headers = {"Accept-Encoding": coding}
            for path in EXPORTS:
                reads.limits.clear()
                head = client.head(path, headers=headers)
                assert (head.status_code, head.content, reads.limits) == (200, b"", [1] if "claims" in path else [])
                got = client.get(path, headers=headers)
                assert [head.headers.get(name) for name in HEADERS] == [got.headers.get(name) for name in HEADERS]
                assert len(got.content) > 1_000
        for path in EXPORTS:
            assert client.head(f"{path}&cursor=x").status_code == client.get(f"{path}&cursor=x").status_code == 404
            etag = client.get(path).headers["etag"]
            assert client.head(path, headers={"If-None-Match": etag}).status_code == 304


def test_exports_beyond_the_limit_are_503_until_one_ends_or_its_client_leaves(reads: Reads, seeded_url: str) -> None:
    reads.allowed, path = Semaphore(0), EXPORTS[0]
    with serving_here(application(seeded_url, exports=1, queue=0)) as address:
        with asking(address, path) as export:
            assert b" 200 OK" in export.recv(100)
            refused = httpx2.get(f"{address}{path}")
            assert (refused.status_code, refused.headers["retry-after"], refused.json()["title"]) == (503, "5", "Too busy")
            assert "exports" in refused.json()["detail"]
            assert httpx2.get(f"{address}/v1/claims?limit=1").status_code == httpx2.head(f"{address}{path}").status_code == 200
        reads.allowed.release(1_000)
        assert status_in_time(address, path, 200) == 200
        for status in [304] * 3 + [404] * 3 + [200] * 3:
            tag = {"If-None-Match": "*"} if status == 304 else {}
            answer = httpx2.get(f"{address}{path}{'&cursor=x' if status == 404 else ''}", headers=tag)
            assert answer.status_code == status


def test_an_export_whose_client_left_reads_no_further(reads: Reads, seeded_url: str) -> None:
    reads.allowed = Semaphore(0)
    with serving_here(application(seeded_url)) as address:
        with asking(address, EXPORTS[1]) as export:
            assert b" 200 OK" in export.recv(100)
        time.sleep(0.5)
        reads.allowed.release(1_000)
        time.sleep(0.5)
        assert len(reads.limits) <= 2


def test_csv_is_encoded_in_the_threads_of_exports_with_pauses(reads: Reads, seeded_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    with TestClient(application(seeded_url)) as client:
        monkeypatch.setattr("app.api.serving.formats.time.sleep", pauses.append)
        monkeypatch.setattr(formats, "ITEMS_BETWEEN_PAUSES", 1)
        lines = client.get(EXPORTS[0]).content.splitlines()
    assert (len(lines) - 1 <= len(pauses), {name.partition("_")[0] for name in reads.threads}) == (True, {"read"})


def test_csv_of_stored_json_is_that_of_columns(seeded_url: str) -> None:
    engine, query, columns = read_engine(seeded_url), ClaimQuery().for_export(200), columns_of(ClaimOut)
    with read_connection(engine) as connection:
        stored, built = list_claims_json(connection, query)["items"], list_claims(connection, query)["items"]
    engine.dispose()
    assert isinstance(stored, bytes)
    assert formats.encode_items("csv", columns, stored) == formats.encode_items("csv", columns, built)


def test_a_cell_is_found_in_a_tree_of_columns() -> None:
    columns = ("a", "b.c", "b.d.e", "f", "b.g")
    items: list[dict[str, Any]] = [
        {"a": "1", "b": {"c": 2, "d": {"e": [3]}, "g": None}, "f": "=4"},
        {"a": None, "b": None},
        {"b": {"d": None, "g": True}, "f": ""},
    ]
    assert formats.csv_lines(columns, items) == b"1,2,[3],'=4,\r\n,,,,\r\n,,,,true\r\n"


@pytest.mark.parametrize("is_head", [False, True])
def test_a_large_body_is_sent_in_pieces(is_head: bool) -> None:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def test() -> ResponseSender:
        sender = ResponseSender(send, "id", SECURITY_HEADERS, is_head)
        await sender.send({"type": "http.response.start", "status": 200, "headers": []})
        await sender.send({"type": "http.response.body", "body": b"a" * 2_000_000, "more_body": True})
        await sender.send({"type": "http.response.body", "body": b"b" * (5 * PIECE_BYTES)})
        return sender

    sender, bodies = asyncio.run(test()), sent[1:]
    whole = b"" if is_head else b"a" * 2_000_000 + b"b" * 5 * PIECE_BYTES
    assert (b"".join(each["body"] for each in bodies), sender.sent_bytes, sender.is_complete) == (whole, len(whole), True)
    assert [each.get("more_body", False) for each in bodies] == [True] * (len(bodies) - 1) + [False]
    assert max(len(each["body"]) for each in bodies) <= PIECE_BYTES


def test_every_answer_varies_by_the_same_headers(library: TestClient) -> None:
    requests: list[tuple[str, dict[str, str], int]] = [
        ("/", {}, 200),
        ("/", {"Accept": "text/html"}, 307),
        ("/v1/claims/", {}, 308),
        ("/v1/claims", {"Accept": "image/png"}, 406),
        ("/v1/claims", {"Accept-Encoding": "identity;q=0, *;q=0"}, 406),
        ("/v1/claims", {}, 200),
    ]
    for path, headers, status in requests:
        answer = library.get(path, headers=headers, follow_redirects=False)
        assert (answer.status_code, answer.headers["vary"]) == (status, "Accept, Accept-Encoding, Authorization, Origin")
