"""Functions that worker processes import: one doubles numbers and kills its process at 13, one sleeps."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path


def doubling() -> Callable[[int], tuple[int, int]]:
    """Return a function that returns a doubled number and its process id, kills its process at 13 and is slow at even numbers."""
    return _double


def _double(number: int) -> tuple[int, int]:
    if number == 13:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.02 * (number % 2 == 0))
    return 2 * number, os.getpid()


def sleeping() -> Callable[[float], float]:
    """Return a function that sleeps for a number of seconds."""
    return _sleep


def _sleep(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def sleeping_for_a_minute() -> Callable[[str], None]:
    """Return a function that writes the id of its process into a file, and sleeps."""
    return _note_and_sleep


def _note_and_sleep(file: str) -> None:
    Path(file).write_text(f"{os.getpid()}\n")
    time.sleep(60)
