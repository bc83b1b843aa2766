"""Bodies of requests: dropped where the method has none; else given to whoever reads them, within limits of size and rate."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import orjson
import pytest
from fastapi import Body, FastAPI, Request
from fastapi.testclient import TestClient

from app.api.access.bodies import BodyLimits
from app.api.access.limits import ConnectionLimits
from app.api.serving.problems import add_handlers
from app.main import create_app
from tests.api.access.sockets import (
    BODY_LIMITS,
    GET,
    HOST,
    PIECE,
    answer_to,
    connected,
    listening,
    problem_of,
    received,
    send_until_refused,
    serving_asgi,
    status_of,
)
from tests.api.servers import serving
from tests.conftest import settings_for
from tests.databases import Templates

LIMITS = ConnectionLimits(connections=50, header_timeout_s=60, send_timeout_s=60)
LARGE, CHUNKED = b"Content-Length: 100000000", b"Transfer-Encoding: chunked"
CHUNK = b"10000\r\n" + PIECE + b"\r\n"


def reading_application() -> FastAPI:
    """Return an application that reads bodies: as they come, as JSON, and such as are larger than others may be."""
    app = FastAPI()
    add_handlers(app)

    @app.post("/sizes")
    async def sizes(request: Request) -> int:
        return len(await request.body())

    @app.post("/json")
    async def json(body: Annotated[dict[str, Any], Body()]) -> int:
        return len(body)

    @app.post("/imports")
    async def imports(request: Request) -> int:
        request.state.body.megabytes = 100
        return sum([len(part) async for part in request.stream()])

    return app


@contextmanager
def reading(limits: BodyLimits = BODY_LIMITS) -> Iterator[int]:
    """Serve the application that reads bodies; lend its port."""
    with serving_asgi(reading_application(), LIMITS, limits) as (port, _):
        yield port


def posted(path: str, *headers: bytes) -> bytes:
    return f"POST {path} HTTP/1.1\r\n".encode() + HOST + b"".join(header + b"\r\n" for header in headers) + b"\r\n"


def body_of(answer: bytes) -> bytes:
    return answer.rpartition(b"\r\n\r\n")[2]


@pytest.mark.parametrize("method", [b"GET", b"HEAD", b"OPTIONS"])
def test_a_body_of_a_method_without_one_is_not_read_and_ends_the_connection(method: bytes) -> None:
    with listening() as (port, _), connected(port) as connection:
        connection.sendall(method + b" / HTTP/1.1\r\n" + HOST + b"Content-Length: 100000000\r\nExpect: 100-continue\r\n\r\n")
        assert send_until_refused(connection, PIECE, 100_000_000) < 50_000_000
        answer = connection.recv(1_000)
        assert (status_of(answer), b"connection: close" in answer.lower()) == (200, True)


def test_an_endless_answer_does_not_read_the_body_either() -> None:
    with listening() as (port, _), connected(port) as connection:
        connection.sendall(b"GET /endless HTTP/1.1\r\n" + HOST + b"Content-Length: 100000000\r\n\r\n")
        assert send_until_refused(connection, PIECE, 100_000_000) < 50_000_000


@pytest.mark.parametrize("request_line", [GET, b"POST / HTTP/1.1\r\n" + HOST])
def test_a_small_body_that_comes_with_its_request_leaves_the_connection_open(request_line: bytes) -> None:
    with listening() as (port, application):
        answer = answer_to(port, request_line + b"Content-Length: 2\r\n\r\nab" + GET + b"Connection: close\r\n\r\n")
        assert (answer.count(b"HTTP/1.1 200"), len(application.paths)) == (2, 2)


@pytest.mark.parametrize("header", [LARGE, CHUNKED, LARGE + b"\r\nExpect: 100-continue"])
def test_a_body_that_nobody_reads_is_not_waited_for_and_ends_the_connection(header: bytes) -> None:
    with listening() as (port, _), connected(port) as connection:
        connection.sendall(posted("/", header))
        answer = connection.recv(1_000)
        assert (status_of(answer), b"connection: close" in answer) == (200, True)
        piece = CHUNK if b"chunked" in header else PIECE
        assert send_until_refused(connection, piece, 100_000_000) < 50_000_000


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("header", [b"Content-Length: 4194304", CHUNKED])
def test_a_client_that_sends_its_whole_body_before_it_reads_sees_the_answer_and_no_reset(method: str, header: bytes) -> None:
    with listening() as (port, _), connected(port) as connection:
        connection.sendall(posted("/", header).replace(b"POST", method.encode()))
        for _ in range(64):
            connection.sendall(CHUNK if header == CHUNKED else PIECE)
            time.sleep(0.002)
        assert status_of(received(connection)) == 200


def test_a_client_that_never_ends_its_body_is_not_waited_for() -> None:
    with listening() as (port, _), connected(port) as connection:
        connection.sendall(posted("/", LARGE))
        assert status_of(connection.recv(1_000)) == 200
        ends = time.monotonic() + 20
        while time.monotonic() < ends and send_until_refused(connection, b"x", 1) == 1:
            time.sleep(0.1)
        assert time.monotonic() < ends


def test_a_body_in_pieces_is_read_as_a_whole_and_leaves_the_connection_open() -> None:
    with reading() as port:
        connection = connected(port)
        connection.sendall(posted("/sizes", b"Content-Length: 1000000"))
        for start in range(0, 1_000_000, 100_000):
            time.sleep(0.01)
            connection.sendall(b"x" * min(100_000, 1_000_000 - start))
        assert body_of(connection.recv(10_000)) == b"1000000"
        connection.sendall(posted("/sizes", CHUNKED, b"Connection: close") + CHUNK * 3 + b"0\r\n\r\n")
        assert body_of(received(connection)) == str(3 * len(PIECE)).encode()


def test_a_client_that_asks_whether_to_send_its_body_is_told_to_where_it_is_read() -> None:
    with reading() as port:
        connection = connected(port)
        connection.sendall(posted("/sizes", b"Content-Length: 2", b"Expect: 100-continue", b"Connection: close"))
        assert connection.recv(1_000) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(b"ab")
        assert body_of(received(connection)) == b"2"


@pytest.mark.parametrize("path", ["/sizes", "/json"])
def test_a_body_that_is_too_large_is_413_before_it_is_read(path: str) -> None:
    with reading() as port:
        for header, first in ((b"Content-Length: 1048577", b""), (CHUNKED, CHUNK * 17)):
            connection = connected(port)
            connection.sendall(posted(path, header, b"Content-Type: application/json") + first)
            assert problem_of(received(connection)) == (413, "The body has more than 1 MiB.")


def test_a_route_may_take_larger_bodies() -> None:
    with reading() as port:
        connection = connected(port)
        connection.sendall(posted("/imports", b"Content-Length: 5000000", b"Connection: close") + b"x" * 5_000_000)
        assert body_of(received(connection)) == b"5000000"


@pytest.mark.parametrize("path", ["/sizes", "/json"])
def test_a_body_that_comes_too_slowly_is_408(path: str) -> None:
    with reading(BodyLimits(megabytes=1, rate_kb=16, allowance_s=0.5)) as port:
        connection = connected(port)
        connection.sendall(posted(path, b"Content-Length: 1000", b"Content-Type: application/json") + b"1")
        began = time.monotonic()
        for _ in range(3):
            time.sleep(0.1)
            connection.sendall(b"1")
        detail = "The body came more slowly than 16 KiB a second, for longer than 0.5 seconds."
        assert (problem_of(received(connection)), time.monotonic() - began < 10) == ((408, detail), True)


def test_a_body_at_the_rate_is_not_too_slow_though_it_takes_long() -> None:
    with reading(BodyLimits(megabytes=1, rate_kb=1, allowance_s=1)) as port:
        connection = connected(port)
        connection.sendall(posted("/sizes", b"Content-Length: 300000", b"Connection: close"))
        for _ in range(30):
            time.sleep(0.1)
            connection.sendall(b"x" * 10_000)
        assert body_of(received(connection)) == b"300000"


def test_addresses_that_are_only_read_are_405_without_reading_the_body(templates: Templates, tmp_path: Path) -> None:
    with templates.copy("sqlite") as url, serving(url, tmp_path / "log") as (_, address):
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            with connected(int(address.rpartition(":")[2])) as connection:
                connection.sendall(f"{method} /v1/claims HTTP/1.1\r\n".encode() + HOST + b"Content-Length: 50000000\r\n\r\n")
                answer = connection.recv(10_000)
                while b"}" not in answer:
                    answer += connection.recv(10_000)
                assert problem_of(answer)[0] == 405
                assert send_until_refused(connection, PIECE, 50_000_000) < 25_000_000


def test_a_small_body_is_405_too(one_url: str) -> None:
    with TestClient(create_app(settings_for(one_url))) as client:
        answer = client.post("/v1/claims", json={"a": 1})
        assert (answer.status_code, orjson.loads(answer.content)["status"]) == (405, 405)
