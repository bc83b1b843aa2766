"""Runs jobs: each part is prepared in a child process, then loaded with its results in one transaction."""

import logging
from collections.abc import Callable
from threading import Event, Lock

from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlmodel import Session

from app.database.compression import decompress_posted
from app.database.engines import read_connection, read_engine, write_engine, write_session
from app.errors import Fault
from app.ingest.preparing.parts import PreparedOrFaults
from app.ingest.reading.workers import WorkerDied
from app.jobs.children import PostedPart, start_children
from app.jobs.results import fail_part, load_part, start_job
from app.queries.administering.inbox import find_part, list_parts
from app.settings import Settings

LOG = logging.getLogger("onrecord.jobs")


class JobInterrupted(Exception):
    """A job stopped half-way, and is to be run again: the process ends, or the database could not be written now."""


class JobRunner:
    """Runs parts of jobs. A part that was done before, or whose job was cancelled, is passed over."""

    def __init__(self, settings: Settings) -> None:
        self._children = start_children(settings)
        self._reading = read_engine(settings.database_url, settings.job_processes + 1)
        self._writing = write_engine(settings.database_url)
        self._lock = Lock()  # the engine that writes has one connection
        self._is_stopping = Event()

    def begin(self, job_id: str) -> list[int]:
        """Note that a job is being worked on, and return the numbers of its parts that are to be done.

        Raises:
            JobInterrupted: the database could not be written.
        """
        self._write(lambda session: start_job(session, job_id))
        with read_connection(self._reading) as connection:
            return list_parts(connection, job_id)

    def run(self, job_id: str, part: int) -> None:
        """Prepare and load a part.

        Raises:
            JobInterrupted: the process ends, or the database could not be written.
        """
        with read_connection(self._reading) as connection:
            posted = find_part(connection, job_id, part)
        if posted is None:
            return
        prepared = self._prepare(PostedPart(posted.kind, posted.known, decompress_posted(posted.body)))
        try:
            self._write(lambda session: load_part(session, job_id, part, prepared))
        except (SQLAlchemyError, ValueError, LookupError, TypeError, AssertionError) as error:  # a bug, which would come again
            LOG.exception("%s could not be loaded", job_id)
            reason = f"could not be loaded: {type(error).__name__}"
            self._write(lambda session: fail_part(session, job_id, part, reason))

    def stop(self) -> None:
        """End the child processes and close the connections. What is being worked on is interrupted."""
        self._is_stopping.set()
        self._children.close()
        self._reading.dispose()
        self._writing.dispose()

    def _prepare(self, posted: PostedPart) -> list[PreparedOrFaults]:
        try:
            return self._children.submit(posted).result()
        except WorkerDied as died:
            if self._is_stopping.is_set():
                raise JobInterrupted from died
            return [[Fault((), f"the extractor died: {died}")]]

    def _write(self, write: Callable[[Session], None]) -> None:
        try:
            with self._lock, write_session(self._writing) as session:
                write(session)
        except (OperationalError, DBAPIError) as error:
            if isinstance(error, OperationalError) or error.connection_invalidated:
                LOG.warning("a job was interrupted: %s", error.orig)
                raise JobInterrupted from error
            raise
