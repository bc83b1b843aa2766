"""A read that ends only when it is interrupted, for tests."""

from threading import Semaphore
from typing import Any

from sqlalchemy import Connection, text

COUNTING = text("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i % 1000 + 1 FROM n) SELECT MAX(i) FROM n")


class EndlessRead:
    """A query that counts for ever.

    Attributes:
        begun: is released once by each read that begins.
        reads: that began.
        ended: reads that were interrupted.
    """

    def __init__(self) -> None:
        self.begun, self.reads, self.ended = Semaphore(0), 0, 0

    def __call__(self, connection: Connection, *_: Any) -> Any:
        """Read for ever."""
        self.reads += 1
        self.begun.release()
        try:
            return connection.execute(COUNTING).scalar_one()
        finally:
            self.ended += 1
