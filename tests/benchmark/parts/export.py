"""Part ``export``: all claims as NDJSON from the command line, beside ``sqlite3 -json`` over the reference file; and its memory."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import IO, Any

import orjson

from tests.benchmark.archives.building import size_label
from tests.benchmark.bench import Bench, log_progress
from tests.benchmark.requests.items import row_of_columns, row_of_item
from tests.benchmark.requests.statements import IN_ORDER, OF_CLAIMS
from tests.benchmark.servers import processes
from tests.benchmark.servers.serving import QUIET, ROOT

ROUNDS, CHECKED = 2, 500
LEAST_S = 10.0  # that an export may take: it must start, and is not judged by that alone
BLOCK, SAMPLED_S = 1 << 20, 0.1
NO_SHELL = "export: no command sqlite3 here (Debian: apt-get install sqlite3); On Record is measured alone"


@dataclass
class Command:
    """A command that writes one claim a line to stdout."""

    arguments: Sequence[str]
    environment: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def running(self) -> Iterator[tuple[subprocess.Popen[bytes], IO[bytes]]]:
        """Run it; lend the process and its output. What it did not write until then is not written."""
        environment = {**os.environ, **self.environment}
        with subprocess.Popen(self.arguments, cwd=ROOT, env=environment, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            try:
                yield process, process.stdout
            finally:
                process.kill()


def measure(bench: Bench) -> dict[str, Any]:
    """Measure claims a second and a CPU second of both, in turns, and the most memory that an export takes."""
    commands = {"onrecord": _onrecord(bench)}
    if shell := shutil.which("sqlite3"):
        commands["sqlite3"] = _sqlite3(shell, bench.reference)
        check_same(commands)
    else:
        log_progress(NO_SHELL)
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in commands}
    seconds = max(bench.seconds / ROUNDS / len(commands), LEAST_S)
    for number in range(ROUNDS):
        log_progress(f"export: {bench.size} claims by {' and '.join(commands)}")
        for name in list(commands)[:: 1 if number % 2 == 0 else -1]:
            runs[name].append(run(commands[name], seconds))
    findings = {name: {what: median(run[what] for run in each) for what in each[0]} for name, each in runs.items()}
    times = {what: findings["onrecord"][what] / findings["sqlite3"][what] for what in ("per_s", "per_cpu_s")} if shell else {}
    return {"of": bench.size, **findings, **({"times": times} if times else {})}


def _onrecord(bench: Bench) -> Command:
    url = bench.storage.url(size_label(bench.size))
    return Command([sys.executable, "-m", "app", "export", "claims"], {"ONRECORD_DATABASE_URL": url, **QUIET})


def _sqlite3(shell: str, reference: Path) -> Command:
    return Command([shell, "-readonly", "-json", str(reference), f"{OF_CLAIMS} {IN_ORDER}"])


def check_same(commands: dict[str, Command]) -> None:
    """Compare the first claims that both write, value by value.

    Raises:
        AssertionError: they differ, or there are none.
    """
    exported, selected = (_lines(commands[name]) for name in ("onrecord", "sqlite3"))
    claims = [row_of_item(orjson.loads(line)) for line in exported]
    # The shell's numbers may have more digits than they need, and its rows stand in one array, of which these lines are a part.
    rows = [row_of_columns(json.loads(line.strip(b"[],\n"))) for line in selected]
    assert claims, "nothing is exported"
    assert [{name: claim[name] for name in rows[0]} for claim in claims] == rows, "the export is not what sqlite3 selects"


def _lines(command: Command) -> list[bytes]:
    with command.running() as (_, output):
        return list(islice(output, CHECKED))


def run(command: Command, seconds: float) -> dict[str, float]:
    """Read all claims that a command writes, or what it writes in the time; return their number, rates and its most memory."""
    started, before = perf_counter(), processes.children_cpu_s()
    claims, most_mb, sampled = 0, {"private_mb": 0.0, "peak_mb": 0.0}, 0.0
    with command.running() as (process, output):
        while (now := perf_counter() - started) < seconds and (block := output.read(BLOCK)):
            claims += block.count(b"\n")
            if now > sampled + SAMPLED_S:
                most_mb, sampled = _most_mb(most_mb, process.pid), now
        took = perf_counter() - started
    cpu_s = processes.children_cpu_s() - before
    return {"claims": claims, "seconds": took, "per_s": claims / took, "per_cpu_s": claims / cpu_s, **most_mb}


def _most_mb(most: dict[str, float], pid: int) -> dict[str, float]:
    with suppress(OSError):  # it may have ended
        now = {"private_mb": processes.private_mb(pid), "peak_mb": processes.peak_mb(pid)}
        return {name: max(most[name], now[name]) for name in most}
    return most
