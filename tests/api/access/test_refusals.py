"""Refusals of a connection have an id, a log line, a count and headers, as all other answers."""

import time
from pathlib import Path

import orjson
import pytest

from app.api.access.limits import MAX_HEAD_BYTES, ConnectionLimits
from app.api.measuring.counters import STATUS_POSITIONS
from app.api.serving.problems import EXPLANATIONS, TITLES
from tests.api.access.sockets import (
    BODY_LIMITS,
    GET,
    HOST,
    Application,
    answer_to,
    connected,
    problem_of,
    received,
    serving_asgi,
    status_of,
)
from tests.api.servers import serving
from tests.databases import Templates

LIMITS = ConnectionLimits(connections=2, header_timeout_s=0.3, send_timeout_s=60)
TOO_LONG = GET + b"X: " + b"a" * MAX_HEAD_BYTES
REFUSED = {400: b"\x16\x03\x01\r\n\r\n", 408: b"", 414: b"GET /" + b"a" * MAX_HEAD_BYTES, 431: TOO_LONG}


def refusal(port: int, status: int, request: bytes) -> bytes:
    """Return the answer of a status: connections that were refused before may still be open, and so be too many."""
    answers = [answer_to(port, request)]
    while status_of(answers[-1]) == 503 and len(answers) < 20:
        time.sleep(0.5)
        answers.append(answer_to(port, request))
    return answers[-1]


def refusals(port: int) -> dict[int, bytes]:
    """Return the answers by status, with that to a connection too many."""
    answers = {status: refusal(port, status, request) for status, request in REFUSED.items()}
    others = [connected(port) for _ in range(2)]
    answers[503] = answer_to(port)
    for connection in others:
        received(connection)  # they are told that no request came
    return answers


def test_each_has_an_id_a_log_line_and_a_count(capsys: pytest.CaptureFixture[str]) -> None:
    with serving_asgi(Application(), LIMITS, BODY_LIMITS) as (port, counters):
        capsys.readouterr()
        answers = refusals(port)
        [counted] = counters.totals().routes
    lines = [orjson.loads(line) for line in capsys.readouterr().err.splitlines() if '"request"' in line]
    by_id = {line["request_id"]: line for line in lines}
    for status, answer in answers.items():
        body = orjson.loads(answer.partition(b"\r\n\r\n")[2])
        assert (problem_of(answer)[0], body["title"] in TITLES.values(), status in EXPLANATIONS) == (status, True, True)
        line = by_id[body["request_id"]]
        assert (line["status"], line["method"], line["path"], line["client"]) == (status, None, None, "127.0.0.0/24")
    assert (counted.route, sum(counted.statuses)) == ("other", len(lines))
    assert [counted.statuses[STATUS_POSITIONS[status]] > 0 for status in answers] == [True] * 5


def test_headers_that_came_are_heeded() -> None:
    with serving_asgi(Application(), LIMITS, BODY_LIMITS) as (port, _):
        answer = answer_to(port, GET + b"X-Request-Id: mine-1\r\nOrigin: https://page.example\r\nX: 1")
        has_headers = b"x-request-id: mine-1\r\n" in answer and b"access-control-expose-headers" in answer
        assert (problem_of(answer)[0], has_headers) == (408, True)


def test_headers_of_the_request_before_are_not() -> None:
    with serving_asgi(Application(), LIMITS, BODY_LIMITS) as (port, _):
        connection = connected(port)
        connection.sendall(GET + b"X-Request-Id: first\r\n\r\n")
        first = connection.recv(10_000)
        connection.sendall(b"\r\n")
        answer = first + received(connection)
        assert (answer.count(b"HTTP/1.1 200"), answer.count(b"HTTP/1.1 408"), answer.count(b": first\r\n")) == (1, 1, 1)


def test_metrics_of_a_server_count_them_under_a_root_path_too(templates: Templates, tmp_path: Path) -> None:
    settings = {"ONRECORD_HEADER_TIMEOUT_S": "5", "ONRECORD_ROOT_PATH": "/archive", "ONRECORD_TRUSTED_PROXIES": "10.0.0.1"}
    with templates.copy("sqlite") as url, serving(url, tmp_path / "log", **settings) as (_, address):
        port = int(address.rpartition(":")[2])
        refused = answer_to(port, TOO_LONG)
        problem = orjson.loads(refused.partition(b"\r\n\r\n")[2])
        assert (problem_of(refused)[0], problem["type"]) == (431, "/archive/problems/request-header-fields-too-large")
        metrics = answer_to(port, b"GET /archive/metrics HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n")
        assert b'{route="other",status="431"} 1.0\n' in metrics
    assert f'"request_id":"{problem["request_id"]}"' in (tmp_path / "log").read_text()
