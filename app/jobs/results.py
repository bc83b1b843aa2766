"""Results of jobs: articles are loaded, and what became of them is noted, in one transaction."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import delete, select, update
from sqlmodel import Session, col

from app.database.tables.jobs import NEW, REVISION, InboxPart, Job, JobItem, Spool
from app.errors import DocumentRefused, Fault
from app.ingest.administering.inbox import drop_done_lines
from app.ingest.preparing.documents import PreparedDocument
from app.ingest.preparing.parts import PreparedOrFaults
from app.ingest.writing.decisions import Outcome
from app.ingest.writing.revising.arrivals import arrival_of
from app.ingest.writing.transactions import load_in
from app.jobs.children import IdOrFaults
from app.queries.administering.inbox import LONG, find_unread_part, has_items, has_turn
from app.queries.administering.tombstones import find_tombstones
from app.queries.reextracting.articles import list_states
from app.terms.vocabulary import JobState


class _Part(NamedTuple):
    """A part that is worked on."""

    job: Job
    row: InboxPart

    def items(self, session: Session) -> Sequence[JobItem]:
        """Return its items that wait, by line."""
        lines = col(JobItem.line).between(self.row.first_line, self.row.last_line)
        items = select(JobItem).where(col(JobItem.job_number) == self.job.number, lines, col(JobItem.outcome).is_(None))
        return session.execute(items.order_by(col(JobItem.line))).scalars().all()


def start_job(session: Session, job_id: str) -> None:
    """Note that a job is being worked on."""
    is_waiting = (col(Job.id) == job_id, col(Job.state) == "queued")
    session.execute(update(Job).where(*is_waiting).values(state="running", started_at=datetime.now(UTC)))


def note_articles(session: Session, job_id: str, part: int, found: Mapping[int, IdOrFaults]) -> None:
    """Make the items of a part of an import, by line, unless the job was cancelled, or another process was faster.

    Those with faults have failed. Those of withdrawn articles are done, and what was posted of them goes.
    """
    of = _find(session, job_id, part)
    if of is None or has_items(session.connection(), of.job.number, min(found)):
        return
    withdrawn = find_tombstones(session.connection(), [each for each in found.values() if isinstance(each, str)])
    for line, id_or_faults in found.items():
        item = JobItem(job_number=of.job.number, line=line, article_id=None, outcome=None, errors=[], claims=None)
        session.add(item)
        if not isinstance(id_or_faults, str):
            _note(of.job, item, DocumentRefused(id_or_faults))
            continue
        item.article_id = id_or_faults
        if id_or_faults in withdrawn:
            _note(of.job, item, Outcome("withdrawn", id_or_faults))
    session.flush()
    of.job.is_read = find_unread_part(session.connection(), job_id) is None
    if withdrawn:
        drop_done_lines(session, of.job.number, of.row)
    _finish_part(session, of)


def settle_job(session: Session, job_id: str) -> None:
    """End a job that has nothing left to do, as where the articles that it waited with were withdrawn; else let it wait for its turn."""
    job = session.execute(select(Job).where(col(Job.id) == job_id, col(Job.finished_at).is_(None))).scalar_one_or_none()
    if job is None:
        return
    if job.done == job.total:
        _finish(session, job)
    elif not has_turn(session.connection(), job.number):
        job.state = "queued"


def load_part(session: Session, job_id: str, part: int, prepared: Mapping[int, PreparedOrFaults]) -> None:
    """Load articles of a part, by line, and note what became of each, unless the job was cancelled, or another process was faster.

    If an earlier job may have one of the articles, nothing is loaded: the job waits for its turn, which the ids of its articles tell. An
    article that was extracted again, and was changed meanwhile, is left waiting.
    """
    of = _find(session, job_id, part)
    if of is None:
        return
    current = _without_changed(session, prepared)
    items = [item for item in of.items(session) if item.line in current]
    for item in items:
        if isinstance(document := current[item.line], PreparedDocument):
            item.article_id = document.article_id
    of.job.is_read = of.job.is_read or of.job.kind not in LONG
    session.flush()
    if has_turn(session.connection(), of.job.number):
        _load(session, of, items, current)
        _finish_part(session, of)
    else:
        of.job.state = "queued"


def fail_lines(session: Session, job_id: str, part: int, lines: Sequence[int], reason: str) -> None:
    """Note that the articles of some lines of a part could not be loaded."""
    of = _find(session, job_id, part)
    if of is not None:
        for item in of.items(session):
            if item.line in lines:
                _note(of.job, item, DocumentRefused([Fault((), reason)]))
        _finish_part(session, of)


def end_job(session: Session, job: Job, state: JobState) -> None:
    """End a job, and remove what was posted, unless it failed and can be tried again."""
    job.state, job.finished_at = state, datetime.now(UTC)
    if state != "failed":
        session.execute(delete(Spool).where(col(Spool.job_number) == job.number))


def _find(session: Session, job_id: str, part: int) -> _Part | None:
    """Return a part of an unfinished job; None if it is done."""
    of_job = select(Job, InboxPart).join_from(InboxPart, Spool).join(Job)
    found = session.execute(of_job.where(col(Job.id) == job_id, col(Job.finished_at).is_(None), col(InboxPart.part) == part)).one_or_none()
    return None if found is None else _Part(*found)


def _without_changed(session: Session, prepared: Mapping[int, PreparedOrFaults]) -> Mapping[int, PreparedOrFaults]:
    """Leave out new extractions of articles that were changed after they were read: a person may have accepted what they lack."""
    replacing = {line: each for line, each in prepared.items() if isinstance(each, PreparedDocument) and each.replaces is not None}
    states = list_states(session.connection(), [each.article_id for each in replacing.values()]) if replacing else {}
    changed = {line for line, each in replacing.items() if each.replaces and states.get(each.article_id) != each.replaces.state}
    return {line: each for line, each in prepared.items() if line not in changed}


def _load(session: Session, of: _Part, items: Sequence[JobItem], prepared: Mapping[int, PreparedOrFaults]) -> None:
    found = [(item, prepared[item.line]) for item in items]
    with load_in(session) as write:
        outcomes = iter(write([_placed(of, item, each) for item, each in found if isinstance(each, PreparedDocument)]))
        for item, each in found:
            _note(of.job, item, next(outcomes) if isinstance(each, PreparedDocument) else DocumentRefused(each))
            if isinstance(each, PreparedDocument) and each.replaces is not None:
                item.claims = each.replaces.claims._asdict()


def _placed(of: _Part, item: JobItem, document: PreparedDocument) -> PreparedDocument:
    """Return the document with its place in the job, and among all that was posted."""
    place, arrival = f"{of.job.id}:{item.line}", arrival_of(of.job.number, item.line)
    return document._replace(place=place, arrival=arrival, is_new_revision=of.row.known.get(REVISION) == NEW)


def _note(job: Job, item: JobItem, outcome: Any) -> None:
    is_refused = isinstance(outcome, DocumentRefused)
    item.outcome = "failed" if is_refused else outcome.status
    item.errors = [_fault(fault) for fault in outcome.faults] if is_refused else []
    job.done += 1
    job.failed += is_refused


def _fault(fault: Fault) -> dict[str, Any]:
    return {"detail": fault.message, "pointer": "".join(f"/{step}" for step in fault.path), "line": fault.line}


def _finish_part(session: Session, of: _Part) -> None:
    """Remove a part whose articles are all done, except for those that failed, which can be tried again."""
    session.flush()
    if of.job.kind in LONG and of.row in session and not of.items(session):
        drop_done_lines(session, of.job.number, of.row)
    _finish(session, of.job)


def _finish(session: Session, job: Job) -> None:
    """End a job whose articles are all done. What was posted goes, unless the job can be tried again."""
    if job.done == job.total:
        end_job(session, job, "failed" if job.failed else "succeeded")
