"""The sweeper: now and then looks for jobs, idempotency keys and spools that are old, and has them removed."""

from datetime import timedelta
from importlib import import_module
from time import monotonic

from sqlalchemy import Engine

from app.database.engines import read_connection
from app.queries.administering.inbox import has_old
from app.settings import Settings

PAUSE_S = 600.0  # between looks


class Sweeper:
    """Sweeps what is old. Several processes may: the second finds nothing."""

    def __init__(self, settings: Settings) -> None:
        self._keep_jobs = timedelta(days=settings.keep_jobs_days)
        self._next_look = 0.0

    def look(self, reading: Engine, writing: Engine) -> None:
        """Sweep, if it is time to look and anything is old."""
        if monotonic() < self._next_look:
            return
        self._next_look = monotonic() + PAUSE_S
        with read_connection(reading) as connection:
            is_due = has_old(connection, self._keep_jobs)
        if is_due:  # imported now: a server starts without what writes
            import_module("app.ingest.administering.sweeping").sweep(writing, self._keep_jobs)
