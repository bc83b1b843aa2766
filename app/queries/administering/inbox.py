"""Read the inbox: which jobs are due, and what was posted."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, literal, or_, select

from app.queries.tables import executors, inbox, job_items, jobs

MOST_DUE = 100  # jobs that the engine is given at once
earlier, earlier_items = jobs.alias("earlier"), job_items.alias("earlier_items")


def list_due_jobs(connection: Connection) -> Sequence[str]:
    """Return the ids of the first unfinished jobs whose turn has come, in the order in which they arrived.

    It is the turn of a job whose articles are not known yet; else the articles of no earlier one may be unknown, or among its own.
    """
    is_turn = or_(~jobs.c.is_read, ~_hindered(jobs.c.number))
    due = select(jobs.c.id).where(jobs.c.finished_at.is_(None), is_turn).order_by(jobs.c.number)
    return connection.execute(due.limit(MOST_DUE)).scalars().all()


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
    parts = select(inbox.c.part).join_from(inbox, jobs).where(jobs.c.id == job_id, jobs.c.finished_at.is_(None))
    return [*connection.execute(parts.order_by(inbox.c.part)).scalars()]


def find_part(connection: Connection, job_id: str, part: int) -> Row[Any] | None:
    """Return kind, fields that are known, and compressed body of a part of an unfinished job; None if it is done."""
    columns: Select[Any] = select(jobs.c.kind, inbox.c.known, inbox.c.body).join_from(inbox, jobs)
    wanted = columns.where(jobs.c.id == job_id, inbox.c.part == part, jobs.c.finished_at.is_(None))
    return connection.execute(wanted).one_or_none()


def list_silent_executors(connection: Connection, since: datetime) -> list[str]:
    """Return the ids of the processes that were last alive before a moment."""
    return [*connection.execute(select(executors.c.id).where(executors.c.seen_at < since).order_by(executors.c.id)).scalars()]
