"""Run the benchmark: ``python -m tests.benchmark.run``, or ``make bench``.

It builds archives, checks answers, measures, and writes tables to stdout and every figure to ``bench.json``.
"""

import argparse
import os
import platform
import shlex
import shutil
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any

import orjson

from tests.benchmark.archives.building import build_archive, build_reference, size_label
from tests.benchmark.archives.storage import PostgresDatabases
from tests.benchmark.bench import Bench, log_progress
from tests.benchmark.load.client import client
from tests.benchmark.parts import export, first, growth, ingest, repeat, search, start
from tests.benchmark.report import tables
from tests.benchmark.report.goals import judge
from tests.benchmark.servers.serving import ROOT
from tests.benchmark.turns.state import TURNS

Findings = dict[str, Any]
# Each part, and its share of the time left after building the archives.
PARTS: dict[str, tuple[Callable[[Bench], Findings], float]] = {
    "first": (first.measure, 20),
    "repeat": (repeat.measure, 10),
    "search": (search.measure, 15),
    "growth": (growth.measure, 15),
    "ingest": (ingest.measure, 25),
    "export": (export.measure, 15),
    "start": (start.measure, 5),
}
SIZES = [1_000, 100_000, 1_000_000]
SHARE_OF_BUILDING = 0.6
MIN_CLAIMS_FOR_RATE = 10_000  # loading fewer claims mostly takes the time to start
SAFETY = 0.9  # of the measured rate: larger archives take longer


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the parts that the arguments name."""
    options = _parse_arguments(arguments)
    machine = describe_machine()
    command = shlex.join(["python", "-m", "tests.benchmark.run", *(sys.argv[1:] if arguments is None else arguments)])
    started, deadline = datetime.now(UTC), monotonic() + options.minutes * 60
    options.folder.mkdir(parents=True, exist_ok=True)
    (options.folder / "log").write_bytes(b"")
    try:
        with client() as load_client:
            bench = Bench(options.folder, load_client, databases=options.postgres and PostgresDatabases(options.postgres))
            build(bench, options.sizes, options.minutes * 60 * SHARE_OF_BUILDING)
            for measurements in run_parts(bench, options.parts, deadline):
                findings = write(
                    {"machine": machine, "commit": describe_commit(), "command": command, **measurements}, started, options.output
                )
            if bench.databases and not options.keep:
                bench.databases.drop(map(size_label, bench.references))
    finally:
        if not options.keep:
            shutil.rmtree(options.folder)
    print(tables.render(findings))


def write(measurements: Findings, started: datetime, output: Path) -> Findings:
    """Write the measurements up to now, with goals and date; return them."""
    minutes = round((datetime.now(UTC) - started).total_seconds() / 60, 1)
    findings = {"date": f"{started:%Y-%m-%d}", "minutes": minutes, **measurements, "goals": judge(measurements)}
    output.write_bytes(orjson.dumps(findings, option=orjson.OPT_INDENT_2))
    return findings


def build(bench: Bench, sizes: Sequence[int], seconds: float) -> None:
    """Build the archives, the smallest first. An archive for which there is no time is made as large as the time allows."""
    left, rate = seconds, None
    for size in sorted(sizes):
        claims = size if bench.storage.is_complete(size_label(size), size) else _affordable(size, left, rate)
        if claims != size:
            log_progress(f"no time for an archive of {size} claims: {claims}")
        log_progress(f"building an archive of {claims} claims")
        began = monotonic()
        load = build_archive(bench.storage, bench.folder, claims, bench.log)
        bench.references[claims] = build_reference(bench.folder, claims)
        took = monotonic() - began
        left -= took
        if load:
            bench.loads[claims] = load
            rate = claims / took if claims >= MIN_CLAIMS_FOR_RATE else None
            log_progress(f"{load.per_s:.0f} claims a second")


def _affordable(size: int, seconds: float, rate: float | None) -> int:
    """Return how many claims there is time for, at a rate at which documents, archive and reference file were made."""
    affordable = size if rate is None else min(size, int(seconds * rate * SAFETY))
    return size if affordable == size else round_down(affordable)


def round_down(claims: int) -> int:
    """Round down to one significant digit, but at least 1,000."""
    first = str(max(claims, 1_000))
    return int(first[0] + "0" * (len(first) - 1))


def run_parts(bench: Bench, parts: Sequence[str], deadline: float) -> Iterator[Findings]:
    """Run the parts, each for its share of the time left; yield all findings after each. A part that fails does not end the others."""
    builds = {size_label(size): {"claims": size, "bytes": bench.storage.size(size_label(size))} for size in bench.references}
    for size, load in bench.loads.items():
        builds[size_label(size)] |= {"per_s": round(load.per_s), "per_cpu_s": round(load.per_cpu_s)}
    findings: Findings = {"database": "postgresql" if bench.databases else "sqlite", "archives": builds, **read_turns(TURNS)}
    for number, name in enumerate(parts):
        measure, share = PARTS[name]
        left = sum(PARTS[later][1] for later in parts[number:])
        bench.seconds = max((deadline - monotonic()) * share / left, 5)
        log_progress(f"{name}: {bench.seconds:.0f} s")
        try:
            findings[name] = measure(bench)
        except (AssertionError, LookupError, OSError, RuntimeError) as error:
            traceback.print_exc()
            findings.setdefault("failed", {})[name] = str(error)[-2000:]
        yield findings


def read_turns(file: Path) -> Findings:
    """Return what ``make bench-turns`` measured last, which this program takes over; nothing where it was not run."""
    return {"turns": orjson.loads(file.read_bytes())["summary"]} if file.exists() else {}


def describe_commit() -> str:
    """Return the measured commit, with ``-dirty`` where files differ from it; ``unknown`` without a repository."""
    described = subprocess.run(["git", "describe", "--always", "--dirty", "--exclude", "*"], cwd=ROOT, capture_output=True, text=True)
    return described.stdout.strip() or "unknown"


def describe_machine() -> Findings:
    """Return a description of the machine. ``load`` is the load average of the last minute: above 0 something else runs."""
    cpu = next((line.split(": ")[1] for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), "")
    return {
        "cpu": cpu or platform.machine(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "system": platform.platform(),
        "python": platform.python_version(),
    }


def _parse_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parts", type=lambda names: names.split(","), default=list(PARTS), help=",".join(PARTS))
    parser.add_argument(
        "--sizes", type=lambda sizes: [int(size) for size in sizes.split(",")], default=SIZES, help="claims of the archives"
    )
    parser.add_argument("--minutes", type=float, default=13, help="the time that it may take")
    parser.add_argument("--folder", type=Path, default=ROOT / ".benchmark" / "run", help="where the archives are built")
    parser.add_argument("--postgres", metavar="URL", help="measure On Record over PostgreSQL, in databases made and dropped on this server")
    parser.add_argument("--keep", action="store_true", help="keep the archives for the next run")
    parser.add_argument("--output", type=Path, default=ROOT / "bench.json", help="where the figures are written")
    options = parser.parse_args(arguments)
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"no such parts: {', '.join(unknown)}")
    return options


if __name__ == "__main__":
    main()
