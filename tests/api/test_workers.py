"""Several worker processes on one port: a killed one is replaced, and all end together."""

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
from pathlib import Path

import httpx2
import pytest
import uvicorn

from app.commands.workers import ACCEPTED_AT_ONCE, listening_sockets
from tests.api.servers import serving
from tests.cli.running import ended, saying, start, titles, write
from tests.databases import Templates
from tests.needs import PROCESSES
from tests.processes import PATIENCE_S, becomes_true, is_running


def children(process: subprocess.Popen[bytes]) -> set[int]:
    """Return the ids of the worker processes, not that of the resource tracker of multiprocessing."""
    pids = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return {int(pid) for pid in pids if "spawn_main" in Path(f"/proc/{pid}/cmdline").read_text()}


def has_started(pid: int) -> bool:
    """Return whether a worker has created the application and opened its event loop."""
    return any("eventpoll" in os.readlink(file) for file in Path(f"/proc/{pid}/fd").iterdir())


def requests_counted(address: str) -> set[int]:
    """Return how many requests of claims were counted, as several scrapes say: each is answered by one of the workers."""
    counts = [
        re.findall(r'requests_total{route="/v1/claims",status="200"} (\d+)', httpx2.get(f"{address}/metrics").text) for _ in range(10)
    ]
    return {int(number) for numbers in counts for number in numbers}


def answers(address: str) -> bool:
    return httpx2.get(f"{address}/v1/claims", params={"limit": 1}).status_code == 200


@pytest.mark.slow
@PROCESSES.mark
def test_two_workers_answer_one_that_is_killed_is_replaced_and_an_interrupt_ends_all(templates: Templates, tmp_path: Path) -> None:
    log, temporary = tmp_path / "log", tmp_path / "temporary"
    temporary.mkdir()
    settings = {"ONRECORD_WORKERS": "2", "TMPDIR": str(temporary)}
    with templates.copy("sqlite", seeded=True) as url, serving(url, log, **settings) as (process, address):
        assert becomes_true(lambda: len(children(process)) == 2 and all(map(has_started, children(process))))
        first, second = before = children(process)
        assert all(answers(address) for _ in range(20))

        assert becomes_true(lambda: requests_counted(address) == {20})
        os.kill(first, signal.SIGKILL)
        assert answers(address)
        assert becomes_true(lambda: len(children(process) - {first}) == 2)
        assert second in children(process)
        assert all(answers(address) for _ in range(20))
        assert becomes_true(lambda: requests_counted(address) == {41})

        now = before | children(process)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=PATIENCE_S) is not None
        assert becomes_true(lambda: not any(map(is_running, now)))
    assert "Traceback" not in log.read_text()
    assert list(temporary.iterdir()) == []
    [line] = [line for line in map(json.loads, log.read_text().splitlines()) if line["logger"] == "onrecord.workers"]
    assert (line["level"], f"worker {first} died by SIGKILL" in line["event"]) == ("warning", True)


@pytest.mark.slow
@pytest.mark.parametrize(("ending", "workers"), [(signal.SIGTERM, "1"), (signal.SIGINT, "2"), (signal.SIGKILL, "2")])
def test_a_stop_leaves_one_file_with_all_that_was_loaded_meanwhile_and_no_worker(
    templates: Templates, tmp_path: Path, ending: signal.Signals, workers: str
) -> None:
    documents = [write(tmp_path / f"{title}.json", saying(title)) for title in "AB"]
    settings = {"ONRECORD_WORKERS": workers, "TMPDIR": str(tmp_path)}  # for the folder that a killed server leaves
    with templates.copy("sqlite") as url, serving(url, tmp_path / "log", **settings) as (process, address):
        file = Path(url.removeprefix("sqlite:///"))
        for number, document in enumerate(documents, 1):
            assert ended(start(url, "ingest", document))[1] == ""
            assert becomes_true(lambda expected=number: articles_at(address) == expected)  # type: ignore[misc]
        started = children(process)
        process.send_signal(ending)
        assert process.wait(timeout=PATIENCE_S) is not None
        assert becomes_true(lambda: not any(map(is_running, started)))
        assert becomes_true(lambda: [each.name for each in file.parent.glob(f"{file.name}*")] == [file.name])
        assert titles(url) == ["A", "B"]
    assert "Traceback" not in (tmp_path / "log").read_text()


def articles_at(address: str) -> int:
    return len(httpx2.get(f"{address}/v1/articles").json()["items"])


def test_many_connections_that_wait_are_accepted_at_once() -> None:
    config = uvicorn.Config("none:none", port=0, log_config=None)
    sockets, accepted = listening_sockets(config), list[asyncio.Protocol]()

    class Connection(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            accepted.append(self)

    async def accept() -> int:
        loop = asyncio.get_running_loop()
        servers = [await loop.create_server(Connection, sock=each) for each in sockets]
        clients = [socket.create_connection(sockets[0].getsockname()) for _ in range(ACCEPTED_AT_ONCE)]
        while not accepted:
            await asyncio.sleep(0)
        for server in servers:
            server.close()
        for client in clients:
            client.close()
        return len(accepted)

    loop_factory = config.get_loop_factory()
    assert loop_factory
    with asyncio.Runner(loop_factory=loop_factory) as runner:
        assert runner.run(accept()) > ACCEPTED_AT_ONCE // 2
