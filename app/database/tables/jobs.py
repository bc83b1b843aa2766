"""The tables of jobs: what is to be done, what became of each article, what was posted, and who works."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKeyConstraint
from sqlmodel import Field

from app.database.tables.columns import GIVEN, WITHOUT_ROWID, Json, Table, UtcDateTime, partial_index, vocabulary_check
from app.terms.vocabulary import ItemOutcome, JobKind, JobState

REVISION, NEW = "revision", "new"  # in ``known`` of a part: a text that its article had before becomes the latest again


def _job_key() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["job_number"], ["jobs.number"], ondelete="CASCADE")


class Job(Table, table=True):
    """Articles that were posted together. ``number`` is the order in which they arrived.

    A job is finished when it has a ``finished_at``: then it has succeeded or failed, or was cancelled.
    Where ``is_read``, the ids of all its articles are known. ``asker_id`` is the API key that posted it. ``digest`` is the SHA-256 of
    what was posted, by which a repetition is known; it goes with the article. ``total`` counts its articles, ``done`` those that are
    done, ``failed`` those of them that were not loaded: they change with the rows of its articles.
    """

    __tablename__ = "jobs"
    __table_args__ = (
        vocabulary_check("kind", JobKind),
        vocabulary_check("state", JobState),
        partial_index("number", where="finished_at IS NULL"),
        partial_index("digest", where="digest IS NOT NULL"),
        partial_index("asker_id", "number", where="asker_id IS NOT NULL"),
    )

    number: int = Field(primary_key=True, sa_column_kwargs=GIVEN)
    id: str = Field(unique=True)
    kind: str
    state: str
    is_read: bool
    asker_id: str | None
    digest: bytes | None
    created_at: datetime = Field(sa_type=UtcDateTime)
    started_at: datetime | None = Field(sa_type=UtcDateTime)
    finished_at: datetime | None = Field(sa_type=UtcDateTime)
    total: int
    done: int
    failed: int


class JobItem(Table, table=True):
    """One article of a job. ``line`` is where it stands in what was posted, from 1. It waits as long as it has no ``outcome``.

    The items of an import are made when it is read. ``errors`` has an object for each fault, with ``detail``, ``pointer`` and ``line``.
    ``claims`` counts those that a new extraction ``kept``, ``added`` and ``removed``.
    """

    __tablename__ = "job_items"
    __table_args__ = (
        _job_key(),
        vocabulary_check("outcome", ItemOutcome),
        partial_index("article_id", "job_number", where="article_id IS NOT NULL"),
        WITHOUT_ROWID,
    )

    job_number: int = Field(primary_key=True, sa_column_kwargs=GIVEN)
    line: int = Field(primary_key=True, sa_column_kwargs=GIVEN)
    article_id: str | None
    outcome: str | None
    errors: list[dict[str, Any]] = Field(sa_type=Json)
    claims: dict[str, int] | None = Field(None, sa_type=Json)


class Spool(Table, table=True):
    """What is posted together, part by part. It has no job until its last part has come; then its client has gone, or is still sending.

    ``touched_at`` is when the last part came, or when the server noted that it still comes.
    """

    __tablename__ = "spools"
    __table_args__ = (_job_key(),)

    number: int = Field(primary_key=True, sa_column_kwargs=GIVEN)
    job_number: int | None = Field(unique=True)
    touched_at: datetime = Field(sa_type=UtcDateTime)


class InboxPart(Table, table=True):
    """A part of what was posted, compressed, until its job is done: the lines of an import, or the one article of another job.

    ``known`` are fields of the article that came beside the body; of an import, what else is known of its lines.
    """

    __tablename__ = "inbox"
    __table_args__ = (ForeignKeyConstraint(["spool"], ["spools.number"], ondelete="CASCADE"),)

    spool: int = Field(primary_key=True, sa_column_kwargs=GIVEN)
    part: int = Field(primary_key=True, sa_column_kwargs=GIVEN)
    first_line: int
    last_line: int
    known: dict[str, Any] = Field(sa_type=Json)
    body: bytes


class Executor(Table, table=True):
    """A process that runs jobs, and when it was last alive."""

    __tablename__ = "executors"

    id: str = Field(primary_key=True)
    seen_at: datetime = Field(sa_type=UtcDateTime)
