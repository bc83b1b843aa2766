"""Processes beside the server, each of which does one job at a time: a line of JSON in, a line of JSON out; they idle between jobs."""

import asyncio
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import orjson
import uvloop

from tests.benchmark.servers.serving import ROOT

Job = dict[str, Any]


class Helper:
    """A process of this kind, seen from outside."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._jobs, self._results = process.stdin, process.stdout

    def begin(self, job: Job) -> None:
        """Have it begin a job."""
        self._jobs.write(orjson.dumps(job, option=orjson.OPT_APPEND_NEWLINE))
        self._jobs.flush()

    def result(self) -> Any:
        """Wait for the result of the job that began.

        Raises:
            RuntimeError: the process died.
        """
        line = self._results.readline()
        if not line:
            raise RuntimeError("a process that attacks or measures has died")
        return orjson.loads(line)

    def run(self, job: Job) -> Any:
        """Run a job; return its result."""
        self.begin(job)
        return self.result()


@contextmanager
def helper(module: str) -> Iterator[Helper]:
    """Start a module as a helper; end it afterwards."""
    command = [sys.executable, "-m", module]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            yield Helper(process)
        finally:
            process.kill()


def do_jobs(run: Callable[[Job], Awaitable[object]]) -> None:
    """Be a helper: run the jobs on standard input, one after another."""

    async def run_whole(job: Job) -> object:
        return await run(job)

    asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
    for line in sys.stdin.buffer:
        sys.stdout.buffer.write(orjson.dumps(asyncio.run(run_whole(orjson.loads(line))), option=orjson.OPT_APPEND_NEWLINE))
        sys.stdout.buffer.flush()
