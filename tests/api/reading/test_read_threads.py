"""Threads of reads: deadlines, a bounded queue, and clients that leave."""

import asyncio
import os
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, text
from starlette.types import Message

from app.api.reading.read_threads import NICENESS, ClientLeft, ReadThreads
from app.database.engines import read_engine
from app.database.interruptible_reads import InterruptibleRead, make_interruptible
from app.errors import ReadTimedOut, ServerBusy
from tests.endless import EndlessRead

SOON_S = 5
Read = Callable[..., InterruptibleRead[Any]]


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    opened = read_engine(url, 2)
    make_interruptible(opened)
    yield opened
    opened.dispose()


@pytest.fixture
def read(engine: Engine) -> Read:
    return lambda query, timeout_s=60.0: InterruptibleRead(engine, query, timeout_s)


def one(connection: Connection) -> int:
    return int(connection.execute(text("SELECT 1")).scalar_one())


async def stay() -> Message:
    """Receive as from a client that stays."""
    await asyncio.sleep(60)
    raise AssertionError


class Leaving:
    """Receives as from a client that leaves once it is let go, after a body of some parts."""

    def __init__(self) -> None:
        self.go, self._parts = asyncio.Event(), 3

    async def __call__(self) -> Message:
        self._parts -= 1
        if self._parts >= 0:
            return {"type": "http.request", "body": b"x", "more_body": self._parts > 0}
        await self.go.wait()
        return {"type": "http.disconnect"}


def run(test: Callable[[ReadThreads], Awaitable[None]], threads: int = 1, queue: int = 1) -> None:
    """Run a test with threads, which are then closed; it must be over soon."""
    reads = ReadThreads(threads, queue)

    async def limited() -> None:
        async with asyncio.timeout(4 * SOON_S):
            await test(reads)

    asyncio.run(limited())
    reads.close()


def test_a_read_that_takes_too_long_is_an_error_and_its_thread_is_free_soon(read: Read) -> None:
    async def test(threads: ReadThreads) -> None:
        endless, began = EndlessRead(), time.monotonic()
        with pytest.raises(ReadTimedOut, match=r"No answer within 0\.2 seconds"):
            await threads.run(read(endless, 0.2), stay)
        assert 0.2 <= time.monotonic() - began < SOON_S
        assert (await threads.run(read(one)), endless.reads, endless.ended) == (1, 1, 1)

    run(test)


def test_a_read_that_the_queue_has_no_room_for_is_refused_at_once(read: Read) -> None:
    async def test(threads: ReadThreads) -> None:
        endless = EndlessRead()
        tasks = [asyncio.create_task(threads.run(read(endless), stay)) for _ in range(2)]
        await asyncio.to_thread(endless.begun.acquire, timeout=20)
        with pytest.raises(ServerBusy):
            await threads.run(read(one), stay)
        for task in reversed(tasks):  # first the one that waits: else it may begin as soon as the other ends
            task.cancel()
            await asyncio.wait([task])
        assert (await threads.run(read(one)), endless.reads) == (1, 1)

    run(test)


def test_a_read_that_waits_for_too_long_is_refused_and_never_runs(read: Read) -> None:
    async def test(threads: ReadThreads) -> None:
        endless, waiting = EndlessRead(), EndlessRead()
        task = asyncio.create_task(threads.run(read(endless)))
        await asyncio.sleep(0)
        with pytest.raises(ServerBusy):
            await threads.run(read(waiting, 0.2))
        task.cancel()
        await asyncio.wait([task])
        assert (await threads.run(read(one)), waiting.reads) == (1, 0)

    run(test)


def test_a_read_that_waited_has_its_whole_time(read: Read) -> None:
    async def test(threads: ReadThreads) -> None:
        task = asyncio.create_task(threads.run(read(lambda _: time.sleep(0.6))))
        await asyncio.sleep(0)
        await threads.run(read(lambda _: time.sleep(0.6), 1))
        await task

    run(test)


def test_a_read_that_is_admitted_waits_though_the_queue_is_full_for_as_long_as_it_takes(read: Read) -> None:
    async def test(threads: ReadThreads) -> None:
        task = asyncio.create_task(threads.run(read(lambda _: time.sleep(1))))
        await asyncio.sleep(0)
        assert await threads.run(read(one, 0.5), is_admitted=True) == 1
        with pytest.raises(ReadTimedOut):
            await threads.run(read(EndlessRead(), 0.2), is_admitted=True)
        await task

    run(test, queue=0)


def test_a_read_ends_when_its_client_leaves(read: Read) -> None:
    async def test(threads: ReadThreads) -> None:
        endless, waiting, client = EndlessRead(), EndlessRead(), Leaving()
        tasks = [asyncio.create_task(threads.run(read(query), client)) for query in (endless, waiting)]
        await asyncio.to_thread(endless.begun.acquire, timeout=20)
        await asyncio.sleep(0.1)
        assert not any(task.done() for task in tasks)
        client.go.set()
        assert [type(error) for error in await asyncio.gather(*tasks, return_exceptions=True)] == [ClientLeft] * 2
        assert await threads.run(read(one)) == 1
        assert (endless.reads, endless.ended, waiting.reads) == (1, 1, 0)

    run(test)


@pytest.mark.skipif(sys.platform != "linux", reason="threads have priorities of their own on Linux alone")
@pytest.mark.parametrize(("gives_way", "less"), [(False, 0), (True, NICENESS)])
def test_threads_that_give_way_have_a_lower_priority(read: Read, gives_way: bool, less: int) -> None:
    async def test() -> int:
        return await threads.run(read(lambda _: os.getpriority(os.PRIO_PROCESS, 0)))

    threads = ReadThreads(1, gives_way=gives_way)
    own = os.getpriority(os.PRIO_PROCESS, 0)
    assert asyncio.run(test()) == min(own + less, 19)
    threads.close()


def test_the_threads_are_closed_while_they_read(read: Read) -> None:
    endless, threads = EndlessRead(), ReadThreads(1)

    async def test() -> None:
        tasks = [asyncio.create_task(threads.run(read(endless))) for _ in range(3)]
        await asyncio.to_thread(endless.begun.acquire, timeout=20)
        threads.close()
        await asyncio.wait(tasks)

    asyncio.run(test())
    assert (endless.reads, endless.ended) == (1, 1)
