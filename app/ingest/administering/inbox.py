"""The inbox loses lines of imports that are done, and what was posted of articles that were withdrawn."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime

from sqlalchemy import and_, delete, or_, select, update
from sqlmodel import Session, col

from app.database.compression import compress_posted, decompress_posted
from app.database.tables.jobs import InboxPart, Job, JobItem, Spool
from app.ingest.administering.repetitions import forget_locations
from app.queries.administering.inbox import LONG


def forget_posted(session: Session, article_ids: Sequence[str]) -> None:
    """Remove what was posted of articles and waits in the inbox, and their faults, which may quote it.

    Jobs that would load one of them are cancelled. Imports go on, without the lines of these articles.
    """
    jobs = select(col(JobItem.job_number)).where(col(JobItem.article_id).in_(article_ids))
    job_ids = session.execute(select(col(Job.id)).where(col(Job.number).in_(jobs))).scalars().all()
    forget_locations(session, [*(f"/v1/jobs/{each}" for each in job_ids), *(f"/v1/articles/{each}" for each in article_ids)])
    of_one = select(col(Job.number)).where(col(Job.number).in_(jobs), col(Job.kind).not_in(LONG))
    session.execute(delete(Spool).where(col(Spool.job_number).in_(of_one)))
    is_unfinished = and_(col(Job.number).in_(of_one), col(Job.finished_at).is_(None))
    session.execute(update(Job).where(is_unfinished).values(state="cancelled", finished_at=datetime.now(UTC)))
    session.execute(update(Job).where(col(Job.id).in_(job_ids)).values(digest=None))
    _forget_lines(session, article_ids)
    session.execute(update(JobItem).where(col(JobItem.article_id).in_(article_ids)).values(errors=[]))


def _forget_lines(session: Session, article_ids: Sequence[str]) -> None:
    """Take the lines of these articles that wait, or failed, out of their imports."""
    is_left = or_(col(JobItem.outcome).is_(None), col(JobItem.outcome) == "failed")
    items = select(Job, JobItem, InboxPart).join_from(JobItem, Job).join(Spool, col(Spool.job_number) == col(Job.number))
    in_part = (
        col(InboxPart.spool) == col(Spool.number),
        col(JobItem.line).between(col(InboxPart.first_line), col(InboxPart.last_line)),
    )
    found = items.join(InboxPart, and_(*in_part)).where(col(JobItem.article_id).in_(article_ids), col(Job.kind).in_(LONG), is_left)
    rows = session.execute(found).all()
    for job, item, _ in rows:
        job.done += item.outcome is None
        job.failed -= item.outcome == "failed"
        item.outcome = "withdrawn"
    session.flush()
    for number, part in {(part.spool, part.part): (job.number, part) for job, _, part in rows}.values():
        drop_done_lines(session, number, part)


def drop_done_lines(session: Session, job_number: int, part: InboxPart) -> None:
    """Remove the lines of a part of an import that need not be loaded any more: not those that wait, or failed and can be tried again."""
    lines = col(JobItem.line).between(part.first_line, part.last_line)
    is_left = or_(col(JobItem.outcome).is_(None), col(JobItem.outcome) == "failed")
    left = select(col(JobItem.line)).where(col(JobItem.job_number) == job_number, lines, is_left)
    _keep_lines(session, part, set(session.execute(left).scalars()))


def _keep_lines(session: Session, part: InboxPart, lines: Collection[int]) -> None:
    """Leave some lines alone in a part; without any, remove it. The others are blank then, so that lines keep their numbers."""
    if not lines:
        session.delete(part)
    elif part.last_line > part.first_line:
        kept = decompress_posted(part.body).split(b"\n")
        part.body = compress_posted(b"\n".join(line if part.first_line + n in lines else b"" for n, line in enumerate(kept)))
