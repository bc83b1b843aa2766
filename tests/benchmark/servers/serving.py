"""Start the measured servers in processes of their own: On Record, Datasette, the ceiling, a plain application."""

import http.client
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import orjson

from tests.api.servers import free_port
from tests.benchmark.servers import processes
from tests.make import Json

ROOT = Path(__file__).parents[3]
APPS = Path(__file__).parent / "apps"
OTHERS_PYTHON = ROOT / "tests" / "benchmark" / ".venv" / "bin" / "python"  # has Datasette and sqlite-utils
START_TIMEOUT_S = 60
QUIET = {"ONRECORD_ACCESS_LOG": "false", "ONRECORD_LOG_LEVEL": "warning"}
# Modules are compiled once and kept, as where a program is installed. Else On Record would compile its own at each start.
KEPT_BYTECODE = {"PYTHONDONTWRITEBYTECODE": ""}
UVICORN = [sys.executable, "-m", "uvicorn", "--no-access-log", "--no-server-header", "--log-level", "warning", "--loop", "uvloop"]
UVICORN += ["--http", "httptools"]


@dataclass(frozen=True)
class Server:
    """A running server. ``started_s``: seconds to its first answer; ``beside``: pid of the database server, if there is one."""

    port: int
    pid: int
    started_s: float
    beside: int | None = None

    def cpu_s(self) -> float:
        """Return the CPU seconds of all its processes since they began."""
        return self.own_cpu_s() + (processes.cpu_s(processes.tree_of(self.beside)) if self.beside else 0)

    def own_cpu_s(self) -> float:
        """Return the same without the database server."""
        return processes.cpu_s(processes.tree_of(self.pid))

    def private_mb(self) -> float:
        """Return the private memory of its largest process: of a worker, where there are several."""
        return max(processes.private_mb(pid) for pid in processes.tree_of(self.pid))

    def get(self, target: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Send a request; return status, headers and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=START_TIMEOUT_S)
        try:
            connection.request("GET", target, headers=headers)
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def json(self, target: str) -> Json:
        """Send a request; return the JSON of the answer.

        Raises:
            AssertionError: the status is not 200.
        """
        status, _, body = self.get(target)
        assert status == 200, f"{target}: {status} {body[:300]!r}"
        parsed: Json = orjson.loads(body)
        return parsed


@contextmanager
def onrecord(
    url: str,
    log: Path,
    workers: int = 1,
    target: str = "/readyz",
    root: Path = ROOT,
    python: str | Path = sys.executable,
    settings: Mapping[str, str] = QUIET,
) -> Iterator[Server]:
    """Serve a database by ``onrecord serve`` of the code in a folder; lend the server once ``target`` is answered."""
    port = free_port()
    command = [python, "-m", "app", "serve", "--port", str(port), *(["--workers", str(workers)] if workers > 1 else [])]
    environment = {"ONRECORD_DATABASE_URL": url, "PYTHONPATH": str(root), **settings}
    with _serving(command, environment, port, target, log, root) as server:
        yield server


@contextmanager
def datasette(archive: Path, queries: dict[str, str], log: Path) -> Iterator[Server]:
    """Serve a SQLite file by Datasette with canned queries, at its fastest: uvicorn options as ours, no access log."""
    port = free_port()
    command: list[str | Path] = [OTHERS_PYTHON, APPS / "datasette_app.py", archive, str(port), orjson.dumps(queries).decode()]
    with _serving(command, {}, port, "/-/versions.json", log) as server:
        yield server


@contextmanager
def ceiling(answers: Path, log: Path, workers: int = 1) -> Iterator[Server]:
    """Serve recorded answers from memory by a bare ASGI application: the most that the same HTTP server can reach."""
    port = free_port()
    command = [*UVICORN, "--port", str(port), "--workers", str(workers), "tests.benchmark.servers.apps.ceiling:application"]
    with _serving(command, {"CEILING_ANSWERS": str(answers)}, port, "/", log) as server:
        yield server


@contextmanager
def plain(log: Path) -> Iterator[Server]:
    """Serve constant bytes by FastAPI with one SQLModel table: the least that such an application must start."""
    port = free_port()
    command = [*UVICORN, "--port", str(port), "tests.benchmark.servers.apps.plain:application"]
    with _serving(command, {}, port, "/", log) as server:
        yield server


@contextmanager
def _serving(
    command: Sequence[str | Path], environment: dict[str, str], port: int, target: str, log: Path, folder: Path = ROOT
) -> Iterator[Server]:
    started = time.perf_counter()
    process = processes.start(command, {**KEPT_BYTECODE, **environment}, log, folder)
    try:
        while not _answers(port, target):
            if process.poll() is not None or time.perf_counter() - started > START_TIMEOUT_S:
                raise RuntimeError(f"{command} does not answer:\n{log.read_text()[-2000:]}")
            time.sleep(0.005)
        yield Server(port, process.pid, time.perf_counter() - started)
    finally:
        processes.end(process)


def _answers(port: int, target: str) -> bool:
    try:
        return Server(port, 0, 0).get(target)[0] < 500
    except OSError:
        return False
