"""Clients that close their side of a connection: some have left, others send nothing more, and wait for the answer."""

import select
from asyncio import Transport

CLOSED_SIDE = getattr(select, "POLLRDHUP", 0)  # Linux alone tells where nothing is read
LEFT = select.POLLHUP | select.POLLERR
# Both look the same, until something is sent: the system of a client that left resets the connection. To others this says nothing, as
# clients of HTTP/1.1 take any number of interim answers (RFC 9110, 15.2).
PROBE = b"HTTP/1.1 100 Continue\r\n\r\n"
PROBE_S = 0.05  # in which the reset of a near client arrives


def signs_of(transport: Transport) -> int:
    """Return what the system knows of the other side of a connection, of ``CLOSED_SIDE`` and ``LEFT``, also where nothing is read."""
    poll = select.poll()
    poll.register(transport.get_extra_info("socket").fileno(), CLOSED_SIDE | LEFT)
    return sum(events for _, events in poll.poll(0))
