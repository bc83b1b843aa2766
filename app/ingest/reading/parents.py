"""The process that started this one: children must not outlive it, however it ends."""

from collections.abc import Callable
from multiprocessing import parent_process
from threading import Thread


def when_parent_ends(act: Callable[[], None]) -> None:
    """Call a function, in a thread, when the process that started this one has ended; never if multiprocessing did not start this one.

    The parent holds the one end of a pipe, which the system closes when the parent ends, also where that is killed and can tell nobody.
    """
    parent = parent_process()
    if parent is not None:
        Thread(target=_wait, args=(parent.join, act), name="parent", daemon=True).start()


def _wait(join: Callable[[], None], act: Callable[[], None]) -> None:
    join()
    act()
