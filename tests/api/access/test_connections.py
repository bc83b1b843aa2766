"""Connections that go beyond a limit, over raw sockets: they are told why, and closed; and none of it takes memory or time."""

import asyncio
import gc
import os
import socket
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from app.api.access.connections import LimitedConnection
from app.api.access.departures import PROBE
from app.api.access.limits import MAX_HEAD_BYTES, MAX_PIPELINED, MAX_TARGET_BYTES, ConnectionLimits, LimitWarnings
from app.api.access.lingering import MAX_LINGERING
from tests.api.access.sockets import (
    GET,
    HOST,
    PATIENCE_S,
    PIECE,
    Application,
    answer_to,
    becomes_true,
    connected,
    listening,
    problem_of,
    received,
    send_until_refused,
    status_of,
)
from tests.api.servers import serving
from tests.databases import Templates


def test_a_head_of_64_kb_is_read_and_a_larger_one_is_431() -> None:
    with listening() as (port, application):
        filler = b"X: " + b"a" * (MAX_HEAD_BYTES - len(HOST) - 200) + b"\r\n"
        assert status_of(answer_to(port, GET, filler, b"Connection: close\r\n\r\n")) == 200
        for parts in ([filler, filler, b"\r\n"], [b"Y: 1\r\n" * 12_000, b"\r\n"]):
            assert problem_of(answer_to(port, GET + b"".join(parts)))[0] == 431
        assert len(application.paths) == 1


def test_a_path_and_query_of_16_kb_are_read_and_longer_ones_are_414() -> None:
    with listening() as (port, application):
        for most in (b"/" + b"%" * (MAX_TARGET_BYTES - 1), b"/?q=" + b"%" * (MAX_TARGET_BYTES - 4)):
            assert status_of(answer_to(port, b"GET " + most + b" HTTP/1.1\r\nConnection: close\r\n", HOST, b"\r\n")) == 200
            for line in ([b"GET " + most + b"% HTTP/1.1\r\n", HOST, b"\r\n"], [b"GET " + most, b"%" * 40_000], [b"GET ", most, PIECE]):
                assert problem_of(answer_to(port, *line)) == (414, "The path and query of a request may have 16,384 bytes in all.")
        assert len(application.paths) == 2


