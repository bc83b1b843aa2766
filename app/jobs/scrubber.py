"""The scrubber: removes what withdrawn articles leave in the files of the database, in a thread, until it succeeds."""

import logging
from collections.abc import Sequence
from importlib import import_module
from threading import Thread
from time import monotonic

from sqlalchemy import Engine

from app.database.engines import read_connection, write_engine
from app.queries.administering.tombstones import list_unscrubbed

LOG = logging.getLogger("onrecord.jobs")
PAUSE_S = 10.0  # between looks: what is withdrawn in between is scrubbed at once


class Scrubber:
    """Scrubs the files after withdrawals. What is due stands in the tombstones, so that it outlives this process.

    Two processes may scrub one after the other: the second finds less to do. A writer waits meanwhile, as for a load.

    Args:
        url: of the database.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._thread: Thread | None = None
        self._next_look = 0.0

    def look(self, reading: Engine) -> None:
        """Begin to scrub if it is due and does not run."""
        if monotonic() < self._next_look or (self._thread is not None and self._thread.is_alive()):
            return
        self._next_look = monotonic() + PAUSE_S
        with read_connection(reading) as connection:
            article_ids = list_unscrubbed(connection)
        if article_ids:
            self._thread = Thread(target=self._scrub, args=[article_ids], name="scrub", daemon=True)
            self._thread.start()

    def _scrub(self, article_ids: Sequence[str]) -> None:
        try:
            if import_module("app.database.scrubbing").scrub(self._url):  # imported now: a server starts without what writes
                engine = write_engine(self._url)
                import_module("app.ingest.administering.tombstones").mark_scrubbed(engine, article_ids)
                engine.dispose()
        except Exception as error:  # whatever it is, a later attempt may go well
            LOG.warning("what withdrawn articles leave in the files of the database could not be removed now: %s", error)
