"""Read the inbox: which jobs are due, and what was posted."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, literal, or_, select

from app.queries.tables import executors, idempotency_keys, inbox, job_items, jobs, spools
from app.terms.vocabulary import JobKind

MOST_DUE = 100  # jobs that the engine is given at once
SPOOL_KEPT, KEY_KEPT = timedelta(hours=1), timedelta(hours=24)  # a spool without a job, since its last part came; an idempotency key
LONG: tuple[JobKind, ...] = ("import", "reextraction")  # kinds of jobs of many articles, which may take hours
earlier, earlier_items = jobs.alias("earlier"), job_items.alias("earlier_items")


def list_due_jobs(connection: Connection) -> Sequence[str]:
    """Return the ids of the first unfinished jobs whose turn has come, in the order in which they arrived.

    It is the turn of a job whose articles are not known yet; else the articles of no earlier one may be unknown, or among its own.
    """
    is_turn = or_(~jobs.c.is_read, ~_hindered(jobs.c.number))
    due = select(jobs.c.id).where(jobs.c.finished_at.is_(None), is_turn).order_by(jobs.c.number)
    return connection.execute(due.limit(MOST_DUE)).scalars().all()


def find_long(connection: Connection, job_ids: Sequence[str]) -> set[str]:
    """Return those of these jobs that may take long."""
    return {*connection.execute(select(jobs.c.id).where(jobs.c.id.in_(job_ids), jobs.c.kind.in_(LONG))).scalars()}


def has_turn(connection: Connection, job_number: int) -> bool:
    """Return whether no earlier job must be loaded before this one, whose articles are known."""
    return not connection.execute(select(_hindered(literal(job_number)))).scalar_one()


def _hindered(job_number: ColumnElement[int]) -> ColumnElement[bool]:
    """Return the condition that an earlier job is unfinished, and that its articles are unknown, or one of them is of this job, too."""
    of_this = select(job_items.c.article_id).where(job_items.c.job_number == job_number, job_items.c.article_id.is_not(None))
    of_earlier = select(earlier_items.c.line).where(
        earlier_items.c.job_number == earlier.c.number,
        earlier_items.c.outcome.is_(None),
        earlier_items.c.article_id.in_(of_this.correlate(jobs)),
    )
    is_earlier = and_(earlier.c.finished_at.is_(None), earlier.c.number < job_number)
    found = select(earlier.c.number).where(is_earlier, or_(~earlier.c.is_read, of_earlier.correlate(earlier, jobs).exists()))
    return found.correlate(jobs).exists()


def list_parts(connection: Connection, job_id: str) -> list[int]:
    """Return the numbers of the parts that are left of what was posted, in order; of a finished job none."""
    parts = select(inbox.c.part).join_from(inbox, spools).join(jobs).where(jobs.c.id == job_id, jobs.c.finished_at.is_(None))
    return [*connection.execute(parts.order_by(inbox.c.part)).scalars()]


def find_part(connection: Connection, job_id: str, part: int) -> Row[Any] | None:
    """Return a part of an unfinished job, with the number and kind of the job; None if it is done."""
    return connection.execute(_parts_of(job_id).where(inbox.c.part == part)).one_or_none()


def find_unread_part(connection: Connection, job_id: str) -> Row[Any] | None:
    """Return the first part of an unfinished job whose items are not made yet; None if there is none."""
    of_part = job_items.c.line.between(inbox.c.first_line, inbox.c.last_line)
    has_items = select(job_items.c.line).where(job_items.c.job_number == jobs.c.number, of_part).correlate(jobs, inbox).exists()
    return connection.execute(_parts_of(job_id).where(~has_items).order_by(inbox.c.part).limit(1)).one_or_none()


def has_items(connection: Connection, job_number: int, line: int) -> bool:
    """Return whether the item of a line, which all items of its part are made with, is made."""
    made = select(job_items.c.line).where(job_items.c.job_number == job_number, job_items.c.line == line)
    return connection.execute(made).first() is not None


def list_waiting_lines(connection: Connection, part: Row[Any]) -> list[int]:
    """Return the lines of a part that are not done yet, in order."""
    of_part = job_items.c.job_number == part.job_number, job_items.c.line.between(part.first_line, part.last_line)
    waiting = select(job_items.c.line).where(*of_part, job_items.c.outcome.is_(None))
    return [*connection.execute(waiting.order_by(job_items.c.line)).scalars()]


def _parts_of(job_id: str) -> Select[Any]:
    """Return the select of the parts of an unfinished job."""
    of_job = jobs.c.number.label("job_number"), jobs.c.kind, jobs.c.state
    parts: Select[Any] = select(inbox, *of_job).join_from(inbox, spools).join(jobs)
    return parts.where(jobs.c.id == job_id, jobs.c.finished_at.is_(None))


def list_silent_executors(connection: Connection, since: datetime) -> list[str]:
    """Return the ids of the processes that were last alive before a moment."""
    return [*connection.execute(select(executors.c.id).where(executors.c.seen_at < since).order_by(executors.c.id)).scalars()]


def is_old_spool() -> ColumnElement[bool]:
    """Return the condition that a spool has no job, and nothing came for long."""
    return and_(spools.c.job_number.is_(None), spools.c.touched_at < datetime.now(UTC) - SPOOL_KEPT)


def list_old_jobs(connection: Connection, keep_jobs: timedelta, most: int) -> list[int]:
    """Return the numbers of some jobs that were finished before so long a time.

    The last job is not among them: the next one is numbered behind it, and by their numbers the texts of an article follow each other.
    """
    last = select(func.max(jobs.c.number)).scalar_subquery()
    is_old = and_(jobs.c.finished_at < datetime.now(UTC) - keep_jobs, jobs.c.number < last)
    return [*connection.execute(select(jobs.c.number).where(is_old).order_by(jobs.c.number).limit(most)).scalars()]


def has_old(connection: Connection, keep_jobs: timedelta) -> bool:
    """Return whether there are jobs, spools or idempotency keys that are kept no longer."""
    keys = select(idempotency_keys.c.key).where(idempotency_keys.c.held_at < datetime.now(UTC) - KEY_KEPT)
    others = (select(spools.c.number).where(is_old_spool()), keys)
    return bool(list_old_jobs(connection, keep_jobs, 1)) or any(connection.execute(each.limit(1)).first() for each in others)
