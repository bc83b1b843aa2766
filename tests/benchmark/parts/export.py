"""Part ``export``: all claims as NDJSON in one answer, beside a loop over pages; and the memory of the server meanwhile."""

import http.client
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any

import orjson

from tests.benchmark.bench import Bench, say
from tests.benchmark.requests.cases import items
from tests.benchmark.servers.serving import Server

PAGE = 200
SHARE_OF_LOOP = 0.25  # of the time; the loop is broken off, and so is the export if it must
SAMPLED_S = 0.2


def measure(bench: Bench) -> dict[str, Any]:
    """Measure claims a second and CPU of each, and the most memory that the server had during the export."""
    found: dict[str, Any] = {"of": bench.size}
    with bench.onrecord() as ours:
        _check(ours)
        found["started_mb"] = ours.private_mb()
        with _most_memory(ours) as most:
            say(f"export: {bench.size} claims as NDJSON")
            found["export"] = _timed(ours, bench.seconds * (1 - SHARE_OF_LOOP), _exported)
        found["most_mb"] = most()
        say(f"export: pages of {PAGE}")
        found["pages"] = _timed(ours, bench.seconds * SHARE_OF_LOOP, _paged)
    found["times"] = {what: found["export"][what] / found["pages"][what] for what in ("per_s", "per_cpu_s")}
    return found


def _check(ours: Server) -> None:
    """The export begins as the pages do.

    Raises:
        AssertionError: it does not.
    """
    exported = ours.get(f"/v1/claims?format=ndjson&limit={PAGE}")[2].splitlines()
    paged = ours.json(f"/v1/claims?limit={PAGE}")["items"]
    assert [[orjson.loads(line)["id"]] for line in exported] == items({"items": paged}), "the export is not the list"


def _timed(ours: Server, seconds: float, read: Callable[[http.client.HTTPConnection], Iterator[int]]) -> dict[str, float]:
    """Read until all is read or the time is over."""
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
    """Look at the server's memory again and again; what is lent tells the most."""
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
