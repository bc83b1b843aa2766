"""Keys under which a connection says something in the state of a request's scope."""

ABORT = "abort_connection"  # a function that closes the connection at once
REFUSAL = "refusal"  # a ``Refusal``, in place of a request
IS_FEED = "is_feed"  # whether the answer is a feed, which ends when the client closes its side: nothing may be sent for long
