"""Responses kept in memory while the data does not change; the least recently used goes first."""

from collections import OrderedDict
from collections.abc import Hashable

from app.api.serving.responses import CompleteResponse
from app.queries.rendering.placeholders import shrink_to_fit

OVERHEAD_BYTES = 1_500  # of a response, beside its body: Python objects, a short address, headers of usual length
LARGEST_SHARE = 1 / 8  # of the memory: a larger response is not stored, since too many others would go for it


class ResponseCache:
    """Responses of one state of the data. Another state (a change of the data, or another database) empties it.

    Attributes:
        size_bytes: that the stored responses take.
    """

    def __init__(self, max_bytes: int) -> None:
        self._responses: OrderedDict[Hashable, CompleteResponse] = OrderedDict()  # the least recently used is first
        self._max_bytes, self._max_body_bytes = max_bytes, int(max_bytes * LARGEST_SHARE)
        self._data_state: Hashable = None
        self.size_bytes = 0

    def clear(self) -> None:
        """Forget all responses."""
        self._responses.clear()
        self.size_bytes = 0

    def find(self, data_state: Hashable, key: Hashable) -> CompleteResponse | None:
        """Return the response stored for a key in this state of the data; None if there is none."""
        if data_state != self._data_state:
            self._data_state = data_state
            self.clear()
        response = self._responses.get(key)
        if response is not None:
            self._responses.move_to_end(key)
        return response

    def store(self, data_state: Hashable, key: Hashable, response: CompleteResponse) -> None:
        """Store a response that was read when the data had this state or a later one.

        It is not stored if the data has changed since, or if it has no body.
        """
        body = response.body
        if data_state == self._data_state and body is not None and len(body) < self._max_body_bytes and key not in self._responses:
            stored = self._responses[key] = CompleteResponse(response.headers, shrink_to_fit(body), response.etag)
            self.size_bytes += size_of(stored)
            while self.size_bytes > self._max_bytes:
                self.size_bytes -= size_of(self._responses.popitem(last=False)[1])


def size_of(response: CompleteResponse) -> int:
    """Return the bytes that a response takes. A long address counts three times: it is in the header Link, and twice in the key."""
    address_bytes = sum([3 * len(value) for name, value in response.headers if name == b"link"])
    return len(response.body or b"") + OVERHEAD_BYTES + address_bytes
