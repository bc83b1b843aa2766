"""A desk that writes over HTTP, and asks again until each write was acknowledged, whatever is killed meanwhile."""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from time import monotonic, sleep
from typing import Any

import httpx2

PATIENCE_S = 300.0
PAUSE_S = 0.2
TRY_AGAIN = frozenset({409, 503})  # in flight, or not possible now
REQUEST_TIMEOUT_S = 60.0


class NotAcknowledged(Exception):
    """A write was refused, or was not acknowledged in time."""


class Desk:
    """Sends requests to any of the servers.

    Args:
        addresses: of the servers.
        key: an API key with all scopes.

    Attributes:
        statuses: how often each was answered, by the method; "none" where no answer came.
    """

    def __init__(self, addresses: Sequence[str], key: str) -> None:
        self._addresses, self._headers = addresses, {"Authorization": f"Bearer {key}"}
        self._client = httpx2.Client(timeout=REQUEST_TIMEOUT_S)
        self._turn = 0
        self.statuses: Counter[str] = Counter()

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def get(self, url: str, **request: Any) -> httpx2.Response:
        """Return an answer to a GET; asks again while servers are down, or busy."""
        return self._until(lambda: self.try_once("GET", url, **request), {503})

    def try_once(self, method: str, path: str, **request: Any) -> httpx2.Response | None:
        """Send a request once; return None if no answer came, which does not say that nothing was done."""
        self._turn += 1
        address = self._addresses[self._turn % len(self._addresses)]
        headers = {**self._headers, **request.pop("headers", {})}
        answer: httpx2.Response | None = None
        with suppress(httpx2.TransportError):
            answer = self._client.request(method, f"{address}{path}", headers=headers, **request)
        self.statuses[f"{method} {'none' if answer is None else answer.status_code}"] += 1
        return answer

    def post(self, path: str, idempotency_key: str, **request: Any) -> httpx2.Response:
        """Post something; send it again with the same key until it is acknowledged."""
        headers = {**request.pop("headers", {}), "Idempotency-Key": idempotency_key}
        return self._acknowledged(lambda: self.try_once("POST", path, headers=headers, **request), TRY_AGAIN)

    def change(self, path: str, is_done: Callable[[], bool], send: Callable[[], httpx2.Response | None]) -> bool:
        """Change a thing, with the ETag that it has now; try again until it is done.

        Args:
            is_done: whether an earlier attempt, whose answer was lost, did it.
            send: tries once.

        Returns:
            Whether it was done; not, if the thing is not there, or its state does not allow it.
        """
        end = monotonic() + PATIENCE_S
        while monotonic() < end:
            if is_done():
                return True
            answer = send()
            if answer is not None and answer.is_success:
                return True
            if answer is not None and answer.status_code in (404, 409, 410):
                return is_done()
            if answer is not None and answer.status_code not in (412, 503):
                raise NotAcknowledged(f"{path}: {answer.status_code} {answer.text}")
            sleep(PAUSE_S)
        raise NotAcknowledged(path)

    def etag(self, path: str) -> str | None:
        """Return the ETag of a thing; None if it is not there."""
        answer = self.get(path)
        return answer.headers["ETag"] if answer.status_code == 200 else None

    def _acknowledged(self, send: Callable[[], httpx2.Response | None], again: frozenset[int]) -> httpx2.Response:
        answer = self._until(send, again)
        if not answer.is_success:
            raise NotAcknowledged(f"{answer.request.url}: {answer.status_code} {answer.text}")
        return answer

    def _until(self, send: Callable[[], httpx2.Response | None], again: frozenset[int] | set[int]) -> httpx2.Response:
        end = monotonic() + PATIENCE_S
        while monotonic() < end:
            answer = send()
            if answer is not None and answer.status_code not in again:
                return answer
            sleep(PAUSE_S)
        raise NotAcknowledged("no answer in time")
