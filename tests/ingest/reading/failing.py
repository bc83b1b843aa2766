"""Work of all kinds, for processes that are started anew: they import what they are to do."""

import os
import signal
import time
from collections.abc import Callable


def doubling() -> Callable[[int], tuple[int, int]]:
    """Doubles a number, and tells in which process; ends its process at 13, and takes a while for even numbers."""
    return _double


def _double(number: int) -> tuple[int, int]:
    if number == 13:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.02 * (number % 2 == 0))
    return 2 * number, os.getpid()


def sleeping() -> Callable[[float], float]:
    """Sleeps for so many seconds."""
    return _sleep


def _sleep(seconds: float) -> float:
    time.sleep(seconds)
    return seconds
