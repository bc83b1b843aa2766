"""Memory and open files of a server's processes, looked at again and again from a thread."""

import os
import time
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from types import TracebackType
from typing import NamedTuple, Self

from tests.benchmark.servers.processes import tree_of

EVERY_S, FIRST_LOOK_S, SETTLE_S = 0.5, 1.0, 15.0


class Reading(NamedTuple):
    """Memory in MB, of what processes share each one's part, and the number of open files."""

    memory_mb: float
    descriptors: int


def read(pid: int) -> Reading:
    """Look at a process and all its descendants."""
    memory_kb, descriptors = 0, 0
    for each in tree_of(pid):
        with suppress(OSError):  # it has ended
            descriptors += len(os.listdir(f"/proc/{each}/fd"))
            lines = Path(f"/proc/{each}/smaps_rollup").read_text().splitlines()
            memory_kb += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return Reading(memory_kb * 1024 / 1e6, descriptors)


def settled(pid: int, most_mb: float, seconds: float = SETTLE_S) -> Reading:
    """Look until the memory is at most ``most_mb``, or the time is over; return the last look."""
    deadline = time.monotonic() + seconds
    time.sleep(FIRST_LOOK_S)
    while (reading := read(pid)).memory_mb > most_mb and time.monotonic() < deadline:
        time.sleep(EVERY_S)
    return reading


class Watch:
    """Looks at processes while its ``with`` lasts; ``most`` is the most of each that was seen."""

    def __init__(self, pid: int) -> None:
        self._pid, self._is_over = pid, Event()
        self.most = read(pid)
        self._thread = Thread(target=self._look)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self._is_over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._is_over.wait(EVERY_S):
            now = read(self._pid)
            self.most = Reading(max(self.most.memory_mb, now.memory_mb), max(self.most.descriptors, now.descriptors))
