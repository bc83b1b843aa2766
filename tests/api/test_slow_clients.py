"""Clients that take their exports slowly give way to others, and hold bounded memory."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest
from sqlalchemy import Connection

from app.main import ENDPOINTS, create_app
from app.parameters.claims import ClaimQuery
from tests.api.servers import serving_here
from tests.conftest import settings_for

PATIENCE_S = 30
PATH = "/v1/claims?format=ndjson"
LINE = b'{"id":"' + b"x" * 1_000 + b'"}\n'
PAGES, LINES = 80, 200  # 16 MB: more than the buffers of sockets hold


def read_large(_connection: Connection, query: ClaimQuery) -> Any:
    """Read a page of an export of 16 MB."""
    number = int(query.cursor or 0) + 1
    return {"items": LINE * LINES, "next_cursor": str(number) if number < PAGES else None}


@pytest.fixture
def address(one_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Serve large exports, four at once; a client must take a piece in half a second."""
    endpoints = [replace(each, read=read_large, read_json=read_large) if each.path == "/claims" else each for each in ENDPOINTS]
    monkeypatch.setattr("app.main.ENDPOINTS", endpoints)
    settings = {"exports": 4, "min_rate_kb": 128, "read_timeout_s": PATIENCE_S}
    with serving_here(create_app(settings_for(one_url).model_copy(update=settings))) as serving:
        yield serving


class SlowClient:
    """A client that takes two kilobytes now and then."""

    def __init__(self, address: str) -> None:
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8_192)
        self._socket.settimeout(PATIENCE_S)
        parsed = urlsplit(address)
        self._socket.connect((parsed.hostname, parsed.port))
        self._socket.sendall(f"GET {PATH} HTTP/1.1\r\nHost: test\r\n\r\n".encode())

    def __enter__(self) -> "SlowClient":
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def take(self, size: int = 2_048) -> bytes:
        """Return a little of the answer; nothing if there is no connection any more."""
        try:
            return self._socket.recv(size)
        except ConnectionError:
            return b""

    def take_all(self) -> bytes:
        """Return the rest of the answer, as far as it comes."""
        parts = []
        while part := self.take(1 << 20):
            parts.append(part)
        return b"".join(parts)


def test_an_export_with_a_slow_client_goes_on_while_none_waits(address: str) -> None:
    with SlowClient(address) as client:
        for _ in range(10):
            assert client.take()
            time.sleep(0.2)
        assert client.take_all().endswith(b"\r\n0\r\n\r\n")


def test_many_slow_clients_keep_no_other_from_exporting(address: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO"), ExitStack() as stack:
        clients = [stack.enter_context(SlowClient(address)) for _ in range(32)]
        assert [b" 200 OK" in client.take(100) for client in clients[:4]] == [True] * 4
        began = time.monotonic()
        answer = httpx2.get(f"{address}{PATH}", timeout=2 * PATIENCE_S)
        took_s = time.monotonic() - began
        assert (answer.status_code, len(answer.content), took_s < PATIENCE_S + 20) == (200, PAGES * LINES * len(LINE), True)
        cut = clients[0].take_all()
        assert (len(cut) < len(answer.content), cut.endswith(b"\r\n0\r\n\r\n")) == (True, False)
    assert "an export with a slow client was broken off, since others wait" in caplog.text
