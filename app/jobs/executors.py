"""Processes that run jobs: each has an id of its own, and notes that it is alive."""

import socket
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from time import monotonic

from sqlalchemy import Connection, Engine, create_engine, delete, func, insert, select, update
from sqlmodel import col

from app.database.engines import database_file, database_url
from app.database.tables.jobs import Executor
from app.queries.administering.inbox import list_silent_executors
from app.queries.administering.job_figures import SILENT_S
from app.settings import Settings

HEARTBEAT_S = 15

Release = Callable[[], None]


def claim_executor_id(settings: Settings) -> tuple[str, Release]:
    """Return the id of this process, ONRECORD_WORKER_ID and the lowest number that is free, and a function that gives it back.

    The claim ends with the process, however it ends: the next process then has the id, and at its start the engine takes up what was
    begun under it. Two processes of one id would run the same jobs.
    """
    name = settings.worker_id or socket.gethostname()
    url = database_url(settings.database_url)
    for number in count(1):
        executor_id = f"{name}-{number}"
        is_file = url.get_backend_name() == "sqlite"
        release = _lock_file(f"{database_file(url)}-jobs-{executor_id}") if is_file else _lock_name(settings.database_url, executor_id)
        if release is not None:
            return executor_id, release
    raise AssertionError


def _lock_file(path: str) -> Release | None:
    """Lock a file until this process ends, by a transaction of SQLite, which every system has; return None if another one holds it."""
    connection = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        connection.close()
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise
        return None
    return connection.close


def _lock_name(url: str, name: str) -> Release | None:
    """Lock a name in a PostgreSQL database as long as a connection stays open; return None if another one holds it."""
    engine = create_engine(database_url(url), pool_size=1, isolation_level="AUTOCOMMIT", hide_parameters=True)
    connection = engine.connect()
    if connection.execute(select(func.pg_try_advisory_lock(func.hashtextextended(name, 0)))).scalar_one():
        return lambda: _close(connection, engine)
    _close(connection, engine)
    return None


def _close(connection: Connection, engine: Engine) -> None:
    connection.invalidate()  # ends the session, and with it the lock
    connection.close()
    engine.dispose()


class Heartbeat:
    """The notes of one process that it is alive, and its look at the others."""

    def __init__(self, engine: Engine, executor_id: str) -> None:
        self._engine = engine
        self._id = executor_id
        self._last_beat: float | None = None

    @property
    def is_due(self) -> bool:
        """Whether it is time for the next note."""
        return self._last_beat is None or monotonic() - self._last_beat >= HEARTBEAT_S

    def beat(self) -> list[str]:
        """Note that this process is alive; return the ids of those that are silent.

        A process that could not write in time itself, as beside a long load on SQLite, judges nobody: the others had to wait, too.
        """
        before, self._last_beat = self._last_beat, monotonic()
        with self._engine.begin() as connection:  # no ``write_session``: on PostgreSQL it waits for no load
            now = datetime.now(UTC)
            mine = col(Executor.id) == self._id
            if not connection.execute(update(Executor).where(mine).values(seen_at=now)).rowcount:
                connection.execute(insert(Executor).values(id=self._id, seen_at=now))
            was_in_time = before is not None and monotonic() - before < 2 * HEARTBEAT_S
            return list_silent_executors(connection, now - timedelta(seconds=SILENT_S)) if was_in_time else []

    def forget(self, executor_ids: list[str]) -> None:
        """Remove the notes of processes whose jobs others took over, unless they have come back."""
        with self._engine.begin() as connection:
            is_silent = col(Executor.seen_at) < datetime.now(UTC) - timedelta(seconds=SILENT_S)
            connection.execute(delete(Executor).where(col(Executor.id).in_(executor_ids), is_silent))
