"""Reverse proxies before several servers: nginx as compose.yaml configures it, or a small one without nginx.

The small one forwards whole connections, in turn, and skips servers that do not answer:
``python -m tests.scale.proxies PORT SERVER_PORT...``.
"""

import asyncio
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

import yaml

from tests.api.servers import free_port
from tests.needs import NGINX

COMPOSE = Path(__file__).parent.parent.parent / "compose.yaml"


def nginx_configuration(folder: Path, port: int, servers: Sequence[int]) -> str:
    """Return the configuration of compose.yaml for servers on ports of this machine, with its files in a folder."""
    content: str = yaml.safe_load(COMPOSE.read_text())["configs"]["proxy"]["content"].replace("$$", "$")
    for number, server in enumerate(servers, 1):
        content = content.replace(f"api{number}:8000", f"127.0.0.1:{server}")
    return content.replace("listen 8000", f"listen 127.0.0.1:{port}").replace("/tmp/", f"{folder}/")


@contextmanager
def proxy(folder: Path, servers: Sequence[int], *, with_nginx: bool) -> Iterator[str]:
    """Start a proxy before servers on these ports; lend its address."""
    port, configuration = free_port(), folder / "nginx.conf"
    configuration.write_text(nginx_configuration(folder, port, servers))
    nginx = [str(NGINX), "-e", "stderr", "-g", "daemon off;", "-c", str(configuration)]
    small_proxy = [sys.executable, "-m", "tests.scale.proxies", str(port), *map(str, servers)]
    process = subprocess.Popen(nginx if with_nginx else small_proxy, cwd=COMPOSE.parent)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


async def _serve(port: int, servers: Sequence[int]) -> None:
    turns = count()

    async def forward(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first = next(turns)
        for turn in range(len(servers)):
            with suppress(OSError):
                server_reader, server_writer = await asyncio.open_connection("127.0.0.1", servers[(first + turn) % len(servers)])
                await asyncio.gather(_copy(reader, server_writer), _copy(server_reader, writer))
                return
        writer.close()

    async with await asyncio.start_server(forward, "127.0.0.1", port) as server:
        await server.serve_forever()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while block := await reader.read(65_536):
            writer.write(block)
            await writer.drain()
    writer.close()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), [int(port) for port in sys.argv[2:]]))
