"""The services of compose.yaml as plain processes: ``python -m tests.scale.machines DATABASE_URL`` migrates, loads and serves."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2

from tests.api.servers import serving
from tests.cli.running import ended, start
from tests.databases import SEEDS
from tests.needs import NGINX
from tests.scale.proxies import proxy


@dataclass(frozen=True)
class Machines:
    """API processes that serve one archive, their addresses, and the address of the proxy before them."""

    processes: Sequence[subprocess.Popen[bytes]]
    addresses: Sequence[str]
    address: str


def load(url: str, *files: Path) -> None:
    """Migrate a database and load files into it, as the service ``load`` does."""
    for command in (["migrate"], ["ingest", *map(str, files)]):
        process = start(url, *command)
        output = ended(process)
        if process.returncode:
            raise AssertionError("".join(output))


@contextmanager
def machines(url: str, folder: Path, *, with_nginx: bool, number: int = 2, **settings: str) -> Iterator[Machines]:
    """Serve a database by API processes behind a proxy."""
    with ExitStack() as opened:
        served = [opened.enter_context(serving(url, folder / f"{n}.log", **settings)) for n in range(number)]
        addresses = [address for _, address in served]
        ports = [int(address.rpartition(":")[2]) for address in addresses]
        address = opened.enter_context(proxy(folder, ports, with_nginx=with_nginx))
        _wait_for(address)
        yield Machines([process for process, _ in served], addresses, address)


def _wait_for(address: str) -> None:
    for _ in range(100):
        try:
            httpx2.get(f"{address}/healthz").raise_for_status()
            return
        except httpx2.HTTPError:
            time.sleep(0.1)
    raise AssertionError(f"{address} does not answer")


def main(url: str) -> None:
    """Migrate, load the seeds, and serve until Ctrl+C."""
    load(url, SEEDS)
    with tempfile.TemporaryDirectory() as folder, machines(url, Path(folder), with_nginx=NGINX is not None) as served:
        sys.stdout.write(f"{served.address}, from {' and '.join(served.addresses)}\n")
        sys.stdout.flush()
        served.processes[0].wait()


if __name__ == "__main__":
    main(sys.argv[1])
