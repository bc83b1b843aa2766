"""The job engine: dbos, which keeps the ids of jobs and webhooks from their beginning until they are done."""

import logging
from collections.abc import Collection, Sequence
from typing import Any

from dbos import DBOS, SetWorkflowID
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL

from app.database.engines import database_file, database_url
from app.jobs.delivering.senders import Sender
from app.jobs.running import JobRunner
from app.queries.administering.webhooks import DueWebhook
from app.settings import Settings

NAME = "onrecord"
QUEUE, LONG_QUEUE, WEBHOOK_QUEUE = "jobs", "long_jobs", "webhooks"  # what takes hours holds up nothing that takes seconds
WEBHOOKS_AT_ONCE = 8  # in one process: they wait for receivers, most of the time
# The engine runs on after a restart only what this version of the workflow began: raise it when the steps of ``run_job`` change.
WORKFLOW_VERSION = "1"
POLLING_INTERVAL_S = 0.5
MOST_LISTED = 500
ENDED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
SQLITE_PRAGMAS = ("busy_timeout = 30000", "foreign_keys = ON", "journal_mode = WAL", "synchronous = NORMAL", "secure_delete = ON")

_runners: list[JobRunner] = []  # the one of this process; workflows are functions, which dbos finds by name
_senders: list[Sender] = []


@DBOS.workflow(name="run_job")
def run_job(job_id: str) -> None:
    """Run a job, part by part. A part that was done before a kill is not done again."""
    for part in _begin(job_id):
        _run_part(job_id, part)


@DBOS.step(name="begin")
def _begin(job_id: str) -> list[int]:
    return _runners[-1].begin(job_id)


@DBOS.step(name="run_part")
def _run_part(job_id: str, part: int) -> None:
    _runners[-1].run(job_id, part)


@DBOS.workflow(name="send_messages")
def send_messages(webhook_id: str) -> None:
    """Send what is due to a webhook. What was sent before a kill, and could not be noted, is sent again."""
    _send(webhook_id)


@DBOS.step(name="send")
def _send(webhook_id: str) -> None:
    if _senders:  # else the process has no key: another one, or a later start, sends it
        _senders[-1].run(webhook_id)


class JobEngine:
    """The engine of this process. It stores ids of jobs and webhooks and numbers of parts, and nothing that was posted."""

    def __init__(self, settings: Settings, executor_id: str) -> None:
        logging.getLogger("dbos").addHandler(logging.NullHandler())  # else dbos writes lines of its own to stderr
        self._store = _store_engine(database_url(settings.database_url))
        self._runner = JobRunner(settings)
        _runners.append(self._runner)
        self._senders = [Sender(settings)] if settings.secret_key.get_secret_value() else []
        _senders.extend(self._senders)
        DBOS(
            config={
                "name": NAME,
                "system_database_url": self._store.url.render_as_string(hide_password=False),
                "system_database_engine": self._store,
                "executor_id": executor_id,
                "application_version": WORKFLOW_VERSION,
                "log_level": "WARNING",
                "use_listen_notify": False,
            }
        )
        DBOS.launch()
        for queue in (QUEUE, LONG_QUEUE):
            DBOS.register_queue(queue, worker_concurrency=settings.job_processes, polling_interval_sec=POLLING_INTERVAL_S)
        if self._senders:
            DBOS.register_queue(WEBHOOK_QUEUE, worker_concurrency=WEBHOOKS_AT_ONCE, polling_interval_sec=POLLING_INTERVAL_S)

    def enqueue(self, job_ids: Sequence[str], long: Collection[str]) -> None:
        """Give the engine those of these jobs that it lacks.

        Args:
            long: those of them that may take long.
        """
        known = _known(job_ids)
        for job_id in job_ids:
            if job_id not in known:
                with SetWorkflowID(job_id):
                    DBOS.enqueue_workflow(LONG_QUEUE if job_id in long else QUEUE, run_job, job_id)

    def enqueue_webhooks(self, due: Sequence[DueWebhook]) -> None:
        """Give the engine those of these webhooks that it lacks. Each runs in one process at a time, so its messages keep order."""
        ids = {f"{webhook.id}-{webhook.runs}": webhook.id for webhook in due}
        known = _known([*ids])
        for workflow_id, webhook_id in ids.items():
            if workflow_id not in known:
                with SetWorkflowID(workflow_id):
                    DBOS.enqueue_workflow(WEBHOOK_QUEUE, send_messages, webhook_id)

    def forget_ended(self) -> None:
        """Remove what the engine keeps of jobs that it ran. A job that is not finished all the same is given to it anew."""
        ended = DBOS.list_workflows(status=ENDED, limit=MOST_LISTED, load_input=False, load_output=False)
        if ended:
            DBOS.delete_workflows([each.workflow_id for each in ended])

    def recover(self, executor_ids: Collection[str]) -> None:
        """Take over what these processes, which are dead, had begun."""
        DBOS._recover_pending_workflows([*executor_ids])  # public is only a service that does so

    def stop(self) -> None:
        """Stop. What was begun is recovered by the next process, or by the next start."""
        self._runner.stop()
        for sender in self._senders:
            sender.stop()
        DBOS.destroy()
        _runners.remove(self._runner)
        for sender in self._senders:
            _senders.remove(sender)
        self._store.dispose()


def _known(workflow_ids: Sequence[str]) -> set[str]:
    if not workflow_ids:
        return set()
    return {each.workflow_id for each in DBOS.list_workflows(workflow_ids=[*workflow_ids], load_input=False, load_output=False)}


def _store_engine(url: URL) -> Engine:
    """Return the SQLAlchemy engine of what dbos stores: in the schema ``dbos`` of a PostgreSQL database, in a file beside a SQLite file."""
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_size=4, pool_pre_ping=True, hide_parameters=True)
    engine = create_engine(url.set(database=f"{database_file(url)}-jobs"), connect_args={"check_same_thread": False}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = "IMMEDIATE"  # as dbos sets it on connections of its own
        for pragma in SQLITE_PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    return engine
