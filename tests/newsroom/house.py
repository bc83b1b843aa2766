"""The processes of a newsroom: servers and workers, each killed and started again as often as one likes, and commands beside them."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random
from threading import Lock
from typing import NamedTuple

from tests.api.servers import free_port, wait_for_server

KILLED = -signal.SIGKILL


class Command(NamedTuple):
    """A command of ``onrecord``: its name in logs, its arguments, and settings of its own."""

    name: str
    arguments: Sequence[str]
    settings: Mapping[str, str]


class House:
    """Servers and workers of one database.

    Args:
        settings: of all processes, as environment variables; among them the URL of the database.
        servers: that answer; with no worker they run jobs, too.
        workers: that run jobs.
        folder: for logs.
    """

    def __init__(self, settings: Mapping[str, str], servers: int, workers: int, folder: Path) -> None:
        self._settings, self._folder, self._lock = settings, folder, Lock()
        self._ports = [free_port() for _ in range(servers)]
        run_jobs = {"ONRECORD_RUN_JOBS": "false" if workers else "true"}
        self._commands = [
            Command(f"server{number}", ["serve"], {**run_jobs, "ONRECORD_PORT": str(port), "ONRECORD_WORKER_ID": f"server{number}"})
            for number, port in enumerate(self._ports)
        ]
        self._commands += [Command(f"worker{number}", ["worker"], {"ONRECORD_WORKER_ID": f"worker{number}"}) for number in range(workers)]
        self._processes: list[subprocess.Popen[bytes]] = []
        self._beside: list[tuple[Command, subprocess.Popen[bytes]]] = []
        self._started: list[subprocess.Popen[bytes]] = []

    @property
    def addresses(self) -> list[str]:
        return [f"http://127.0.0.1:{port}" for port in self._ports]

    @contextmanager
    def open(self) -> Iterator[None]:
        """Start all processes, and kill them at the end."""
        try:
            self._processes = [self._start(command) for command in self._commands]
            for process, address in zip(self._processes, self.addresses, strict=False):
                wait_for_server(process, address, self._log(self._commands[0]))
            yield
        finally:
            for process in self._started:
                _kill(process)

    def begin(self, *arguments: str) -> None:
        """Start a command beside the servers, unless one runs. It is killed as they are, but not started again."""
        with self._lock:
            if all(process.poll() is not None for _, process in self._beside):
                command = Command(arguments[0], arguments, {"ONRECORD_WORKER_ID": "desk"})
                self._beside.append((command, self._start(command)))

    def ends(self) -> Iterator[tuple[str, int]]:
        """Wait for the commands that were begun; yield name and exit status of each."""
        for command, process in self._beside:
            yield command.name, process.wait()

    def kill_one(self, chance: Random) -> str:
        """Kill a process with SIGKILL, at times with all that it started, and start it again unless it is a command; return its name."""
        with self._lock:
            beside = [each for each in self._beside if each[1].poll() is None]
            place = chance.randrange(len(self._processes) + len(beside))
            if place >= len(self._processes):
                command, process = beside[place - len(self._processes)]
                self._kill(process, chance)
                return command.name
            self._kill_and_start(place, chance)
            return self._commands[place].name

    def kill_server(self, chance: Random) -> str:
        """Kill a server likewise, and start it again; return its name."""
        with self._lock:
            place = chance.randrange(len(self._ports))
            self._kill_and_start(place, chance)
            return self._commands[place].name

    def _kill_and_start(self, place: int, chance: Random) -> None:
        self._kill(self._processes[place], chance)
        self._processes[place] = self._start(self._commands[place])

    def _kill(self, process: subprocess.Popen[bytes], chance: Random) -> None:
        if chance.random() < 0.5:
            process.kill()  # what it started must notice by itself
            process.wait()
        else:
            _kill(process)

    def _start(self, command: Command) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "ONRECORD_LOG_LEVEL": "warning", **self._settings, **command.settings}
        with self._log(command).open("ab") as log:
            line = [sys.executable, "-m", "app", *command.arguments]
            process = subprocess.Popen(line, env=environment, stdout=log, stderr=log, start_new_session=True)
        self._started.append(process)
        return process

    def _log(self, command: Command) -> Path:
        return self._folder / f"{command.name}.log"


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
