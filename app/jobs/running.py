"""Runs jobs: each part is prepared in child processes, then loaded with its results in one transaction."""

import logging
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from threading import Event, Lock
from typing import Any

from sqlalchemy import Row
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlmodel import Session

from app.database.compression import decompress_posted
from app.database.engines import read_connection, read_engine, write_engine, write_session
from app.errors import Fault
from app.ingest.reading.workers import WorkerDied
from app.jobs.archive import archived_part, ids_of_part
from app.jobs.children import ByLine, PostedPart, lines_of_part, lines_with_items, start_children
from app.jobs.results import fail_lines, load_part, note_articles, settle_job, start_job
from app.queries.administering.inbox import find_part, find_unread_part, list_parts, list_waiting_lines
from app.settings import Settings

LOG = logging.getLogger("onrecord.jobs")
TOGETHER = 10  # lines that a child is given at once: a text that is posted beside a long import waits for no more
MOST_TIMES = 5  # that a part is prepared, where its articles change meanwhile
BUGS = (SQLAlchemyError, ValueError, LookupError, TypeError, AssertionError)  # which would come again


class JobInterrupted(Exception):
    """A job stopped half-way, and is to be run again: the process ends, or the database could not be written now."""


class JobRunner:
    """Runs parts of jobs. A part that was done before, or whose job was cancelled, is passed over."""

    def __init__(self, settings: Settings) -> None:
        self._children = start_children(settings)
        self._reading = read_engine(settings.database_url, 2 * settings.job_processes + 1)
        self._writing = write_engine(settings.database_url)
        self._lock = Lock()  # the engine that writes has one connection
        self._is_stopping = Event()

    def begin(self, job_id: str) -> list[int]:
        """Note that a job is being worked on, read it if it is an import, and return the numbers of its parts that are to be done.

        Raises:
            JobInterrupted: the process ends, or the database could not be written.
        """
        self._write(partial(start_job, job_id=job_id))
        while (part := self._look(lambda connection: find_unread_part(connection, job_id))) is not None:
            self._read(job_id, part)
        self._write(partial(settle_job, job_id=job_id))
        parts: list[int] = self._look(lambda connection: list_parts(connection, job_id))
        return parts

    def run(self, job_id: str, part: int) -> None:
        """Prepare and load a part. Articles that change while they are extracted again are done once more.

        Raises:
            JobInterrupted: the process ends, or the database could not be written.
        """
        for _ in range(MOST_TIMES):
            row, lines = self._look(lambda connection: _find_work(connection, job_id, part))
            if not lines:
                return
            self._run(job_id, row, lines)
        self._write(partial(fail_lines, job_id=job_id, part=part, lines=lines, reason="was changed again and again meanwhile"))

    def _run(self, job_id: str, row: Row[Any], lines: Sequence[int]) -> None:
        posted, prepared = self._posted(row, lines), dict[int, Any]()
        for found in self._prepare(posted, lines):
            prepared |= found
        try:
            self._write(partial(load_part, job_id=job_id, part=row.part, prepared=prepared))
        except BUGS:
            self._load_each(job_id, row.part, prepared)

    def stop(self) -> None:
        """End the child processes and close the connections. What is being worked on is interrupted."""
        self._is_stopping.set()
        self._children.close()
        self._reading.dispose()
        self._writing.dispose()

    def _read(self, job_id: str, row: Row[Any]) -> None:
        found: dict[int, Any] = {}
        if row.kind == "reextraction":
            found |= ids_of_part(row)
        else:
            posted = replace(self._posted(row, ()), want="ids")
            for some in self._prepare(posted, lines_with_items(posted)):
                found |= some
        self._write(partial(note_articles, job_id=job_id, part=row.part, found=found))

    def _posted(self, row: Row[Any], lines: Sequence[int]) -> PostedPart:
        if row.kind == "reextraction":
            part: PostedPart = self._look(lambda connection: archived_part(connection, row, lines))
            return part
        return PostedPart(row.kind, row.known, decompress_posted(row.body), row.first_line)

    def _load_each(self, job_id: str, part: int, prepared: ByLine) -> None:
        """Load lines one by one, so that a bug fails the line alone at which it shows."""
        for line, each in prepared.items():
            try:
                self._write(partial(load_part, job_id=job_id, part=part, prepared={line: each}))
            except BUGS as error:
                LOG.exception("%s could not be loaded: line %d", job_id, line)
                reason = f"could not be loaded: {type(error).__name__}"
                self._write(partial(fail_lines, job_id=job_id, part=part, lines=[line], reason=reason))

    def _prepare(self, posted: PostedPart, lines: Sequence[int]) -> Iterator[ByLine]:
        """Yield what children make of these lines, some at a time, in order."""
        waiting: deque[tuple[PostedPart, Future[ByLine]]] = deque()
        for start in range(0, len(lines), TOGETHER):
            some = lines_of_part(posted, lines[start : start + TOGETHER])
            waiting.append((some, self._children.submit(some)))
            if len(waiting) >= self._children.jobs:
                yield self._result(*waiting.popleft())
        while waiting:
            yield self._result(*waiting.popleft())

    def _result(self, posted: PostedPart, future: "Future[ByLine]") -> ByLine:
        """Return what a child made of some lines. If it died, others are given them one by one: one line must not fail the others."""
        try:
            return future.result()
        except WorkerDied as error:
            if self._is_stopping.is_set():
                raise JobInterrupted from error
            if len(posted.lines) == 1:
                return {posted.lines[0]: [Fault((), f"the extractor died: {error}")]}
        found: dict[int, Any] = {}
        for line in posted.lines:
            alone = lines_of_part(posted, [line])
            found |= self._result(alone, self._children.submit(alone))
        return found

    def _look(self, read: Callable[[Any], Any]) -> Any:
        with read_connection(self._reading) as connection:
            return read(connection)

    def _write(self, write: Callable[[Session], None]) -> None:
        try:
            with self._lock, write_session(self._writing) as session:
                write(session)
        except (OperationalError, DBAPIError) as error:
            if isinstance(error, OperationalError) or error.connection_invalidated:
                LOG.warning("a job was interrupted: %s", error.orig)
                raise JobInterrupted from error
            raise


def _find_work(connection: Any, job_id: str, part: int) -> tuple[Row[Any] | None, list[int]]:
    """Return a part, and its lines that are to be done: none if its job waits for its turn."""
    row = find_part(connection, job_id, part)
    return row, list_waiting_lines(connection, row) if row is not None and row.state == "running" else []
