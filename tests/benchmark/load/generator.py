"""Load generator: a process that sends requests over kept-alive connections, cheaply, so that the server is measured.

It reads jobs from stdin, a JSON object a line, and writes the result of each as one line:
``{"port", "targets": [path and query, ...], "headers": "Name: value\\r\\n...", "connections", "is_fresh"}`` gives
``{"seconds", "p50_ms", "p99_ms", "statuses": {"200": n}, "bytes", "cut"}``. With ``is_fresh`` the
time to connect counts.
"""

import asyncio
import sys
from collections import Counter
from collections.abc import Iterator
from time import perf_counter
from typing import Any, cast

import orjson
import uvloop

HEAD_END = b"\r\n\r\n"
LAST_CHUNK = b"0\r\n\r\n"
NO_BODY = (204, 304)


class Tally:
    """Totals over all connections of a job."""

    def __init__(self) -> None:
        self.took: list[float] = []
        self.statuses: Counter[int] = Counter()
        self.bytes = 0
        self.cut = 0  # answers that ended early

    def summary(self, seconds: float) -> dict[str, Any]:
        took = sorted(self.took) or [0.0]
        at = {name: took[min(len(took) - 1, int(len(took) * share))] * 1000 for name, share in (("p50_ms", 0.5), ("p99_ms", 0.99))}
        statuses = {str(status): number for status, number in self.statuses.items()}
        return {"seconds": seconds, **at, "statuses": statuses, "bytes": self.bytes, "cut": self.cut}


class Connection(asyncio.Protocol):
    """A connection that sends one request after another, each once the answer to the last is complete."""

    def __init__(self, requests: Iterator[bytes], tally: Tally) -> None:
        self.requests, self.tally = requests, tally
        self.buffer = bytearray()
        self.wanted = -1  # bytes of the whole answer; -1: the head is not read yet; -2: the answer is chunked
        self.asked_at = 0.0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.transport: asyncio.WriteTransport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.WriteTransport, transport)

    def ask(self) -> None:
        request = next(self.requests, None)
        if request is None:
            self.finish()
        else:
            self.asked_at = perf_counter()
            self.transport.write(request)

    def finish(self) -> None:
        if not self.done.done():
            self.done.set_result(None)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if self.wanted == -1 and not self.read_head():
            return
        if len(self.buffer) >= self.wanted if self.wanted >= 0 else self.buffer.endswith(LAST_CHUNK):
            self.count()
            self.ask()

    def read_head(self) -> bool:
        """Read the status and the length of the answer; False while its head is incomplete."""
        end = self.buffer.find(HEAD_END)
        if end < 0:
            return False
        head = bytes(self.buffer[:end]).lower()
        self.status, length = int(head[9:12]), head.find(b"\r\ncontent-length:")
        if self.status in NO_BODY:
            self.wanted = end + len(HEAD_END)
        elif length >= 0:
            self.wanted = end + len(HEAD_END) + int(head[length + 17 :].split(b"\r\n", 1)[0])
        else:
            self.wanted = -2
        return True

    def count(self) -> None:
        self.tally.took.append(perf_counter() - self.asked_at)
        self.tally.statuses[self.status] += 1
        self.tally.bytes += len(self.buffer)
        self.buffer.clear()
        self.wanted = -1

    def connection_lost(self, error: Exception | None) -> None:
        if not self.done.done():
            self.tally.cut += 1
            self.finish()


async def run(job: dict[str, Any]) -> dict[str, Any]:
    """Run a job: request every target once."""
    tail = f" HTTP/1.1\r\nHost: 127.0.0.1\r\n{job['headers']}\r\n"
    requests = iter([f"GET {target}{tail}".encode() for target in job["targets"]])
    tally, loop, started = Tally(), asyncio.get_running_loop(), perf_counter()
    opening = [loop.create_connection(lambda: Connection(requests, tally), "127.0.0.1", job["port"]) for _ in range(job["connections"])]
    connections = [protocol for _, protocol in await asyncio.gather(*opening)]
    started = started if job["is_fresh"] else perf_counter()
    for connection in connections:
        connection.ask()
    await asyncio.gather(*(connection.done for connection in connections))
    seconds = perf_counter() - started
    for connection in connections:
        connection.transport.close()
    return tally.summary(seconds)


def main() -> None:
    """Run the jobs on stdin, one after another."""
    for line in sys.stdin.buffer:
        sys.stdout.buffer.write(orjson.dumps(uvloop.run(run(orjson.loads(line))), option=orjson.OPT_APPEND_NEWLINE))
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
