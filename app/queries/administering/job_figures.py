"""Figures of jobs: their number by state, how far they are, how long they wait, and who runs them."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple, get_args

from sqlalchemy import Connection, func, select

from app.queries.tables import executors, jobs
from app.terms.vocabulary import JobState

SILENT_S = 60  # a process that did not note for so long that it is alive is taken for dead


class JobFigures(NamedTuple):
    """Figures of the jobs that are stored: those of all processes.

    Attributes:
        states: number of jobs in each state.
        articles: of all jobs.
        done: articles that are done, failed ones included.
        failed: articles that were not loaded.
        oldest_queued_s: seconds since the first job was posted of those that wait to be begun; 0 if none waits.
        executors: processes that run jobs and are alive.
    """

    states: dict[str, int]
    articles: int
    done: int
    failed: int
    oldest_queued_s: float
    executors: int


def get_job_figures(connection: Connection) -> JobFigures:
    """Return the figures, by two statements."""
    now = datetime.now(UTC)
    sums = [func.sum(column) for column in (jobs.c.total, jobs.c.done, jobs.c.failed)]
    rows = connection.execute(select(jobs.c.state, func.count(), *sums, func.min(jobs.c.created_at)).group_by(jobs.c.state)).all()
    found = {state: number for state, number, *_ in rows}
    oldest = next((created_at for state, *_, created_at in rows if state == "queued"), now)
    is_alive = executors.c.seen_at >= now - timedelta(seconds=SILENT_S)
    total, done, failed = (int(sum(row[place] for row in rows)) for place in (2, 3, 4))
    return JobFigures(
        states={state: found.get(state, 0) for state in get_args(JobState)},
        articles=total,
        done=done,
        failed=failed,
        oldest_queued_s=max((now - oldest).total_seconds(), 0.0),
        executors=connection.execute(select(func.count()).where(is_alive)).scalar_one(),
    )
