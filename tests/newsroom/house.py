"""The processes of a newsroom: servers and workers, each killed and started again as often as one likes."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random
from threading import Event, Lock, Thread

from tests.api.servers import free_port, wait_for_server

LEAST_PAUSE_S, MOST_PAUSE_S = 0.3, 4.0


class House:
    """Servers and workers of one database.

    Args:
        url: of the database.
        servers: that answer; with no worker they run jobs, too.
        workers: that run jobs.
        folder: for logs.
    """

    def __init__(self, url: str, servers: int, workers: int, folder: Path) -> None:
        self._url, self._folder, self._lock = url, folder, Lock()
        self._ports = [free_port() for _ in range(servers)]
        self._commands: list[tuple[Sequence[str], dict[str, str]]] = []
        for number, port in enumerate(self._ports):
            more = {"ONRECORD_PORT": str(port), "ONRECORD_RUN_JOBS": "false" if workers else "true"}
            self._commands.append((["serve"], {**more, "ONRECORD_WORKER_ID": f"server{number}"}))
        self._commands += [(["worker"], {"ONRECORD_WORKER_ID": f"worker{number}"}) for number in range(workers)]
        self._processes: list[subprocess.Popen[bytes]] = []
        self._started: list[subprocess.Popen[bytes]] = []

    @property
    def addresses(self) -> list[str]:
        return [f"http://127.0.0.1:{port}" for port in self._ports]

    @contextmanager
    def open(self) -> Iterator[None]:
        """Start all processes, and kill them at the end."""
        try:
            self._processes = [self._start(place) for place in range(len(self._commands))]
            for process, address in zip(self._processes, self.addresses, strict=False):
                wait_for_server(process, address, self._log(0))
            yield
        finally:
            for process in self._started:
                _kill(process)

    def kill_one(self, chance: Random) -> None:
        """Kill a process with SIGKILL, at times with all that it started, and start it again."""
        with self._lock:
            place = chance.randrange(len(self._processes))
            process = self._processes[place]
            if chance.random() < 0.5:
                process.kill()  # what it started must notice by itself
                process.wait()
            else:
                _kill(process)
            self._processes[place] = self._start(place)

    def _start(self, place: int) -> subprocess.Popen[bytes]:
        arguments, settings = self._commands[place]
        environment = {**os.environ, "ONRECORD_DATABASE_URL": self._url, "ONRECORD_LOG_LEVEL": "warning", **settings}
        with self._log(place).open("ab") as log:
            command = [sys.executable, "-m", "app", *arguments]
            process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
        self._started.append(process)
        return process

    def _log(self, place: int) -> Path:
        return self._folder / f"process{place}.log"


@contextmanager
def kills(house: House, number: int, seed: int) -> Iterator[list[float]]:
    """Kill processes at random moments while the block runs, and go on until there were so many kills.

    Yields:
        The pauses before the kills so far.
    """
    pauses, chance, is_over = list[float](), Random(seed), Event()

    def go_on() -> None:
        while len(pauses) < number and not is_over.is_set():
            pause = chance.uniform(LEAST_PAUSE_S, MOST_PAUSE_S)
            is_over.wait(pause)
            house.kill_one(chance)
            pauses.append(pause)

    thread = Thread(target=go_on)
    thread.start()
    try:
        yield pauses
    finally:
        is_over.set()
        thread.join()


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
