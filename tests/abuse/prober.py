"""The process that measures what others feel: it asks for answers that the server keeps in memory, and for ``/readyz``, at fixed rates.

A job ``{"port", "seconds", "kept": [path and query, ...], "kept_per_s", "ready_per_s"}`` gives ``{"kept": [[status, ms], ...],
"ready": ...}``, the status 0 where no answer came within ``PATIENCE_S``. Each request begins at its time, however late earlier ones are
answered. Kept answers are asked for over connections that stay open, ``/readyz`` over new ones, as load balancers do.
"""

import asyncio
from asyncio import StreamReader, StreamWriter, Task, create_task
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from itertools import cycle
from time import perf_counter
from typing import Any

from tests.abuse.answers import Answer, read_answer
from tests.abuse.helpers import Job, do_jobs

PATIENCE_S = 25.0
NO_ANSWER = Answer(0, is_last=True)
Connection = tuple[StreamReader, StreamWriter]
Probe = tuple[int, float]
Asking = Callable[[str], Coroutine[Any, Any, Probe]]


class Prober:
    """Connections to a server."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._idle: list[Connection] = []

    async def ask_kept(self, target: str) -> Probe:
        """Ask over an open connection, if one is free; over a new one where the server has closed it meanwhile."""
        began = perf_counter()
        while self._idle:
            with suppress(OSError, EOFError):
                return await self._ask(target, self._idle.pop(), began)
        return await self.ask_anew(target)

    async def ask_anew(self, target: str) -> Probe:
        """Ask over a new connection."""
        began = perf_counter()
        try:
            return await self._ask(target, await asyncio.open_connection("127.0.0.1", self._port), began)
        except (OSError, EOFError):
            return NO_ANSWER.status, PATIENCE_S * 1000

    def close(self) -> None:
        """Close the connections."""
        for _, writer in self._idle:
            writer.close()

    async def _ask(self, target: str, connection: Connection, began: float) -> Probe:
        reader, writer = connection
        writer.write(f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        try:
            async with asyncio.timeout(PATIENCE_S):
                answer = await read_answer(reader)
        except TimeoutError:
            answer = NO_ANSWER
        if answer.is_last:
            writer.close()
        else:
            self._idle.append(connection)
        return answer.status, (perf_counter() - began) * 1000


async def probe(job: Job) -> dict[str, list[Probe]]:
    """Ask at fixed rates for as long as the job says."""
    prober = Prober(job["port"])
    kept, ready = await asyncio.gather(
        _at_rate(prober.ask_kept, job["kept"], job["kept_per_s"], job["seconds"]),
        _at_rate(prober.ask_anew, ["/readyz"], job["ready_per_s"], job["seconds"]),
    )
    prober.close()
    return {"kept": kept, "ready": ready}


async def _at_rate(ask: Asking, targets: Sequence[str], per_s: float, seconds: float) -> list[Probe]:
    began, asking = perf_counter(), list[Task[Probe]]()
    for number, target in zip(range(round(per_s * seconds)), cycle(targets), strict=False):
        await asyncio.sleep(began + number / per_s - perf_counter())
        asking.append(create_task(ask(target)))
    return await asyncio.gather(*asking)


if __name__ == "__main__":
    do_jobs(probe)
