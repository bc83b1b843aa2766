"""Limits on the connections of a process."""

import logging
from dataclasses import dataclass

MAX_HEAD_BYTES = 64 << 10  # of a request line and its headers
MAX_TARGET_BYTES = 16 << 10  # of the path and query of a request: parsing them takes the event loop
MAX_DROPPED_BYTES = 64 << 10  # of the body of a method without one, which are taken off the connection
MAX_PIPELINED = 32  # requests of one connection that wait for the answer to an earlier one
WARNING_S = 60.0  # between two warnings that connections are refused: one for each would cost more than the connection
log = logging.getLogger("onrecord.connections")


@dataclass(frozen=True)
class ConnectionLimits:
    """Limits on the connections of one process.

    Attributes:
        connections: open at a time.
        header_timeout_s: seconds in which the head of a request must arrive, from its first byte, or from the start of the connection.
        send_timeout_s: seconds after which a client that takes nothing of its answer loses the connection.
    """

    connections: int
    header_timeout_s: float
    send_timeout_s: float


class LimitWarnings:
    """Warnings that connections are refused, one a minute."""

    def __init__(self) -> None:
        self._warned_at = float("-inf")

    def warn(self, now: float, limits: ConnectionLimits) -> None:
        """Warn, unless that was done within the last minute."""
        if now - self._warned_at >= WARNING_S:
            self._warned_at = now
            log.warning("connections are refused: %d are open, as many as ONRECORD_CONNECTIONS allows", limits.connections)
