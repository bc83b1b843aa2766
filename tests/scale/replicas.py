"""A temporary PostgreSQL server and a streaming replica of it."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.api.servers import free_port
from tests.needs import SERVER_PROGRAMS

SERVER_OPTIONS = "-c fsync=off -c unix_socket_directories='' -c shared_buffers=16MB"
IS_ROOT = os.geteuid() == 0


@contextmanager
def primary_and_replica() -> Iterator[tuple[str, str]]:
    """Start both servers; lend the URL of the primary and that of the replica."""
    programs, first, second = SERVER_PROGRAMS[-1].parent, free_port(), free_port()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as running:
        primary, replica = Path(folder, "primary"), Path(folder, "replica")
        if IS_ROOT:
            shutil.chown(folder, "postgres")
        _run(programs / "initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "-D", primary)
        running.enter_context(_server(programs, primary, first))
        url = f"postgresql://postgres@127.0.0.1:{first}/postgres"
        _run(programs / "pg_basebackup", "--dbname", url, "--write-recovery-conf", "--checkpoint=fast", "--no-sync", "-D", replica)
        running.enter_context(_server(programs, replica, second))
        yield url, f"postgresql://postgres@127.0.0.1:{second}/postgres"


@contextmanager
def _server(programs: Path, data: Path, port: int) -> Iterator[None]:
    _run(programs / "pg_ctl", "start", "--wait", "-D", data, "-l", data / "log", "-o", f"{SERVER_OPTIONS} -p {port}")
    try:
        yield
    finally:
        _run(programs / "pg_ctl", "stop", "--mode=immediate", "-D", data)


def _run(*command: str | Path) -> None:
    """Run a program of PostgreSQL, which refuses to run as root: root runs it as user postgres."""
    user = {"user": "postgres", "group": "postgres", "extra_groups": []} if IS_ROOT else {}
    subprocess.run([*map(str, command)], check=True, cwd="/", stdout=subprocess.DEVNULL, **user)  # type: ignore[call-overload]
