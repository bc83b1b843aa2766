"""The server of a commit, on a port of the loopback address."""

import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.comparison.running import command, environment

START_TIMEOUT_S = 120


@contextmanager
def serving(root: Path, url: str) -> Iterator[int]:
    """Serve a database by the code of a folder; lend the port once it is listened on.

    Raises:
        RuntimeError: the server ends, or does not listen in time; the message is what it wrote.
    """
    port = _free_port()
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command("serve", "--port", str(port)), cwd=root, env=environment(root, url), stdout=log, stderr=log)
        try:
            if not _listens(process, port):
                log.seek(0)
                raise RuntimeError(log.read().decode())
            yield port
        finally:
            process.terminate()
            process.wait()


def _free_port() -> int:
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        port: int = opened.getsockname()[1]
        return port


def _listens(process: subprocess.Popen[bytes], port: int) -> bool:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as opened:
            if opened.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.1)
    return False
