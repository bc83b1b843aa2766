"""Cancelling jobs, and trying failed ones again."""

from sqlalchemy import delete, select, update
from sqlmodel import Session, col

from app.database.tables.jobs import Job, JobItem, Spool
from app.errors import JobFinished, JobNotFailed
from app.jobs.results import end_job

CANCELLED = "The job was cancelled, and what was posted was deleted with it: post it again."
GONE = "What was posted is there no more, since its article was withdrawn, or the job was given up."


def cancel_job(session: Session, job_id: str) -> None:
    """Cancel a job that is not finished, or give up one that failed: what was posted is removed. What was loaded stays.

    Raises:
        JobFinished: it has succeeded.
    """
    job = _find(session, job_id)
    if job.state == "succeeded":
        raise JobFinished
    if job.finished_at is None:
        end_job(session, job, "cancelled")
    else:
        job.state = "cancelled"  # it ended when it failed
        session.execute(delete(Spool).where(col(Spool.job_number) == job.number))


def retry_job(session: Session, job_id: str) -> None:
    """Try the articles of a failed job again that were not loaded.

    Raises:
        JobNotFailed: it has not failed, or what was posted is there no more.
    """
    job = _find(session, job_id)
    _require_failed(session, job)
    job.state, job.finished_at, job.done, job.failed = "queued", None, job.done - job.failed, 0
    failed = (col(JobItem.job_number) == job.number, col(JobItem.outcome) == "failed")
    session.execute(update(JobItem).where(*failed).values(outcome=None, errors=[]))


def _require_failed(session: Session, job: Job) -> None:
    """Check that a job has failed, and that what failed is still there."""
    if job.state == "cancelled":
        raise JobNotFailed(CANCELLED)
    if job.state != "failed":
        raise JobNotFailed
    has_inbox = session.execute(select(col(Spool.number)).where(col(Spool.job_number) == job.number)).first()
    if not has_inbox or not job.failed:
        raise JobNotFailed(GONE)


def _find(session: Session, job_id: str) -> Job:
    job: Job = session.execute(select(Job).where(col(Job.id) == job_id)).scalar_one()
    return job
