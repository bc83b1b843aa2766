"""Turns of the event loop: reads that take long leave room for others between them."""

import asyncio
import time

from app.api.reading.turns import TURN_S, Turns
from app.logs import REQUEST_ID


def test_other_requests_come_between_reads_that_take_long() -> None:
    turns, order = Turns(), list[str]()

    def read() -> str:
        time.sleep(2 * TURN_S)
        order.append("read")
        return REQUEST_ID.get("")

    async def ask(request_id: str) -> str:
        REQUEST_ID.set(request_id)
        return await turns.run(read)

    async def others() -> None:
        while len(order) < 6:
            order.append("other")
            await asyncio.sleep(0)

    async def all_at_once() -> list[object]:
        return [*await asyncio.gather(ask("a"), ask("b"), ask("c"), others())]

    assert asyncio.run(all_at_once()) == ["a", "b", "c", None]
    assert order == ["read", "other"] * 3


def test_short_reads_run_at_once() -> None:
    turns, order = Turns(), list[str]()

    async def ask() -> None:
        await turns.run(lambda: order.append("read"))

    async def other() -> None:
        order.append("other")

    async def all_at_once() -> None:
        await asyncio.gather(ask(), ask(), ask(), other())

    asyncio.run(all_at_once())
    assert order == ["read", "read", "read", "other"]


def test_a_read_that_waits_raises_its_error_and_one_that_nobody_awaits_never_runs() -> None:
    turns, order = Turns(), list[str]()

    def fail() -> None:
        raise LookupError

    async def leave(asking: asyncio.Task[None]) -> None:
        asking.cancel()

    async def all_at_once() -> list[object]:
        slow = asyncio.create_task(turns.run(lambda: time.sleep(2 * TURN_S)))
        left = asyncio.create_task(turns.run(lambda: order.append("left")))
        others = turns.run(fail), turns.run(lambda: order.append("last")), leave(left)
        return [*await asyncio.gather(slow, left, *others, return_exceptions=True)]

    _, left, failed, *_ = asyncio.run(all_at_once())
    assert (type(left), type(failed), order) == (asyncio.CancelledError, LookupError, ["last"])
