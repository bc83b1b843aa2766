"""Slots: how many of the requests that last may be at work at once."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.errors import ServerBusy


class Slots:
    """The slots of one kind of request. They are taken on the event loop alone.

    Args:
        number: how many there are.
        refusal: what a client is told when all are taken.
    """

    def __init__(self, number: int, refusal: str) -> None:
        self._free = number
        self._refusal = refusal

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Take a slot, and give it back at the end.

        Raises:
            ServerBusy: all are taken.
        """
        if not self._free:
            raise ServerBusy(self._refusal)
        self._free -= 1
        try:
            yield
        finally:
            self._free += 1
