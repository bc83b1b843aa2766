"""The load as the benchmark sees it: a process of its own that asks, and what was measured meanwhile at the server."""

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
    """What one run of requests cost. ``cpu_ms`` is what the server took for one of them, all its processes together."""

    requests: int
    per_s: float
    cpu_ms: float
    p50_ms: float
    p99_ms: float
    bytes: int  # of an answer, head included


class Client:
    """Asks servers."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process

    def ask(
        self, server: Server, targets: Sequence[str], connections: int = 16, *, headers: str = "", fresh: bool = False, status: int = 200
    ) -> Sample:
        """Ask each target once.

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
        before = server.cpu_s()
        found = self._run(job)
        cpu_s, number = server.cpu_s() - before, len(targets)
        assert found["statuses"] == {str(status): number}, f"{targets[0]}: {found}"
        per_s, size = number / found["seconds"], found["bytes"] // number
        return Sample(number, per_s, cpu_s * 1000 / number, found["p50_ms"], found["p99_ms"], size)

    def _run(self, job: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(orjson.dumps(job, option=orjson.OPT_APPEND_NEWLINE))
        self._process.stdin.flush()
        found: dict[str, Any] = orjson.loads(self._process.stdout.readline())
        return found


@contextmanager
def client() -> Iterator[Client]:
    """Start the process that asks; end it afterwards."""
    command = [sys.executable, "-m", "tests.benchmark.load.generator"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            yield Client(process)
        finally:
            process.kill()
