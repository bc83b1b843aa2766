"""Measure loading by several processes at once: ``python -m tests.scale.writers EMPTY_DATABASE_URL FILE.jsonl 1 4``.

For each number of processes the database is emptied and each process loads its share. Prints seconds and CPU seconds.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from app.database.migrate import migrate
from tests.cli.running import start


def seconds(url: str, lines: list[str], processes: int) -> tuple[float, float]:
    """Load the lines by several processes; return seconds, and CPU seconds without those of the database server."""
    migrate(url)
    migrate(url, "base")
    migrate(url)
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, f"{n}.jsonl") for n in range(processes)]
        for n, file in enumerate(files):
            file.write_text("".join(lines[n::processes]))
        began, before = time.perf_counter(), os.times()
        running = [start(url, "ingest", file, stdout=subprocess.DEVNULL, stderr=None) for file in files]
        if sum(process.wait() for process in running):
            raise SystemExit("a process failed")
        after = os.times()
    return time.perf_counter() - began, after.children_user + after.children_system - before.children_user - before.children_system


def main(url: str, file: str, *processes: str) -> None:
    lines = Path(file).read_text().splitlines(keepends=True)
    for number in map(int, processes):
        took, worked = seconds(url, lines, number)
        sys.stderr.write(f"{number} processes: {took:.1f} s, {worked:.1f} s of CPU, {len(lines) / took:.0f} documents a second\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
