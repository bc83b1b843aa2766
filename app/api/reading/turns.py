"""Turns of the event loop, each with little time for reads, so that other requests come in between."""

from asyncio import Future, get_running_loop
from collections import deque
from collections.abc import Callable
from contextvars import Context, copy_context
from time import perf_counter
from typing import Any, TypeVar

T = TypeVar("T")
TURN_S = 0.002  # a read that began is not broken off, so a turn takes so much and the last read


class Turns:
    """Runs reads on the event loop. Where those of one turn have taken long, further ones wait for later turns, in order.

    Without that, an answer from memory waits for the reads of all requests that came in with it.
    """

    def __init__(self) -> None:
        self._left_s, self._is_scheduled = TURN_S, False
        self._waiting: deque[tuple[Future[Any], Context, Callable[[], Any]]] = deque()

    async def run(self, read: Callable[[], T]) -> T:
        """Run a read, now or in a later turn, and return or raise what comes of it."""
        if self._left_s > 0 and not self._waiting:
            return self._run_now(read)
        answer: Future[T] = get_running_loop().create_future()
        self._waiting.append((answer, copy_context(), read))
        return await answer

    def _run_now(self, read: Callable[[], T]) -> T:
        began = perf_counter()
        try:
            return read()
        finally:
            self._left_s -= perf_counter() - began
            if not self._is_scheduled:
                self._is_scheduled = True
                get_running_loop().call_soon(self._begin)

    def _begin(self) -> None:
        """Begin a turn with the reads that wait. It ends behind whatever else the event loop has to do by then."""
        self._left_s, self._is_scheduled = TURN_S, False
        while self._waiting and self._left_s > 0:
            answer, context, read = self._waiting.popleft()
            if answer.done():  # nobody waits for it any more
                continue
            try:
                answer.set_result(context.run(self._run_now, read))
            except Exception as error:  # raised where the read is awaited
                answer.set_exception(error)
