"""Read jobs, and what became of their articles, as those see them who may."""

from collections import Counter
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, select, true

from app.answers.jobs import JobDetail, JobItemOut, JobItemPage, JobOut, JobPage
from app.errors import NotFound
from app.parameters.jobs import JobItemQuery, JobQuery
from app.queries.administering.keys import Asker
from app.queries.tables import api_keys, job_items, jobs
from app.terms.cursors import decode_cursor, encode_cursor

MOST_ITEMS = 100  # of one job
ROWS_AT_ONCE = 1000
ROWS: Select[Any] = select(jobs, api_keys.c.name).outerjoin_from(jobs, api_keys, api_keys.c.id == jobs.c.asker_id)


def get_progress(connection: Connection, job_id: str, asker: Asker) -> JobOut:
    """Return a job without its articles.

    Raises:
        NotFound: as ``get_job`` raises it.
    """
    return _job_out(_get_row(connection, job_id, asker))


def get_job(connection: Connection, job_id: str, asker: Asker) -> JobDetail:
    """Return a job with its first articles, by line.

    Raises:
        NotFound: there is none, or it is another's and the asker may not review.
    """
    row = _get_row(connection, job_id, asker)
    items = select(job_items).where(job_items.c.job_number == row.number).order_by(job_items.c.line).limit(MOST_ITEMS)
    return JobDetail(**_job_out(row), items=[_item_out(item) for item in connection.execute(items)])


def list_items(connection: Connection, job_id: str, query: JobItemQuery, asker: Asker) -> JobItemPage:
    """List the articles of a job by line. Those of an import that is not read yet are missing.

    Raises:
        NotFound: as ``get_job`` raises it.
        CursorInvalid: the cursor was not made by this list with this filter.
    """
    row = _get_row(connection, job_id, asker)
    scope = f"jobs/{job_id}/items?{sorted(query.outcome)}"
    wanted = select(job_items).where(job_items.c.job_number == row.number)
    if query.outcome:
        wanted = wanted.where(job_items.c.outcome.in_(query.outcome))
    if query.cursor is not None:
        wanted = wanted.where(job_items.c.line > decode_cursor(scope, query.cursor, (int,))[0])
    rows = connection.execute(wanted.order_by(job_items.c.line).limit(query.limit + 1)).all()
    page = rows[: query.limit]
    cursor = None if len(rows) <= query.limit else encode_cursor(scope, [page[-1].line])
    return JobItemPage(items=[_item_out(item) for item in page], next_cursor=cursor)


def list_jobs(connection: Connection, query: JobQuery, asker: Asker) -> JobPage:
    """List jobs, latest first: those of the asker, or all if he may review.

    Raises:
        CursorInvalid: the cursor was not made by this list with this filter.
    """
    scope = f"jobs?{asker.key_id}{sorted(query.state)}"
    wanted = ROWS.where(_may_see(asker), jobs.c.state.in_(query.state) if query.state else true())
    if query.cursor is not None:
        wanted = wanted.where(jobs.c.number < decode_cursor(scope, query.cursor, (int,))[0])
    rows = connection.execute(wanted.order_by(jobs.c.number.desc()).limit(query.limit + 1)).all()
    page = rows[: query.limit]
    is_last = len(rows) <= query.limit
    return JobPage(items=[_job_out(row) for row in page], next_cursor=None if is_last else encode_cursor(scope, [page[-1].number]))


def count_reextracted(connection: Connection, job_id: str) -> tuple[Counter[str], Counter[str]]:
    """Count the articles of a job by what became of them, and the claims that new extractions kept, added and removed."""
    outcomes, claims = Counter[str](), Counter[str]()
    columns = select(job_items.c.outcome, job_items.c.claims).join_from(job_items, jobs).where(jobs.c.id == job_id)
    for outcome, counts in connection.execution_options(yield_per=ROWS_AT_ONCE).execute(columns):
        outcomes[outcome or "waiting"] += 1
        claims.update(counts or {})
    return outcomes, claims


def _get_row(connection: Connection, job_id: str, asker: Asker) -> Row[Any]:
    row = connection.execute(ROWS.where(jobs.c.id == job_id, _may_see(asker))).one_or_none()
    if row is None:
        raise NotFound(f"There is no job {job_id!r}.")
    return row


def _may_see(asker: Asker) -> ColumnElement[bool]:
    return true() if "review" in asker.scopes else jobs.c.asker_id == asker.key_id


def _job_out(row: Row[Any]) -> JobOut:
    return JobOut(
        id=row.id,
        kind=row.kind,
        state=row.state,
        total=row.total,
        done=row.done,
        failed=row.failed,
        posted_by=row.name,
        created_at=_moment(row.created_at),
        started_at=_moment(row.started_at),
        finished_at=_moment(row.finished_at),
    )


def _item_out(row: Row[Any]) -> JobItemOut:
    return JobItemOut(line=row.line, article_id=row.article_id, outcome=row.outcome, errors=row.errors, claims=row.claims)


def _moment(time: datetime | None) -> str | None:
    return None if time is None else f"{time:%Y-%m-%dT%H:%M:%SZ}"
