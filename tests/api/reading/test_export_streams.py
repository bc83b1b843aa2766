"""Slots of exports: taken in the order in which they were asked for, and taken from those whose clients are slow."""

import asyncio
from collections.abc import Callable, Coroutine
from math import inf
from typing import Any

import pytest
from starlette.types import Message

from app.api.reading.connection_state import ABORT
from app.api.reading.export_streams import PIECE_BYTES, ExportSlots, Slot
from app.api.reading.read_threads import ClientLeft
from app.errors import ServerBusy

Test = Callable[[], Coroutine[Any, Any, None]]


def in_loop(test: Test) -> Callable[[], None]:
    return lambda: asyncio.run(asyncio.wait_for(test(), 20))


class Client:
    """A client that stays until it is told to leave, and takes nothing until it is told to."""

    def __init__(self) -> None:
        self.has_left, self.takes, self.pieces = asyncio.Event(), asyncio.Event(), list[int]()
        self.scope = {"type": "http", "state": {ABORT: self.has_left.set}}

    async def receive(self) -> Message:
        await self.has_left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        self.pieces.append(len(message.get("body", b"")))
        await self.takes.wait()

    async def export(self, slots: ExportSlots, body: bytes = b"x") -> None:
        """Take a slot and send a body, until the client leaves."""
        with await slots.take(self.scope, self.receive) as slot:
            sending = asyncio.create_task(slot.send(self.send, {"type": "http.response.body", "body": body}))
            leaving = asyncio.create_task(self.receive())
            await asyncio.wait([sending, leaving], return_when=asyncio.FIRST_COMPLETED)
            sending.cancel()
            leaving.cancel()


@in_loop
async def test_those_that_wait_get_slots_in_order() -> None:
    slots, order, clients = ExportSlots(2), list[int](), [Client() for _ in range(6)]

    async def export(number: int) -> None:
        with await slots.take(clients[number].scope, clients[number].receive):
            order.append(number)
            await clients[number].takes.wait()

    tasks = [asyncio.create_task(export(number)) for number in range(6)]
    for number in range(5):
        await asyncio.sleep(0.01)
        assert order == [0, 1, *range(2, 2 + number)]
        clients[number].takes.set()
    clients[5].takes.set()
    await asyncio.gather(*tasks)
    assert order == [*range(6)]


@in_loop
async def test_too_many_that_wait_are_refused_at_once_and_one_that_waited_too_long_later() -> None:
    slots, clients = ExportSlots(1, queue=1, wait_s=0.3), [Client() for _ in range(3)]
    with await slots.take(clients[0].scope, None):
        waiting = asyncio.create_task(slots.take(clients[1].scope, clients[1].receive))
        await asyncio.sleep(0.01)
        with pytest.raises(ServerBusy, match="Try again"):
            await slots.take(clients[2].scope, clients[2].receive)
        assert not waiting.done()
        with pytest.raises(ServerBusy, match=r"none ended in 0\.3 seconds"):
            await waiting
    with await slots.take(clients[2].scope, None):
        pass


@in_loop
async def test_one_that_leaves_or_is_given_up_while_it_waits_takes_no_slot() -> None:
    slots, clients = ExportSlots(1), [Client() for _ in range(4)]
    with await slots.take(clients[0].scope, None):
        waiting = [asyncio.create_task(slots.take(client.scope, client.receive)) for client in clients[1:]]
        await asyncio.sleep(0.01)
        clients[1].has_left.set()
        with pytest.raises(ClientLeft):
            await waiting[0]
        waiting[1].cancel()
        await asyncio.sleep(0.01)
    waiting[2].cancel()  # when it has been given the slot, and does not know yet
    with pytest.raises(asyncio.CancelledError):
        await waiting[2]
    with await asyncio.wait_for(slots.take(clients[0].scope, None), 1):
        pass


@in_loop
async def test_slow_ones_are_broken_off_for_those_that_wait_and_no_others() -> None:
    slots, slow, fast = ExportSlots(3, piece_s=0.2), [Client() for _ in range(2)], Client()
    tasks = [asyncio.create_task(slow[0].export(slots))]
    await asyncio.sleep(0.05)
    tasks.append(asyncio.create_task(slow[1].export(slots)))
    with await slots.take(fast.scope, None) as steady:
        await asyncio.sleep(0.5)
        assert not slow[0].has_left.is_set()  # nobody waits
        with await slots.take(fast.scope, fast.receive):
            assert (slow[0].has_left.is_set(), slow[1].has_left.is_set(), steady.is_ended) == (True, False, False)
    slow[1].takes.set()
    await asyncio.gather(*tasks)


@in_loop
async def test_a_hundred_slow_ones_that_come_again_keep_no_other_out() -> None:
    slots, has_ended = ExportSlots(16, piece_s=0.05), False

    async def come_again() -> None:
        while not has_ended:
            await Client().export(slots)

    attackers = [asyncio.create_task(come_again()) for _ in range(100)]
    await asyncio.sleep(0.3)
    waited = []
    for _ in range(2):
        began = asyncio.get_running_loop().time()
        with await slots.take({"type": "http"}, None):
            waited.append(asyncio.get_running_loop().time() - began)
    has_ended = True
    for task in attackers:
        task.cancel()
    assert max(waited) < 9


@in_loop
async def test_what_cannot_be_broken_off_is_left_alone() -> None:
    slots, client = ExportSlots(1, wait_s=0.5, piece_s=0.01), Client()
    del client.scope["state"]
    task = asyncio.create_task(client.export(slots))
    await asyncio.sleep(0.05)
    with pytest.raises(ServerBusy):
        await slots.take(client.scope, client.receive)
    client.takes.set()
    await task


@pytest.mark.parametrize("size", [0, 1, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES])
@pytest.mark.parametrize("more_body", [True, False])
def test_a_body_is_given_in_pieces(size: int, more_body: bool) -> None:
    sent: list[Message] = []
    slot = Slot(ExportSlots(1), {"type": "http"})

    async def send(message: Message) -> None:
        assert slot.waits_since < inf
        sent.append(message)

    asyncio.run(slot.send(send, {"type": "http.response.start", "status": 200}))
    asyncio.run(slot.send(send, {"type": "http.response.body", "body": b"a" * size, "more_body": more_body}))
    assert sent.pop(0) == {"type": "http.response.start", "status": 200}
    assert (b"".join(each["body"] for each in sent), max(len(each["body"]) for each in sent) <= PIECE_BYTES) == (b"a" * size, True)
    assert [each["more_body"] for each in sent] == [True] * (len(sent) - 1) + [more_body]
    assert slot.waits_since == inf
