"""Answers kept in memory while the data stays as it is, bounded in bytes: the one used longest ago goes first."""

from collections.abc import Hashable

from cachetools import LRUCache

from app.api.serving.etags import Answer
from app.queries.rendering.placeholders import fitted

OVERHEAD = 1_500  # bytes that an answer takes besides its body: the objects that hold it, a short address, headers of a usual length
LARGEST_SHARE = 8  # an answer over an eighth of the memory would throw out too many others


class Memory:
    """Answers of one state of the data. Another state, a greater number or another database, empties it."""

    def __init__(self, most_bytes: int) -> None:
        self._answers: LRUCache[Hashable, Answer] = LRUCache(most_bytes, getsizeof=size_of)
        self._largest = most_bytes // LARGEST_SHARE
        self._state: Hashable = None

    @property
    def bytes(self) -> float:
        """How many bytes it holds."""
        return self._answers.currsize

    def clear(self) -> None:
        """Forget all."""
        self._answers.clear()

    def find(self, state: Hashable, key: Hashable) -> Answer | None:
        """Return the answer that was kept in this state of the data; None where there is none."""
        if state != self._state:
            self._state = state
            self.clear()
        return self._answers.get(key)

    def keep(self, state: Hashable, key: Hashable, answer: Answer) -> None:
        """Keep an answer that was read after the data had this state; not if it has gone on to another one since, or if it has no body."""
        body = answer.body
        if state == self._state and body is not None and len(body) < self._largest and key not in self._answers:
            self._answers[key] = Answer(answer.headers, fitted(body), answer.etag)


def size_of(answer: Answer) -> int:
    """Return the bytes that an answer takes. A long address stands in it as the link to the next page, and twice in what holds it."""
    links = sum([3 * len(value) for name, value in answer.headers if name == b"link"])
    return len(answer.body or b"") + OVERHEAD + links
