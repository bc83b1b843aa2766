"""CPU time and memory of processes, from Linux; start and end of processes."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from time import clock_gettime


def tree_of(pid: int) -> list[int]:
    """Return the pids of a process and all its descendants, parents first."""
    pids = [pid]
    for parent in pids:
        with suppress(OSError):
            for thread in Path(f"/proc/{parent}/task").iterdir():
                pids += [int(child) for child in (thread / "children").read_text().split()]
    return pids


def cpu_s(pids: list[int]) -> float:
    """Return the CPU seconds of the processes, over all threads, to the nanosecond; 0 for one that has ended."""
    return sum(map(_cpu_s, pids))


def _cpu_s(pid: int) -> float:
    try:
        return clock_gettime((~pid << 3) | 2)  # the clock id of a process, computed as clock_getcpuclockid(3) does
    except OSError:
        return 0.0


def children_cpu_s() -> float:
    """Return the CPU seconds of the child processes that have ended, and of theirs."""
    usage = getrusage(RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def reaped_cpu_s(pid: int) -> float:
    """Return the CPU seconds of the child processes of another process that have ended, and of theirs."""
    ticks = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[13:15]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def private_mb(pid: int) -> float:
    """Return the memory in MB that a process shares with no other."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) * 1024 / 1e6


def peak_mb(pid: int) -> float:
    """Return the most memory in MB that a process has had, what it shares with others included."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) * 1024 / 1e6


def start(command: Sequence[str | Path], environment: Mapping[str, str], log: Path, folder: Path) -> subprocess.Popen[bytes]:
    """Start a process in a folder and in a group of its own. Its output is appended to ``log``."""
    arguments, variables = [str(part) for part in command], {**os.environ, **environment}
    with log.open("ab") as stream:
        return subprocess.Popen(arguments, cwd=folder, env=variables, stdout=stream, stderr=stream, start_new_session=True)


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process and its group."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        process.wait(10)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
