"""Bodies of requests: limits on their size, and on how slowly they come."""

from asyncio import get_running_loop, wait_for
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.types import Message, Receive

from app.settings import Settings

METHODS_WITHOUT_BODY = frozenset({"GET", "HEAD", "OPTIONS"})  # whose bodies are dropped, if they have one


@dataclass(frozen=True)
class BodyLimits:
    """Limits on the body of a request.

    Attributes:
        megabytes: MiB.
        rate_kb: KiB a second at which it must come.
        allowance_s: seconds that it may take beside.
    """

    megabytes: int
    rate_kb: int
    allowance_s: float

    @classmethod
    def of(cls, settings: Settings) -> "BodyLimits":
        """Return the limits of the settings."""
        return cls(settings.max_body_mb, settings.min_rate_kb, settings.header_timeout_s)


class BoundedBody:
    """The body of one request, for who reads it. What nobody reads is not waited for: the connection is closed after the answer.

    A route that takes larger bodies raises ``megabytes`` before it reads; the object is in the state of the scope, as ``body``.

    Args:
        receive: of ASGI.
        headers: of the request.

    Attributes:
        megabytes: MiB that it may have; at first those of ``limits``.
    """

    def __init__(self, receive: Receive, headers: Mapping[bytes, bytes], limits: BodyLimits) -> None:
        self._receive, self._limits, self.megabytes = receive, limits, limits.megabytes
        self._announced_bytes = int(headers.get(b"content-length", b"0"))
        self._received_bytes, self._waited_s, self._is_complete = 0, 0.0, False

    async def receive(self) -> Message:
        """Return the next part of the body; once that is complete, wait until the client leaves.

        Raises:
            HTTPException: 413 for a body that is too large, of which no more than that is read; 408 for one that comes too slowly.
        """
        if self._is_complete:
            return await self._receive()
        self._refuse_too_large(self._announced_bytes)
        message = await self._receive_in_time()
        self._received_bytes += len(message.get("body", b""))
        self._is_complete = not message.get("more_body", False)
        self._refuse_too_large(self._received_bytes)
        return message

    async def _receive_in_time(self) -> Message:
        """Wait for as long as the rate allows. The time that the reader takes between two parts is not the client's."""
        began = get_running_loop().time()
        allowed_s = self._limits.allowance_s + self._received_bytes / (self._limits.rate_kb << 10)
        try:
            return await wait_for(self._receive(), allowed_s - self._waited_s)
        except TimeoutError as error:
            detail = (
                f"The body came more slowly than {self._limits.rate_kb} KiB a second, for longer than {self._limits.allowance_s:g} seconds."
            )
            raise HTTPException(408, detail) from error
        finally:
            self._waited_s += get_running_loop().time() - began

    def _refuse_too_large(self, size_bytes: int) -> None:
        if size_bytes > self.megabytes << 20:
            raise HTTPException(413, f"The body has more than {self.megabytes} MiB.")
