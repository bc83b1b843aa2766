"""Clients that attack a server, and the process that measures it, do what they say."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress

import pytest

from app.api.access.limits import ConnectionLimits
from app.main import create_app
from tests.abuse import clients
from tests.abuse.attacker import attack
from tests.abuse.clients import Client, session_of
from tests.abuse.prober import probe
from tests.api.servers import free_port, serving_here
from tests.conftest import settings_for

PATIENCE_S = 60
CLOSING = "Connection: close\r\n"


@pytest.fixture
def port(seeded_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A server that waits half a second for a request."""
    monkeypatch.setattr("tests.api.servers.LIMITS", ConnectionLimits(800, header_timeout_s=0.5, send_timeout_s=60))
    with serving_here(create_app(settings_for(seeded_url))) as address:
        yield int(address.rpartition(":")[2])


def statuses_of(client: Client, port: int, target: str = "/v1/claims?limit={n}1", **more: str) -> Counter[str]:
    """Run a client once; return what it counted."""
    session = session_of(port, {"targets": [target], "headers": CLOSING, **more})
    asyncio.run(asyncio.wait_for(client(session), PATIENCE_S))
    return session.statuses


@pytest.mark.parametrize(
    ("client", "status"),
    [
        *((clients.ask, "200"), (clients.leave, "left"), (clients.read_slowly, "200"), (clients.stay, "200"), (clients.send_body, "200")),
        *((clients.send_endless_header, "431"), (clients.send_many_headers, "431"), (clients.be_silent, "408"), (clients.trickle, "408")),
        (clients.pipeline, "200"),
    ],
)
def test_a_client_counts_the_answer_to_what_it_does(port: int, client: Client, status: str) -> None:
    assert statuses_of(client, port) == {status: 1}


def test_the_head_of_an_export_is_read_without_its_body(port: int) -> None:
    assert statuses_of(clients.ask, port, "/v1/claims?format=csv", method="HEAD") == {"200": 1}


def test_a_connection_that_sends_too_many_requests_gets_few_answers(port: int) -> None:
    session = session_of(port, {"targets": ["/healthz"]})
    with suppress(OSError, EOFError):
        asyncio.run(asyncio.wait_for(clients.pipeline_too_many(session), PATIENCE_S))
    assert set(session.statuses) == {"200"}
    assert session.statuses["200"] < clients.TOO_MANY


def test_targets_are_asked_in_turn_and_each_is_another_one() -> None:
    requests = session_of(1, {"targets": ["/{n}", "/?to={day}"], "headers": CLOSING}).requests
    lines = [next(requests).decode().splitlines() for _ in range(3)]
    assert [line[0] for line in lines] == ["GET /0 HTTP/1.1", "GET /?to=2500-01-02 HTTP/1.1", "GET /2 HTTP/1.1"]
    assert lines[0][1:] == ["Host: 127.0.0.1", CLOSING.strip(), ""]


def test_an_attack_adds_up_what_all_its_clients_counted(port: int) -> None:
    jobs = [{"client": name, "number": 2, "targets": ["/v1/claims"]} for name in ("ask", "leave")]
    result = asyncio.run(attack({"port": port, "seconds": 3, "clients": jobs}))
    assert set(result["statuses"]) == {"200", "left"}
    assert result["cpu_s"] > 0


def test_an_attack_on_no_server_is_cut() -> None:
    jobs = [{"client": "ask", "number": 1, "targets": ["/v1/claims"]}]
    assert set(asyncio.run(attack({"port": free_port(), "seconds": 0.2, "clients": jobs}))["statuses"]) == {"cut"}


def test_probes_are_asked_at_their_rates(port: int) -> None:
    job = {"port": port, "seconds": 1.0, "kept": ["/v1/claims", "/v1/nothing"], "kept_per_s": 10, "ready_per_s": 3}
    felt = asyncio.run(probe(job))
    assert Counter(status for status, _ in felt["kept"]) == {200: 5, 404: 5}
    assert [status for status, _ in felt["ready"]] == [200] * 3
    assert all(ms > 0 for _, ms in felt["kept"])


def test_a_server_that_is_gone_gives_no_answer() -> None:
    job = {"port": free_port(), "seconds": 0.1, "kept": ["/v1/claims"], "kept_per_s": 10, "ready_per_s": 10}
    assert asyncio.run(probe(job)) == {"kept": [(0, 25_000)], "ready": [(0, 25_000)]}
