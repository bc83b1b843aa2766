"""Starts real servers for tests: uvicorn over a socket, in a process of its own or in a thread."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import httpx2
import uvicorn

from app.api.access.connections import limited_protocol
from app.api.access.limits import ConnectionLimits

START_TIMEOUT_S = 120
LIMITS = ConnectionLimits(connections=800, header_timeout_s=10, send_timeout_s=60)


def free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port: int = bound.getsockname()[1]
        return port


@contextmanager
def serving(url: str, log: Path, **settings: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """Start a server, lend its process and address once it answers, and kill it afterwards."""
    port = free_port()
    environment = {**os.environ, "ONRECORD_DATABASE_URL": url, "ONRECORD_PORT": str(port), **settings}
    with log.open("wb") as stderr:
        process = subprocess.Popen([sys.executable, "-m", "app", "serve"], env=environment, stderr=stderr)
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for_server(process, address, log)
        yield process, address
    finally:
        process.kill()
        process.wait()


def wait_for_server(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    """Wait until a server answers; raise AssertionError with its log if it ends before."""
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx2.get(f"{address}/healthz")
            return
        except httpx2.TransportError:
            time.sleep(0.1)
    raise AssertionError(log.read_text())


@contextmanager
def serving_here(app: Any) -> Iterator[str]:
    """Serve an application from a thread of this process, so that a test can replace parts of it; lend its address."""
    options: dict[str, Any] = {"http": limited_protocol(LIMITS), "log_config": None, "access_log": False, "timeout_graceful_shutdown": 1}
    server = uvicorn.Server(uvicorn.Config(app, port=free_port(), **options))
    thread = Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{server.config.port}"
    finally:
        server.should_exit = True
        thread.join()
