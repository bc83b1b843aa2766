"""Sweeping: finished jobs, idempotency keys and what came of broken imports are removed after a time."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, delete
from sqlmodel import Session, col

from app.database.engines import write_session
from app.database.tables.jobs import Job, Spool
from app.database.tables.repetitions import IdempotencyKey
from app.queries.administering.inbox import KEY_KEPT, is_old_spool, list_old_jobs

SWEPT_AT_ONCE = 20  # jobs in one transaction: an import may have 200,000 items


def sweep(engine: Engine, keep_jobs: timedelta) -> None:
    """Remove what is old, some of it in each transaction, so that no other writer waits for long.

    Args:
        keep_jobs: how long finished jobs are kept, with their items and what was posted of those that failed.
    """
    with write_session(engine) as session:
        sweep_spools(session)
        session.execute(delete(IdempotencyKey).where(col(IdempotencyKey.held_at) < datetime.now(UTC) - KEY_KEPT))
    while _sweep_jobs(engine, keep_jobs):
        pass


def sweep_spools(session: Session) -> None:
    """Remove what came of imports that were broken off."""
    session.execute(delete(Spool).where(is_old_spool()))


def _sweep_jobs(engine: Engine, keep_jobs: timedelta) -> bool:
    """Remove some old jobs; return whether there were any."""
    with write_session(engine) as session:
        numbers = list_old_jobs(session.connection(), keep_jobs, SWEPT_AT_ONCE)
        session.execute(delete(Job).where(col(Job.number).in_(numbers)))
    return bool(numbers)
