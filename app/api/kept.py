"""Answers kept in memory while the data stays as it is, bounded in bytes: the one used longest ago goes first."""

from collections import OrderedDict
from collections.abc import Hashable

from app.api.etags import Answer
from app.queries.rendering import fitted

OVERHEAD = 1_500  # bytes that an answer takes besides its body: the objects that hold it, a short address, headers of a usual length
LARGEST_SHARE = 8  # an answer over an eighth of the memory would throw out too many others


class Kept:
    """Answers of one state of the data. Another state, a greater number or another database, empties it."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._state = ""
        self.clear()

    def clear(self) -> None:
        """Forget all."""
        self._answers: OrderedDict[Hashable, Answer] = OrderedDict()
        self.bytes = 0

    def find(self, state: str, key: Hashable) -> Answer | None:
        """Return the answer that was kept in this state of the data; None where there is none."""
        if state != self._state:
            self._state = state
            self.clear()
        found = self._answers.get(key)
        if found is not None:
            self._answers.move_to_end(key)
        return found

    def keep(self, state: str, key: Hashable, answer: Answer) -> None:
        """Keep an answer that was read after the data had this state; not if it has gone on to another one since."""
        size = size_of(answer)
        if state != self._state or key in self._answers or size * LARGEST_SHARE > self._most_bytes:
            return
        self._answers[key] = answer._replace(body=fitted(answer.body))
        self.bytes += size
        while self.bytes > self._most_bytes:
            self.bytes -= size_of(self._answers.popitem(last=False)[1])


def size_of(answer: Answer) -> int:
    """Return the bytes that an answer takes. A long address stands in it as the link to the next page, and twice in what holds it."""
    links = sum([3 * len(value) for name, value in answer.headers if name == b"link"])
    return len(answer.body) + OVERHEAD + links
