"""The supervisor of jobs and webhooks: a thread that hands them to the engine, and takes over from dead processes."""

import logging
from datetime import UTC, datetime
from importlib import import_module
from threading import Event, Thread
from time import monotonic
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from app.database.engines import read_connection, read_engine, write_engine
from app.jobs.executors import Heartbeat, claim_executor_id
from app.jobs.scrubber import Scrubber
from app.jobs.sweeper import Sweeper
from app.queries.administering.inbox import find_long, list_due_jobs
from app.queries.administering.webhooks import list_due_webhooks
from app.settings import Settings

LOG = logging.getLogger("onrecord.jobs")
INTERVAL_S = 1.0  # between looks for jobs that other processes took
REPAIR_INTERVAL_S = 5.0  # a job that was interrupted is run again after so long
FAILURE_PAUSE_S = 5.0
STOP_TIMEOUT_S = 5.0


class Supervisor:
    """Sees to it that jobs are run, in a thread. The engine is imported and started with the first job: a server starts without it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._reading = read_engine(settings.database_url, connections=1)
        self._writing = write_engine(settings.database_url)
        self._scrubber, self._sweeper = Scrubber(settings.database_url), Sweeper(settings)
        self._engine: Any = None
        self._release: Any = None
        self._heartbeat: Heartbeat | None = None
        self._next_repair = 0.0
        self._last_warning = ""
        self._is_stopping, self._is_poked = Event(), Event()
        self._thread = Thread(target=self._run, name="jobs", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def poke(self) -> None:
        """Look for jobs now: this process took one."""
        self._is_poked.set()

    def stop(self) -> None:
        """Stop; what is being worked on goes on in another process, or at the next start."""
        self._is_stopping.set()
        self._is_poked.set()
        self._thread.join(STOP_TIMEOUT_S)
        if self._engine is not None:
            self._engine.stop()
            self._release()
        self._reading.dispose()
        self._writing.dispose()

    def _run(self) -> None:
        while True:
            self._is_poked.wait(INTERVAL_S)
            self._is_poked.clear()
            if self._is_stopping.is_set():
                return
            try:
                self._look()
                self._last_warning = ""
            except Exception as error:  # whatever it is, a later look may go well
                self._warn(_reason_of(error))
                self._is_stopping.wait(FAILURE_PAUSE_S)

    def _warn(self, reason: str) -> None:
        if reason != self._last_warning:
            LOG.warning("jobs cannot be run now: %s", reason)
        self._last_warning = reason

    def _look(self) -> None:
        self._scrubber.look(self._reading)
        self._sweeper.look(self._reading, self._writing)
        with read_connection(self._reading) as connection:
            due = list_due_jobs(connection)
            long = find_long(connection, due) if due else set()
            webhooks = list_due_webhooks(connection, datetime.now(UTC)) if self._settings.secret_key.get_secret_value() else []
        if not due and not webhooks and self._engine is None:
            return
        engine = self._started_engine()
        if monotonic() >= self._next_repair:
            engine.forget_ended()
            self._next_repair = monotonic() + REPAIR_INTERVAL_S
        if due:
            engine.enqueue(due, long)
        if webhooks:
            engine.enqueue_webhooks(webhooks)
        self._look_at_others()

    def _started_engine(self) -> Any:
        if self._engine is None:
            executor_id, self._release = claim_executor_id(self._settings)
            try:
                self._engine = import_module("app.jobs.engine").JobEngine(self._settings, executor_id)
            except BaseException:
                self._release()
                raise
            self._heartbeat = Heartbeat(self._writing, executor_id)
        return self._engine

    def _look_at_others(self) -> None:
        if self._heartbeat is not None and self._heartbeat.is_due and (silent := self._heartbeat.beat()):
            LOG.warning("taking over the jobs of %s, silent for a minute", ", ".join(silent))
            self._engine.recover(silent)
            self._heartbeat.forget(silent)


def _reason_of(error: Exception) -> str:
    return str(getattr(error, "orig", error)) if isinstance(error, SQLAlchemyError) else f"{type(error).__name__}: {error}"
