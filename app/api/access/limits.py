"""Limits on the connections of a process."""

from dataclasses import dataclass


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
