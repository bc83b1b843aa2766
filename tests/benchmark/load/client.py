"""Client of the load generator: it runs requests in a process of its own and measures the server meanwhile."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import orjson

from tests.benchmark.servers.serving import ROOT, Server


@dataclass(frozen=True)
class Sample:
    """Measurements of one run of requests. ``cpu_ms`` is CPU of the server for one request, over all its processes."""

    requests: int
    per_s: float
    cpu_ms: float
    p50_ms: float
    p99_ms: float
    bytes: int  # of one answer, with its headers
    own_cpu_ms: float = 0.0  # as ``cpu_ms``, without the database server


class Client:
    """Sends requests through the load generator."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process

    def ask(
        self, server: Server, targets: Sequence[str], connections: int = 16, *, headers: str = "", fresh: bool = False, status: int = 200
    ) -> Sample:
        """Request each target once.

        Args:
            fresh: whether the time to open the connections counts.

        Raises:
            AssertionError: an answer had another status, or was cut off.
        """
        job = {
            "port": server.port,
            "targets": targets,
            "headers": headers,
            "connections": min(connections, len(targets)),
            "is_fresh": fresh,
        }
        before, own_before = server.cpu_s(), server.own_cpu_s()
        result = self._run(job)
        cpu_s, own_cpu_s, number = server.cpu_s() - before, server.own_cpu_s() - own_before, len(targets)
        assert result["statuses"] == {str(status): number}, f"{targets[0]}: {result}"
        per_s, size = number / result["seconds"], result["bytes"] // number
        took = cpu_s * 1000 / number, result["p50_ms"], result["p99_ms"]
        return Sample(number, per_s, *took, size, own_cpu_s * 1000 / number)

    def _run(self, job: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(orjson.dumps(job, option=orjson.OPT_APPEND_NEWLINE))
        self._process.stdin.flush()
        result: dict[str, Any] = orjson.loads(self._process.stdout.readline())
        return result


@contextmanager
def client() -> Iterator[Client]:
    """Start the load generator; end it afterwards."""
    command = [sys.executable, "-m", "tests.benchmark.load.generator"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            yield Client(process)
        finally:
            process.kill()
