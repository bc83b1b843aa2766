"""Runs uvicorn: one process that serves, or several under a supervisor that warns of each that dies."""

import logging
import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from socket import socket
from typing import NoReturn

import uvicorn
from uvicorn._types import ASGIApplication
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

ACCEPTED_AT_ONCE = 16  # connections that a process takes up in a turn of its event loop
CLOSING_S = 10  # that a stop may take after requests in progress had their time

log = logging.getLogger("onrecord.workers")


@dataclass(frozen=True)
class Factory:
    """Makes the application, in each worker after it has begun to answer the supervisor, which kills those that do not within seconds.

    A function of ``serve.py`` would be imported before, with all that that imports.
    """

    counters_folder: Path | None
    processes: int

    def __call__(self) -> ASGIApplication:
        """Return the application."""
        application: ASGIApplication = import_module("app.commands.serve").application(self.counters_folder, self.processes)
        return application


class Workers(Multiprocess):
    """The processes that serve. One that dies, or hangs and is killed, is replaced with a warning."""

    def keep_subprocess_alive(self) -> None:
        """Replace the processes that died."""
        before = list(self.processes)
        super().keep_subprocess_alive()
        for old, new in zip(before, self.processes, strict=True):
            if old is not new:
                log.warning("worker %s died by %s; %s takes its place", old.pid, ending_of(old.exitcode), new.pid)


def ending_of(exit_code: int | None) -> str:
    """Return the signal that ended a process, by name, or its exit status."""
    with suppress(ValueError):
        if exit_code is not None and exit_code < 0:
            return signal.Signals(-exit_code).name
    return f"exit status {exit_code}"


def stop_orphan(shutdown_timeout_s: float) -> None:
    """Stop this process, whose supervisor was killed: it would hold the port, and nobody could stop or replace it.

    Args:
        shutdown_timeout_s: seconds that requests in progress get. A process that hangs is ended after them all the same.
    """
    log.warning("the process that started this worker has ended; the worker stops")
    signal.raise_signal(signal.SIGTERM)
    time.sleep(shutdown_timeout_s + CLOSING_S)
    os._exit(1)


def listening_sockets(config: uvicorn.Config) -> list[socket]:
    """Return the socket to listen on, many times: uvloop accepts one connection of each in a turn, however many wait."""
    bound = config.bind_socket()
    return [bound, *(bound.dup() for _ in range(ACCEPTED_AT_ONCE - 1))]


def run(config: uvicorn.Config) -> None:
    """Serve until a signal ends it, as ``uvicorn.run`` does with its own supervisor."""
    sockets = listening_sockets(config)
    if config.workers > 1:
        Workers(config, sockets).run()
        return
    server = uvicorn.Server(config)
    signal.signal(signal.SIGTERM, _exit)  # uvicorn raises it again when all is answered; by default it would end Python without clearing up
    with suppress(KeyboardInterrupt):
        server.run(sockets)
    if not server.started:
        raise SystemExit(STARTUP_FAILURE)


def _exit(*_: object) -> NoReturn:
    raise SystemExit(0)
