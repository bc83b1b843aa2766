"""Lingering: a connection whose client still sends a body is not closed before the client can have read the answer."""

from asyncio import Transport
from collections.abc import Callable
from typing import Any

LINGER_S = 1.0
MAX_LINGERING = 100  # connections of a process, beside those that it has open; further ones are closed at once
MAX_LINGER_BYTES = 8 << 20  # that are dropped meanwhile: more than any body but an import may have


class LingeringTransport:
    """A transport that is not closed, but told so: with bytes left unread, the system would send a reset, which can overtake the answer.

    A proxy would take the reset for the failure of a server, and send it nothing more for a while, whoever made the request.

    Args:
        transport: of the connection.
        linger: is called in place of its ``close``.
    """

    def __init__(self, transport: Transport, linger: Callable[[], None]) -> None:
        self._transport, self._linger = transport, linger

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def close(self) -> None:
        """Begin to linger."""
        self._linger()
