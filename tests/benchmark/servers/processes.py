"""What processes cost, as Linux counts it."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from time import clock_gettime


def tree_of(pid: int) -> list[int]:
    """Return the process and all that it started, the oldest first."""
    found = [pid]
    for parent in found:
        with suppress(OSError):
            for thread in Path(f"/proc/{parent}/task").iterdir():
                found += [int(child) for child in (thread / "children").read_text().split()]
    return found


def cpu_s(pids: list[int]) -> float:
    """Return the seconds of CPU that the processes have taken, all threads, to the nanosecond; nothing for one that has ended."""
    return sum(map(_cpu_s, pids))


def _cpu_s(pid: int) -> float:
    try:
        return clock_gettime((~pid << 3) | 2)  # as clock_getcpuclockid(3) makes the number
    except OSError:
        return 0.0


def private_mb(pid: int) -> float:
    """Return the memory that the process shares with no other, in MB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) * 1024 / 1e6


def start(command: Sequence[str | Path], environment: Mapping[str, str], log: Path) -> subprocess.Popen[bytes]:
    """Start a process in a group of its own; what it writes goes to ``log``."""
    with log.open("ab") as stream:
        return subprocess.Popen(
            [str(part) for part in command], env={**os.environ, **environment}, stdout=stream, stderr=stream, start_new_session=True
        )


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process and what it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        process.wait(10)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
