"""Arrival of what is loaded: its place among all that was posted, by which texts of an article follow."""

from sqlalchemy import func, select
from sqlmodel import Session, col

from app.database.tables.jobs import Job

LINE_BITS = 24  # of an arrival; the others are the number of the job. Lines behind the last that fits share its place


def arrival_of(job_number: int, line: int) -> int:
    """Return the arrival of a line of a job."""
    return job_number << LINE_BITS | min(line, (1 << LINE_BITS) - 1)


def arrival_now(session: Session) -> int | None:
    """Return the arrival of what is loaded as soon as it comes: behind all jobs, before the next one; None if there was no job yet."""
    last: int | None = session.scalar(select(func.max(col(Job.number))))
    return None if last is None else arrival_of(last + 1, 0)
