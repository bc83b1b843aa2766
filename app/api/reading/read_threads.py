"""Threads that run reads: a bounded number waits, each read has a deadline, and ends when its client leaves."""

import os
import sys
from asyncio import FIRST_COMPLETED, Task, create_task, get_running_loop, wait, wrap_future
from asyncio import Future as Awaited
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from math import inf
from threading import get_native_id
from time import monotonic
from typing import Any, TypeVar

from starlette.types import Receive

from app.database.interruptible_reads import InterruptibleRead, end_read, end_unwanted
from app.errors import ReadTimedOut, ServerBusy

T = TypeVar("T")
UNWATCHED_S = 0.05  # a shorter read is over before it would be worth looking whether its client is there
NICENESS = 5  # of threads that give way, beside the process's own: a third of the weight, so that they are slower but never starve


class ClientLeft(Exception):
    """The client closed the connection before it was answered."""


class ReadThreads:
    """Threads that run reads, in the order in which they were asked for.

    Args:
        threads: reads at a time.
        queue: reads that may wait for a thread; infinite for as many as come.
        gives_way: whether the event loop and other threads go first where all want a core.
    """

    def __init__(self, threads: int, queue: float = inf, *, gives_way: bool = False) -> None:
        self._executor, self._most = ThreadPoolExecutor(threads, "read", _give_way if gives_way else None), threads + queue
        self._unfinished: dict[Future[Any], InterruptibleRead[Any]] = {}

    async def run(self, read: InterruptibleRead[T], receive: Receive | None = None, *, is_admitted: bool = False) -> T:
        """Run a read in a thread. One that is given up is interrupted if it has begun, else it never runs.

        Args:
            receive: of ASGI, to notice that the client leaves; None if that is noticed elsewhere.
            is_admitted: whether it may wait though the queue is full, and for as long as it takes, as the pages of an export that began.

        Raises:
            ServerBusy: too many reads wait, or the read has waited for too long.
            ReadTimedOut: the read takes too long.
            ClientLeft: the client closed the connection.
        """
        if is_admitted:
            read.deadline = inf
        elif len(self._unfinished) >= self._most:
            raise ServerBusy
        future = self._executor.submit(copy_context().run, read.run)
        self._unfinished[future] = read
        future.add_done_callback(self._unfinished.pop)
        answer: Awaited[T] = wrap_future(future)
        try:
            await wait([answer], timeout=min(UNWATCHED_S, read.timeout_s))
            if not answer.done():
                await _watch(read, answer, receive)
            return answer.result()
        finally:
            if not answer.done():
                answer.cancel()
                if not future.cancel():
                    get_running_loop().run_in_executor(None, end_unwanted, read, future)

    def close(self) -> None:
        """End all reads, and the threads."""
        self._executor.shutdown(wait=False, cancel_futures=True)
        for future, read in [*self._unfinished.items()]:
            end_read(read, future)
        self._executor.shutdown()


def _give_way() -> None:
    """Lower the priority of this thread. Linux gives one to each thread (setpriority(2)), other systems to processes alone."""
    if sys.platform == "linux":
        with suppress(OSError):  # where the system refuses, reads run all the same
            os.setpriority(os.PRIO_PROCESS, get_native_id(), os.getpriority(os.PRIO_PROCESS, 0) + NICENESS)


async def _watch(read: InterruptibleRead[T], answer: "Awaited[T]", receive: Receive | None) -> None:
    """Wait until the answer is there; raise an error if the deadline passes, or the client leaves, before."""
    leaving: list[Task[None]] = [create_task(until_disconnect(receive))] if receive else []
    awaited: list[Awaited[Any]] = [answer, *leaving]
    try:
        # The deadline moves once when the read begins. It then lies no earlier than the end of this wait.
        while (left_s := read.deadline - monotonic()) > 0:
            await wait(awaited, timeout=min(left_s, read.timeout_s), return_when=FIRST_COMPLETED)
            if answer.done():
                return
            if any(task.done() for task in leaving):
                raise ClientLeft
        raise ReadTimedOut(read.timeout_s) if read.has_begun else ServerBusy
    finally:
        for task in leaving:
            task.cancel()


async def until_disconnect(receive: Receive) -> None:
    """Wait until the client leaves."""
    while (await receive())["type"] != "http.disconnect":
        pass
