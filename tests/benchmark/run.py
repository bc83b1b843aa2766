"""The benchmark: `python -m tests.benchmark.run`, or `make bench`.

It builds archives, checks that the answers are right, measures, and writes tables to stdout and every figure to `bench.json`.
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

from tests.benchmark.archives.building import built, label_of
from tests.benchmark.archives.storage import Databases, Files
from tests.benchmark.bench import Bench, say
from tests.benchmark.load.client import client
from tests.benchmark.parts import export, first, growth, ingest, repeat, search, start
from tests.benchmark.report import tables
from tests.benchmark.report.goals import judged
from tests.benchmark.servers.serving import ROOT

Found = dict[str, Any]
# Each part and its share of the time that the archives leave.
PARTS: dict[str, tuple[Callable[[Bench], Found], float]] = {
    "first": (first.measure, 30),
    "repeat": (repeat.measure, 10),
    "search": (search.measure, 15),
    "growth": (growth.measure, 20),
    "ingest": (ingest.measure, 15),
    "export": (export.measure, 15),
    "start": (start.measure, 5),
}
SIZES = [1_000, 100_000, 1_000_000]
SHARE_OF_BUILDING = 0.55
TELLING = 10_000  # claims: of fewer it is starting that takes the time
SURE = 0.85  # of what the rate promises, for documents must be written too


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the parts that are asked for."""
    given = _given(arguments)
    measured_on = machine()
    command = shlex.join(["python", "-m", "tests.benchmark.run", *(sys.argv[1:] if arguments is None else arguments)])
    started, deadline = datetime.now(UTC), monotonic() + given.minutes * 60
    given.folder.mkdir(parents=True, exist_ok=True)
    (given.folder / "log").write_bytes(b"")
    try:
        with client() as asking:
            bench = Bench(given.folder, asking, databases=given.postgres and Databases(given.postgres))
            build(bench, given.sizes, given.minutes * 60 * SHARE_OF_BUILDING)
            for measurements in measured(bench, given.parts, deadline):
                found = write({"machine": measured_on, "commit": commit(), "command": command, **measurements}, started, given.output)
            if bench.databases and not given.keep:
                bench.databases.drop(map(label_of, bench.archives))
    finally:
        if not given.keep:
            shutil.rmtree(given.folder)
    print(tables.written(found))


def write(measurements: Found, started: datetime, output: Path) -> Found:
    """Write what is found up to now; return it whole."""
    minutes = round((datetime.now(UTC) - started).total_seconds() / 60, 1)
    found = {"date": f"{started:%Y-%m-%d}", "minutes": minutes, **measurements, "goals": judged(measurements)}
    output.write_bytes(orjson.dumps(found, option=orjson.OPT_INDENT_2))
    return found


def build(bench: Bench, sizes: Sequence[int], seconds: float) -> None:
    """Build the archives, the smallest first; what the time does not suffice for becomes the largest that it suffices for."""
    left, files = seconds, Files(bench.folder)
    for size in sorted(sizes):
        rate = max((load.per_s for load in bench.loads.values() if load.claims >= TELLING), default=None)
        fitting = size if rate is None else min(size, int(left * rate * SURE))
        kept = bench.folder / f"{label_of(size)}.db"
        claims = size if fitting == size or kept.exists() else rounded(fitting)
        if claims != size:
            say(f"no time for an archive of {size} claims: {claims}")
        say(f"building an archive of {claims} claims")
        began = monotonic()
        load = built(files, bench.folder, claims, bench.log)
        bench.archives[claims] = files.file(label_of(claims))
        if bench.databases:
            load = built(bench.databases, bench.folder, claims, bench.log)
        left -= monotonic() - began
        if load:
            bench.loads[claims] = load
            say(f"{load.per_s:.0f} claims a second")


def rounded(claims: int) -> int:
    """The number below it with one digit that is not zero, a thousand at least."""
    first = str(max(claims, 1_000))
    return int(first[0] + "0" * (len(first) - 1))


def measured(bench: Bench, parts: Sequence[str], deadline: float) -> Iterator[Found]:
    """Run the parts; yield what is found after each, which has its share of the time that is left. If one fails, the others go on."""
    builds = {label_of(size): {"claims": size, "bytes": bench.archives[size].stat().st_size} for size in bench.archives}
    for size, load in bench.loads.items():
        builds[label_of(size)] |= {"per_s": round(load.per_s), "per_cpu_s": round(load.per_cpu_s)}
    found: Found = {"database": "postgresql" if bench.databases else "sqlite", "archives": builds}
    for number, name in enumerate(parts):
        measure, share = PARTS[name]
        left = sum(PARTS[later][1] for later in parts[number:])
        bench.seconds = max((deadline - monotonic()) * share / left, 5)
        say(f"{name}: {bench.seconds:.0f} s")
        try:
            found[name] = measure(bench)
        except (AssertionError, LookupError, OSError, RuntimeError) as error:
            traceback.print_exc()
            found.setdefault("failed", {})[name] = str(error)[-2000:]
        yield found


def commit() -> str:
    """Return the commit that is measured, with ``-dirty`` where files differ from it; `unknown` where there is no repository."""
    described = subprocess.run(["git", "describe", "--always", "--dirty", "--exclude", "*"], cwd=ROOT, capture_output=True, text=True)
    return described.stdout.strip() or "unknown"


def machine() -> Found:
    """What it is measured on. ``load`` is how many processes wanted a core in the last minute: more than none means a busy machine."""
    cpu = next((line.split(": ")[1] for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), "")
    return {
        "cpu": cpu or platform.machine(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "system": platform.platform(),
        "python": platform.python_version(),
    }


def _given(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parts", type=lambda names: names.split(","), default=list(PARTS), help=",".join(PARTS))
    parser.add_argument(
        "--sizes", type=lambda sizes: [int(size) for size in sizes.split(",")], default=SIZES, help="claims of the archives"
    )
    parser.add_argument("--minutes", type=float, default=14, help="what it may take")
    parser.add_argument("--folder", type=Path, default=ROOT / ".benchmark", help="where the archives are built")
    parser.add_argument("--postgres", metavar="URL", help="measure On Record over PostgreSQL, in databases made and dropped on this server")
    parser.add_argument("--keep", action="store_true", help="leave the archives there, for the next run")
    parser.add_argument("--output", type=Path, default=ROOT / "bench.json", help="where the figures are written")
    given = parser.parse_args(arguments)
    if unknown := set(given.parts) - set(PARTS):
        parser.error(f"no such parts: {', '.join(unknown)}")
    return given


if __name__ == "__main__":
    main()
