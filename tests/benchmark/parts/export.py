"""Part ``export``: all claims as NDJSON in one answer, beside a loop over pages; memory of the server meanwhile."""

import http.client
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any

import orjson

from tests.benchmark.bench import Bench, log_progress
from tests.benchmark.requests.cases import items
from tests.benchmark.servers.serving import Server

PAGE = 200
SHARE_OF_LOOP = 0.25  # of the time; loop and export are broken off when theirs is over
SAMPLED_S = 0.2


def measure(bench: Bench) -> dict[str, Any]:
    """Measure claims a second and a CPU second of both, and the most memory of the server during the export."""
    findings: dict[str, Any] = {"of": bench.size}
    with bench.onrecord() as ours:
        _check(ours)
        findings["started_mb"] = ours.private_mb()
        with _most_memory(ours) as most:
            log_progress(f"export: {bench.size} claims as NDJSON")
            findings["export"] = _timed(ours, bench.seconds * (1 - SHARE_OF_LOOP), _exported)
        findings["most_mb"] = most()
        log_progress(f"export: pages of {PAGE}")
        findings["pages"] = _timed(ours, bench.seconds * SHARE_OF_LOOP, _paged)
    findings["times"] = {what: findings["export"][what] / findings["pages"][what] for what in ("per_s", "per_cpu_s")}
    return findings


def _check(ours: Server) -> None:
    """Check that the export begins with the items of the first page.

    Raises:
        AssertionError: it does not.
    """
    exported = ours.get(f"/v1/claims?format=ndjson&limit={PAGE}")[2].splitlines()
    paged = ours.json(f"/v1/claims?limit={PAGE}")["items"]
    assert [[orjson.loads(line)["id"]] for line in exported] == items({"items": paged}), "the export is not the list"


def _timed(ours: Server, seconds: float, read: Callable[[http.client.HTTPConnection], Iterator[int]]) -> dict[str, float]:
    """Read until the end, or until the time is over; return claims and rates."""
    connection = http.client.HTTPConnection("127.0.0.1", ours.port)
    cpu, started, claims = ours.cpu_s(), perf_counter(), 0
    for number in read(connection):
        claims += number
        if perf_counter() - started > seconds:
            break
    took, cpu = perf_counter() - started, ours.cpu_s() - cpu
    connection.close()
    return {"claims": claims, "seconds": took, "per_s": claims / took, "per_cpu_s": claims / cpu}


def _exported(connection: http.client.HTTPConnection) -> Iterator[int]:
    connection.request("GET", "/v1/claims?format=ndjson")
    answer = connection.getresponse()
    while block := answer.read1(1 << 20):
        yield block.count(b"\n")


def _paged(connection: http.client.HTTPConnection) -> Iterator[int]:
    target: str | None = f"/v1/claims?limit={PAGE}"
    while target:
        connection.request("GET", target)
        answer = connection.getresponse()
        answer.read()
        link = answer.headers["link"]
        target = link[1 : link.index(">")] if link else None
        yield PAGE


@contextmanager
def _most_memory(ours: Server) -> Iterator[Callable[[], float]]:
    """Sample the memory of the server meanwhile; lend a function that returns the most."""
    sampled, ended = [ours.private_mb()], threading.Event()

    def sample() -> None:
        while not ended.wait(SAMPLED_S):
            sampled.append(ours.private_mb())

    thread = threading.Thread(target=sample)
    thread.start()
    try:
        yield lambda: max(sampled)
    finally:
        ended.set()
        thread.join()
