"""Waiting for processes: until something is true, until one has ended."""

import time
from collections.abc import Callable
from pathlib import Path

PATIENCE_S = 60


def becomes_true(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline and not condition():
        time.sleep(0.1)
    return condition()


def is_running(pid: int) -> bool:
    """Return whether a process runs. One that has ended, and is waited for by nobody, has no command line any more."""
    try:
        return bool(Path(f"/proc/{pid}/cmdline").read_bytes())
    except (FileNotFoundError, ProcessLookupError):
        return False