def test_a_request_before_one_with_too_long_a_query_is_answered() -> None:
    with listening() as (port, application):
        answer = answer_to(port, GET + b"\r\nGET /?" + b"a" * 20_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n")
        assert (answer.count(b"HTTP/1.1 200"), answer.count(b"HTTP/1.1"), len(application.paths)) == (1, 1, 1)


def test_a_head_without_end_costs_nothing() -> None:
    with listening() as (port, _), connected(port) as connection:
        connection.sendall(GET + b"X: ")
        before = time.process_time()
        sent = send_until_refused(connection, PIECE, 200 << 20)
        assert (sent < 50 << 20, time.process_time() - before < 2) == (True, True)
        assert b" 431 " in connection.recv(1_000)


def test_a_head_that_was_refused_is_not_kept_while_its_connection_lingers() -> None:
    with listening() as (port, _), connected(port) as connection:
        connection.sendall(GET + b"Marker-Of-A-Head: 1\r\n" * 4_000)
        assert b" 431 " in connection.recv(1_000)
        kept = sum(each == (b"marker-of-a-head", b"1") for each in gc.get_objects() if type(each) is tuple)
        assert kept == 0


def test_headers_that_do_not_come_are_408_and_so_is_silence() -> None:
    with listening(header_timeout_s=0.2) as (port, application):
        for parts in ([], [GET], [GET, b"X:"], [b"\r\n"]):
            assert problem_of(answer_to(port, *parts)) == (408, "No whole request arrived in 0.2 seconds.")
        assert application.paths == []


def test_bytes_that_are_no_request_do_not_keep_a_connection_open() -> None:
    with listening(header_timeout_s=0.2) as (port, _):
        connection = connected(port)
        connection.sendall(GET + b"\r\n")
        time.sleep(0.2)
        connection.sendall(b"\r\n")
        answer = received(connection)
        assert (answer.count(b"HTTP/1.1 200"), answer.count(b"HTTP/1.1 408")) == (1, 1)


def test_a_slow_answer_is_no_slow_head() -> None:
    with listening(header_timeout_s=0.1) as (port, application), connected(port) as connection:
        connection.sendall(b"GET /endless HTTP/1.1\r\n" + HOST + b"\r\n" + b"GET /")
        taken, deadline = 0, time.monotonic() + 0.5
        while time.monotonic() < deadline:
            taken += len(connection.recv(64 << 10))
        assert (taken > 0, application.paths) == (True, ["/endless"])


@pytest.mark.parametrize("request_line", [b"\x16\x03\x01\x02\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"])
def test_anything_else_than_http_is_400(request_line: bytes) -> None:
    with listening() as (port, _):
        assert problem_of(answer_to(port, request_line))[0] == 400


def test_requests_before_a_bad_one_are_answered_and_nothing_stands_in_their_midst() -> None:
    with listening() as (port, application):
        answer = answer_to(port, b"".join(b"GET /%d HTTP/1.1\r\n" % number + HOST + b"\r\n" for number in range(3)) + b"bad\r\n\r\n")
        assert (answer.count(b"HTTP/1.1 200"), answer.count(b"HTTP/1.1")) == (3, 3)
        assert application.paths == ["/0", "/1", "/2"]


def test_few_requests_wait_for_the_answers_to_earlier_ones() -> None:
    with listening() as (port, _):
        answer = answer_to(port, (GET + b"\r\n") * 10 * MAX_PIPELINED)
        assert answer.count(b"HTTP/1.1 200") == MAX_PIPELINED + 1


@pytest.mark.parametrize("number", [1, 2, MAX_PIPELINED])
@pytest.mark.parametrize("last", [b"", b"GET /"])
def test_a_client_that_leaves_is_noticed_though_further_requests_of_it_wait(number: int, last: bytes) -> None:
    with listening() as (port, application):
        with connected(port) as connection:
            connection.sendall(b"GET /waiting HTTP/1.1\r\n" + HOST + b"\r\n")
            time.sleep(0.2)
            connection.sendall((GET + b"\r\n") * number + last)
            time.sleep(0.2)
            assert not application.has_client_left
        assert becomes_true(lambda: application.has_client_left)
        assert application.paths == ["/waiting"]


def test_a_client_that_leaves_is_noticed_though_its_body_is_not_read() -> None:
    with listening() as (port, application):
        with connected(port) as connection:
            connection.sendall(b"GET /waiting HTTP/1.1\r\n" + HOST + b"Content-Length: 1000000\r\n\r\n" + PIECE)
            time.sleep(0.2)
            connection.sendall(PIECE)
        assert becomes_true(lambda: application.has_client_left)


@pytest.mark.parametrize("version", [b"1.1", b"1.0"])
@pytest.mark.parametrize("path", [b"/", b"/late"])
def test_a_client_that_closes_its_side_alone_is_answered(path: bytes, version: bytes) -> None:
    with listening(header_timeout_s=0.1) as (port, application), connected(port) as connection:
        connection.sendall(b"GET " + path + b" HTTP/" + version + b"\r\n" + HOST + b"\r\n")
        connection.shutdown(socket.SHUT_WR)
        answer = received(connection).removeprefix(PROBE)
        assert (status_of(answer), answer.endswith(b"ok"), application.has_client_left) == (200, True, False)


def test_all_whole_requests_are_answered_before_the_client_closed_its_side() -> None:
    with listening(header_timeout_s=0.1) as (port, application), connected(port) as connection:
        connection.sendall(b"GET /late HTTP/1.1\r\n" + HOST + b"\r\n" + (GET + b"\r\n") * 2 + b"GET /half")
        connection.shutdown(socket.SHUT_WR)
        assert received(connection).count(b"HTTP/1.1 200") == 3
        assert application.paths == ["/late", "/", "/"]


@pytest.mark.parametrize(
    "sent",
    [b"", b"GET /half", GET + b"Content-Length: 5\r\n\r\nabc", b"POST /waiting HTTP/1.1\r\n" + HOST + b"Content-Length: 5\r\n\r\nabc"],
)
def test_a_client_that_closes_its_side_without_a_whole_request_holds_no_connection(sent: bytes) -> None:
    with listening() as (port, _), connected(port) as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        connection.settimeout(10)
        received(connection)


def test_a_client_that_leaves_is_told_from_one_that_waits() -> None:
    with listening() as (port, application):
        with connected(port) as waiting:
            waiting.sendall(b"GET /waiting HTTP/1.1\r\n" + HOST + b"\r\n")
            waiting.shutdown(socket.SHUT_WR)
            time.sleep(0.2)
            assert not application.has_client_left
        assert becomes_true(lambda: application.has_client_left)


def test_a_client_that_takes_nothing_holds_bounded_memory_and_loses_the_connection() -> None:
    with listening(send_timeout_s=0.5) as (port, application), connected(port) as connection:
        connection.sendall(b"GET /endless HTTP/1.1\r\n" + HOST + b"\r\n")
        time.sleep(0.3)
        pieces = application.pieces
        assert 0 < pieces < 400  # sockets of the loopback hold some megabytes
        time.sleep(1)
        assert (application.pieces - pieces <= 1, application.has_client_left) == (True, True)


def test_a_client_that_takes_its_answer_slowly_keeps_the_connection() -> None:
    with listening(send_timeout_s=0.3) as (port, _), connected(port) as connection:
        connection.sendall(b"GET /endless HTTP/1.1\r\n" + HOST + b"\r\n")
        for _ in range(10):
            time.sleep(0.15)
            assert connection.recv(4 << 20)


def test_connections_that_linger_keep_no_other_out_and_are_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.api.access.connections.LINGER_S", 60)
    bad = b"\x16\x03\x01\r\n\r\n"
    with listening(connections=3) as (port, _):
        lingering = [connected(port) for _ in range(MAX_LINGERING + 20)]
        refused = []
        for connection in lingering:
            with suppress(OSError):
                connection.sendall(bad)
                refused.append(connection.recv(1_000))
        assert status_of(answer_to(port, GET + b"Connection: close\r\n\r\n")) == 200
        assert len([answer for answer in refused if answer]) == MAX_LINGERING
        for connection in lingering:
            connection.close()


class StuckTransport(asyncio.Transport):
    """A transport whose client never takes the last byte."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[str] = []

    def write(self, data: bytes | bytearray | memoryview) -> None:
        pass

    def resume_reading(self) -> None:
        pass

    def get_write_buffer_size(self) -> int:
        return 1

    def is_closing(self) -> bool:
        return bool(self.calls)

    def close(self) -> None:
        self.calls.append("close")

    def abort(self) -> None:
        self.calls.append("abort")


def test_an_idle_connection_is_closed_and_cut_off_when_the_end_of_the_last_answer_is_not_taken() -> None:
    async def calls() -> list[str]:
        config = uvicorn.Config(Application(), timeout_keep_alive=0, log_config=None)
        limits: Any = {"limits": ConnectionLimits(1, 60, send_timeout_s=0.2), "lingering": set(), "warnings": LimitWarnings()}
        connection = LimitedConnection(config, ServerState(), {}, **limits)
        transport = StuckTransport()
        connection.connection_made(transport)
        connection.data_received(GET + b"\r\n")
        async with asyncio.timeout(PATIENCE_S):
            while "abort" not in transport.calls:
                await asyncio.sleep(0.01)
        return transport.calls

    assert {*asyncio.run(calls())} == {"close", "abort"}


def test_connections_beyond_the_limit_are_503_until_others_close(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("WARNING"), listening(connections=3) as (port, application):
        first = [connected(port) for _ in range(3)]
        refused = answer_to(port)
        assert (problem_of(refused)[0], b"retry-after: 5" in refused) == (503, True)
        first[0].sendall(GET + b"Connection: close\r\n\r\n")
        assert status_of(received(first[0])) == 200
        assert status_of(answer_to(port, GET + b"Connection: close\r\n\r\n")) == 200
        for connection in first[1:]:
            connection.close()
        assert len(application.paths) == 2
    assert "as many as ONRECORD_CONNECTIONS allows" in caplog.text


def test_the_server_takes_its_limits_from_the_settings(templates: Templates, tmp_path: Path) -> None:
    settings = {"ONRECORD_HEADER_TIMEOUT_S": "0.3", "ONRECORD_KEEP_ALIVE_S": "1", "ONRECORD_CONNECTIONS": "2"}
    with templates.copy("sqlite") as url, serving(url, tmp_path / "log", **settings) as (process, address):
        port = int(address.rpartition(":")[2])
        time.sleep(1.5)  # the connection that waited for the start is idle, and closed
        assert problem_of(answer_to(port)) == (408, "No whole request arrived in 0.3 seconds.")
        began = time.monotonic()
        answer = answer_to(port, b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n")
        assert (status_of(answer), 0.9 < time.monotonic() - began < 3) == (200, True)
        for hosts in (b"", HOST * 2):
            answer = answer_to(port, b"GET /healthz HTTP/1.1\r\n" + hosts + b"Connection: close\r\n\r\n")
            assert problem_of(answer) == (400, "A request has one header Host.")
        assert status_of(answer_to(port, b"GET /healthz HTTP/1.0\r\n\r\n")) == 200
        idle = [connected(port) for _ in range(2)]
        assert problem_of(answer_to(port))[0] == 503
        for connection in idle:
            connection.close()
        assert len(os.listdir(f"/proc/{process.pid}/fd")) < 100
