"""Responses kept in memory while the data does not change; the least recently used goes first."""

from collections.abc import Hashable

from cachetools import LRUCache

from app.api.serving.responses import CompleteResponse
from app.queries.rendering.placeholders import shrink_to_fit

OVERHEAD_BYTES = 1_500  # of a response, beside its body: Python objects, a short address, headers of usual length
LARGEST_SHARE = 1 / 8  # of the memory: a larger response is not stored, since too many others would go for it


class ResponseCache:
    """Responses of one state of the data. Another state (a change of the data, or another database) empties it."""

    def __init__(self, max_bytes: int) -> None:
        self._responses: LRUCache[Hashable, CompleteResponse] = LRUCache(max_bytes, getsizeof=size_of)
        self._max_body_bytes = int(max_bytes * LARGEST_SHARE)
        self._data_state: Hashable = None

    @property
    def size_bytes(self) -> float:
        """The bytes that the stored responses take."""
        return self._responses.currsize

    def clear(self) -> None:
        """Forget all responses."""
        self._responses.clear()

    def find(self, data_state: Hashable, key: Hashable) -> CompleteResponse | None:
        """Return the response stored for a key in this state of the data; None if there is none."""
        if data_state != self._data_state:
            self._data_state = data_state
            self.clear()
        return self._responses.get(key)

    def store(self, data_state: Hashable, key: Hashable, response: CompleteResponse) -> None:
        """Store a response that was read when the data had this state or a later one.

        It is not stored if the data has changed since, or if it has no body.
        """
        body = response.body
        if data_state == self._data_state and body is not None and len(body) < self._max_body_bytes and key not in self._responses:
            self._responses[key] = CompleteResponse(response.headers, shrink_to_fit(body), response.etag)


def size_of(response: CompleteResponse) -> int:
    """Return the bytes that a response takes. A long address counts three times: it is in the header Link, and twice in the key."""
    address_bytes = sum([3 * len(value) for name, value in response.headers if name == b"link"])
    return len(response.body or b"") + OVERHEAD_BYTES + address_bytes
