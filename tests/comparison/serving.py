"""Server of a database, run by the code of a commit on a free port."""

import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.api.servers import free_port
from tests.comparison.commands import command, environment

START_TIMEOUT_S = 120


@contextmanager
def serving(root: Path, url: str) -> Iterator[int]:
    """Serve a database by the code of a folder; lend the port once the server listens.

    Raises:
        RuntimeError: the server ended, or did not listen in time; the message is its output.
    """
    port = free_port()
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


def _listens(process: subprocess.Popen[bytes], port: int) -> bool:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as opened:
            if opened.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.1)
    return False
