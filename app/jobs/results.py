"""Results of jobs: articles are loaded, and what became of them is noted, in one transaction."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlmodel import Session, col

from app.database.tables.jobs import InboxPart, Job, JobItem
from app.errors import DocumentRefused, Fault
from app.ingest.preparing.documents import PreparedDocument
from app.ingest.preparing.parts import PreparedOrFaults
from app.ingest.writing.transactions import load_in
from app.queries.administering.inbox import has_turn
from app.queries.administering.jobs import count_items
from app.terms.vocabulary import JobState


def load_part(session: Session, job_id: str, part: int, prepared: Sequence[PreparedOrFaults]) -> None:
    """Load the articles of a part and note what became of each, unless the job was cancelled, or another process was faster.

    If an earlier job may have one of the articles, nothing is loaded: the job waits for its turn, which the ids of its articles tell.
    """
    job = session.execute(select(Job).where(col(Job.id) == job_id, col(Job.finished_at).is_(None))).scalar_one_or_none()
    if job is None or session.get(InboxPart, (job.number, part)) is None:
        return
    _note_articles(session, job, prepared)
    if has_turn(session.connection(), job.number):
        _load(session, job, prepared)
        _finish(session, job)
    else:
        job.state = "queued"


def start_job(session: Session, job_id: str) -> None:
    """Note that a job is being worked on."""
    is_waiting = (col(Job.id) == job_id, col(Job.state) == "queued")
    session.execute(update(Job).where(*is_waiting).values(state="running", started_at=datetime.now(UTC)))


def fail_part(session: Session, job_id: str, part: int, reason: str) -> None:
    """Note that the articles of a part could not be loaded."""
    job = session.execute(select(Job).where(col(Job.id) == job_id, col(Job.finished_at).is_(None))).scalar_one_or_none()
    if job is not None and session.get(InboxPart, (job.number, part)) is not None:
        for item in _waiting_items(session, job):
            _note(item, DocumentRefused([Fault((), reason)]))
        _finish(session, job)


def _note_articles(session: Session, job: Job, prepared: Sequence[PreparedOrFaults]) -> None:
    for item, document in zip(_waiting_items(session, job), prepared, strict=True):
        if isinstance(document, PreparedDocument):
            item.article_id = document.article_id
    job.is_read = True
    session.flush()


def _waiting_items(session: Session, job: Job) -> Sequence[JobItem]:
    items = select(JobItem).where(col(JobItem.job_number) == job.number, col(JobItem.outcome).is_(None))
    return session.execute(items.order_by(col(JobItem.line))).scalars().all()


def _load(session: Session, job: Job, prepared: Sequence[PreparedOrFaults]) -> None:
    documents = [each._replace(place=job.id, is_extracted=True) for each in prepared if isinstance(each, PreparedDocument)]
    with load_in(session) as write:
        outcomes = iter(write(documents))
        for item, document in zip(_waiting_items(session, job), prepared, strict=True):
            _note(item, next(outcomes) if isinstance(document, PreparedDocument) else DocumentRefused(document))


def _note(item: JobItem, outcome: Any) -> None:
    is_refused = isinstance(outcome, DocumentRefused)
    item.outcome = "failed" if is_refused else outcome.status
    item.errors = [_fault(fault) for fault in outcome.faults] if is_refused else []


def _fault(fault: Fault) -> dict[str, Any]:
    return {"detail": fault.message, "pointer": "".join(f"/{step}" for step in fault.path), "line": fault.line}


def _finish(session: Session, job: Job) -> None:
    """End a job whose articles are all done. What was posted goes, unless the job can be tried again."""
    session.flush()
    total, done, failed = count_items(session.connection(), [job.number])[job.number]
    if done == total:
        end_job(session, job, "failed" if failed else "succeeded")


def end_job(session: Session, job: Job, state: JobState) -> None:
    """End a job, and remove what was posted, unless it failed and can be tried again."""
    job.state, job.finished_at = state, datetime.now(UTC)
    if state != "failed":
        session.execute(delete(InboxPart).where(col(InboxPart.job_number) == job.number))
