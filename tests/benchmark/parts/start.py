"""Part ``start``: time to the first answer, beside a plain application; private memory of a worker."""

from contextlib import AbstractContextManager
from functools import partial
from statistics import median
from typing import Any

from tests.benchmark.bench import Bench, log_progress
from tests.benchmark.servers import serving
from tests.benchmark.servers.serving import Server

ROUNDS, ASKED = 5, 100
TARGET = "/v1/claims?limit=1"


def measure(bench: Bench) -> dict[str, Any]:
    """Start both in turns; the first answer of On Record is a list. Then measure its memory before and after work."""
    systems = {
        "onrecord": partial(bench.onrecord, target=TARGET),
        "plain": partial(serving.plain, bench.log),
    }
    seconds: dict[str, list[float]] = {name: [] for name in systems}
    for _ in range(ROUNDS):
        for name, system in systems.items():
            seconds[name].append(_started_s(system()))
    log_progress("start: memory")
    times = median(ours / theirs for ours, theirs in zip(seconds["onrecord"], seconds["plain"], strict=True))
    return {"seconds": {name: median(some) for name, some in seconds.items()}, "times": times, "memory_mb": _memory(bench)}


def _started_s(system: AbstractContextManager[Server]) -> float:
    with system as server:
        return server.started_s


def _memory(bench: Bench) -> dict[str, float]:
    """Return private memory after the start, and after requests of every kind."""
    with bench.onrecord() as ours:
        findings = {"started": ours.private_mb()}
        for case in bench.cases().values():
            bench.client.ask(ours, [asked.target for asked in case.take(ASKED)])
        return {**findings, "worked": ours.private_mb()}
