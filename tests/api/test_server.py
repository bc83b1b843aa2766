"""The real server: uvicorn in a process of its own, over a socket."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from tests.conftest import Templates, drop

START_TIMEOUT_S = 30


def free_port() -> int:
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        port: int = opened.getsockname()[1]
        return port


def serve(url: str, log: Path, **settings: str) -> tuple[subprocess.Popen[bytes], str]:
    """Start the server; return it and its address once it answers."""
    port = free_port()
    environment = {**os.environ, "ONRECORD_DATABASE_URL": url, "ONRECORD_PORT": str(port), **settings}
    with log.open("wb") as stderr:
        process = subprocess.Popen([sys.executable, "-m", "app", "serve"], env=environment, stderr=stderr)
    address = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx2.get(f"{address}/healthz")
            return process, address
        except httpx2.TransportError:
            time.sleep(0.1)
    process.kill()
    raise AssertionError(log.read_text())


@pytest.fixture
def server(templates: Templates, tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], str, Path]]:
    url = templates.copy("sqlite", seeded=True)
    process, address = serve(url, tmp_path / "log")
    yield process, address, tmp_path / "log"
    process.kill()
    process.wait()
    drop(url)


def test_a_real_server_answers_logs_and_stops_gracefully(server: tuple[subprocess.Popen[bytes], str, Path]) -> None:
    process, address, log = server
    answer = httpx2.get(f"{address}/v1/claims?limit=2", headers={"X-Request-Id": "seen-in-the-log"})
    assert (answer.status_code, len(answer.json()["items"])) == (200, 2)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == -signal.SIGTERM
    lines = [line for line in log.read_text().splitlines() if "seen-in-the-log" in line]
    assert ['"status": 200' in line and '"path": "/v1/claims"' in line for line in lines] == [True]


def test_an_export_streams_the_whole_list_over_a_socket(server: tuple[subprocess.Popen[bytes], str, Path]) -> None:
    _, address, _ = server
    total = httpx2.get(f"{address}/v1/claims?limit=1&count=exact").json()["total"]["value"]
    assert httpx2.get(f"{address}/v1/claims?format=ndjson").text.count("\n") == total


def test_a_burst_of_slow_reads_is_answered_whole(server: tuple[subprocess.Popen[bytes], str, Path]) -> None:
    _, address, _ = server
    burst = f"""
import asyncio, httpx2
async def main():
    async with httpx2.AsyncClient(limits=httpx2.Limits(max_connections=64)) as client:
        answers = await asyncio.gather(*(client.get("{address}/v1/claims?q=the&facet=kind") for _ in range(64)))
    print([answer.status_code for answer in answers] == [200] * 64)
asyncio.run(main())
"""
    assert subprocess.run([sys.executable, "-c", burst], capture_output=True, timeout=60, text=True).stdout == "True\n"
