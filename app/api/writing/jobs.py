"""Cancel jobs, and try them again."""

from collections.abc import Callable

from sqlalchemy import Engine
from sqlmodel import Session

from app.api.writing.actions import WriteRequest, Written
from app.database.engines import read_connection, write_session
from app.jobs.requests import cancel_job, retry_job
from app.queries.administering.jobs import get_job


def cancel(engine: Engine, request: WriteRequest) -> Written:
    """Cancel a job.

    Raises:
        NotFound: there is none that the asker may see.
        JobFinished: it has succeeded.
    """
    return Written(200, *_change(engine, request, cancel_job))


def retry(engine: Engine, request: WriteRequest) -> Written:
    """Try a failed job again.

    Raises:
        NotFound: there is none that the asker may see.
        JobNotFailed: it has not failed, or what was posted is there no more.
    """
    return Written(202, *_change(engine, request, retry_job))


def _change(engine: Engine, request: WriteRequest, change: Callable[[Session, str], None]) -> tuple[object, str]:
    (job_id,) = request.path_ids
    with write_session(engine) as session:
        get_job(session.connection(), job_id, request.asker)
        change(session, job_id)
    with read_connection(engine) as connection:
        return get_job(connection, job_id, request.asker), f"/v1/jobs/{job_id}"
