"""Kills of servers, workers and commands while a day is played: at random moments, and in the middle of writes."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from threading import Event, Thread
from time import sleep

from tests.newsroom.house import House

LEAST_PAUSE_S, MOST_PAUSE_S = 0.3, 4.0
MOST_DELAY_S = 0.2  # of a kill that a write calls for
SHARE_CALLED = 0.6  # of all kills at most are called for by writes
RARE = ("import", "withdrawal")  # which are disturbed whenever they come


class Killer:
    """Kills processes of a house, in a thread, all along the day.

    Args:
        number: of kills.
        progress: returns the share of the day that is over.

    Attributes:
        kills: how many there were, by what was being done; "at random" is anything.
        killed: how many there were, by the process.
    """

    def __init__(self, house: House, number: int, seed: int, progress: Callable[[], float]) -> None:
        self._house, self._number, self._chance, self._progress = house, number, Random(seed), progress
        self._called = ""
        self._is_called, self._is_over = Event(), Event()
        self.kills, self.killed = Counter[str](), Counter[str]()
        self._thread = Thread(target=self._run)

    @property
    def is_done(self) -> bool:
        """Whether there were as many kills as were wanted."""
        return self.kills.total() >= self._number

    def call(self, write: str) -> None:
        """Have a server killed in a moment, at times: something is being written."""
        called = self.kills.total() - self.kills["at random"]
        is_wanted = not self.is_done and called < SHARE_CALLED * self._number and (write in RARE or self._is_time)
        if is_wanted and not self._is_called.is_set():
            self._called = write
            self._is_called.set()

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Kill while the block runs."""
        self._thread.start()
        try:
            yield
        finally:
            self._is_over.set()
            self._is_called.set()
            self._thread.join()

    @property
    def _is_time(self) -> bool:
        return self.kills.total() <= self._progress() * self._number and not self.is_done

    def _run(self) -> None:
        while not self.is_done:
            is_called = self._is_called.wait(self._chance.uniform(LEAST_PAUSE_S, MOST_PAUSE_S))
            if self._is_over.is_set():
                return
            if is_called:
                sleep(self._chance.uniform(0, MOST_DELAY_S))
                self._note(self._called, self._house.kill_server(self._chance))
            elif self._is_time:
                self._note("at random", self._house.kill_one(self._chance))
            self._is_called.clear()

    def _note(self, write: str, name: str) -> None:
        self.kills[write] += 1
        self.killed[name] += 1
