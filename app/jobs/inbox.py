"""The inbox: what is posted, stored with its job in one transaction before anybody is told that it was taken."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import uuid4

import orjson
from sqlalchemy import func, select
from sqlmodel import Session, col

from app.database.compression import compress_posted
from app.database.tables.jobs import NEW, REVISION, InboxPart, Job, JobItem, Spool
from app.terms.ids import stable_id
from app.terms.vocabulary import JobKind


@dataclass(frozen=True)
class Posted:
    """An article that is posted.

    Attributes:
        kind: ``text``, whose body is a record in JSON, or ``page``, whose body is HTML.
        known: fields of the article that replace those of a page.
        article_id: of the article, where it is known before its page is read.
        asker_id: of the API key.
        is_new_revision: whether a text that its article had before becomes the latest again.
    """

    kind: JobKind
    body: bytes
    known: dict[str, Any] = field(default_factory=dict)
    article_id: str | None = None
    asker_id: str | None = None
    is_new_revision: bool = False

    @property
    def digest(self) -> bytes:
        """The SHA-256 of all that makes the article."""
        return sha256(orjson.dumps([self.kind, self.known], option=orjson.OPT_SORT_KEYS) + b"\n" + self.body).digest()


def add_posted(session: Session, posted: Posted) -> str:
    """Store what is posted and the job that loads it; return the id of the job."""
    job = add_job(session, posted.kind, posted.asker_id, posted.digest, 1, is_read=posted.article_id is not None)
    spool = begin_spool(session, job.number)
    session.add(JobItem(job_number=job.number, line=1, article_id=posted.article_id, outcome=None, errors=[], claims=None))
    known = posted.known | ({REVISION: NEW} if posted.is_new_revision else {})
    session.add(InboxPart(spool=spool, part=1, first_line=1, last_line=1, known=known, body=compress_posted(posted.body)))
    return job.id


def add_job(session: Session, kind: JobKind, asker_id: str | None, digest: bytes | None, total: int, *, is_read: bool = False) -> Job:
    """Add a job, and return it. Its number is the order of arrival: writers follow each other, on PostgreSQL too."""
    job = Job(
        number=(session.execute(select(func.max(col(Job.number)))).scalar_one() or 0) + 1,
        id=stable_id("job", uuid4().hex),
        kind=kind,
        state="queued",
        is_read=is_read,
        asker_id=asker_id,
        digest=digest,
        created_at=datetime.now(UTC),
        started_at=None,
        finished_at=None,
        total=total,
        done=0,
        failed=0,
    )
    session.add(job)
    session.flush()
    return job


def begin_spool(session: Session, job_number: int | None = None) -> int:
    """Begin to store what is posted in parts, of a job if that is known; return the number of the spool."""
    number = (session.execute(select(func.max(col(Spool.number)))).scalar_one() or 0) + 1
    session.add(Spool(number=number, job_number=job_number, touched_at=datetime.now(UTC)))
    session.flush()
    return number
