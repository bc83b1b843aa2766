"""Jobs are run to their end, also where the processes that run them are killed."""

import base64
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, create_engine, select, text

from app.database.engines import database_url, write_engine, write_session
from app.jobs.results import start_job
from app.jobs.supervisor import Supervisor
from app.main import create_app
from app.queries.tables import executors
from app.settings import Settings
from tests.conftest import settings_for
from tests.jobs.posting import errors, inbox_size, outcomes, post, posted_page, posted_text, state_of, texts, wait_until
from tests.tables import execute

URL = "https://example.org/bridge"
SLOW = " ".join(f'"Bridge number {number} will open in May," said Ana Novak, the mayor.' for number in range(400))


def are_done(engine: Engine, ids: list[str]) -> Callable[[], bool]:
    return lambda: {state_of(engine, job_id) for job_id in ids} <= {"succeeded", "failed", "cancelled"}


@contextmanager
def supervised(url: str) -> Iterator[Supervisor]:
    """Run jobs in this process."""
    supervisor = Supervisor(Settings(database_url=url, worker_id="desk", log_level="error"))
    supervisor.start()
    try:
        yield supervisor
    finally:
        supervisor.stop()


@contextmanager
def worker(url: str, name: str = "desk") -> Iterator["subprocess.Popen[str]"]:
    """Run jobs in a process of its own, until the context ends."""
    environment = {**os.environ, "ONRECORD_DATABASE_URL": url, "ONRECORD_WORKER_ID": name}
    command = [str(Path(sys.executable).parent / "onrecord"), "worker"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def stored_by_dbos(url: str) -> list[Any]:
    """Return all cells of the tables of dbos."""
    parsed = database_url(url)
    is_file = parsed.get_backend_name() == "sqlite"
    store = create_engine(parsed.set(database=f"{parsed.database}-jobs") if is_file else parsed)
    names = (
        "SELECT name FROM sqlite_master WHERE type = 'table'" if is_file else "SELECT tablename FROM pg_tables WHERE schemaname = 'dbos'"
    )
    with store.connect() as connection:
        tables = [f'"{name}"' if is_file else f'dbos."{name}"' for name in connection.execute(text(names)).scalars()]
        cells = [cell for table in tables for row in connection.execute(text(f"SELECT * FROM {table}")) for cell in row]  # noqa: S608
    store.dispose()
    return cells


def executors_in(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return [*connection.execute(select(executors.c.id)).scalars()]


def unpickled(cell: Any) -> list[str]:
    """Return what dbos pickled into a cell, as text; nothing if it is no pickle."""
    try:
        return [str(pickle.loads(base64.b64decode(cell, validate=True)))]
    except (TypeError, ValueError, pickle.UnpicklingError, EOFError):
        return []


def test_what_is_posted_is_loaded(url: str, engine: Engine) -> None:
    ids = post(engine, posted_text(), posted_page(url=URL), posted_text("...", title="No words"))
    with supervised(url):
        wait_until(are_done(engine, ids))
        later = post(engine, posted_text("Ana Novak said that the roof had been mended.", title="A roof"))
        wait_until(are_done(engine, later))
    assert [state_of(engine, job_id) for job_id in (*ids, *later)] == ["succeeded", "succeeded", "failed", "succeeded"]
    assert errors(engine, ids[2]) == [{"detail": "has no words", "pointer": "/text", "line": None}]
    assert (len(texts(engine)), inbox_size(engine)) == (3, 1)


def test_the_engine_is_not_started_without_jobs(one_url: str) -> None:
    with supervised(one_url) as supervisor:
        supervisor._look()
        assert supervisor._engine is None


def test_the_engine_keeps_ids_alone_and_forgets_what_is_done(url: str, engine: Engine) -> None:
    ids = post(engine, posted_text(), posted_page(url=URL))
    kept = set[str]()

    def look() -> bool:  # while the jobs run, since what is done may be forgotten at once
        cells = stored_by_dbos(url)
        kept.update([*map(str, cells), *(content for cell in cells for content in unpickled(cell))])
        return are_done(engine, ids)()

    with supervised(url) as supervisor:
        wait_until(lambda: supervisor._engine is not None)
        wait_until(look)
        wait_until(lambda: supervisor._engine.forget_ended() is None and not {*ids} & {*stored_by_dbos(url)})
    assert {content for content in kept if content.startswith("{'args'")} == {str({"args": (job_id,), "kwargs": {}}) for job_id in ids}
    assert not any("bridge" in content.lower() for content in kept)


def test_a_job_that_the_engine_lost_is_given_to_it_again(url: str, engine: Engine) -> None:
    (job_id,) = post(engine, posted_text())
    with write_session(engine) as session:
        start_job(session, job_id)
    with supervised(url):
        wait_until(are_done(engine, [job_id]))
    assert outcomes(engine, job_id) == ["added"]


def test_a_server_runs_jobs(url: str, engine: Engine) -> None:
    (job_id,) = post(engine, posted_text())
    with TestClient(create_app(settings_for(url).model_copy(update={"run_jobs": True}))):
        wait_until(are_done(engine, [job_id]))
    assert outcomes(engine, job_id) == ["added"]


@pytest.mark.parametrize("setting", [{"run_jobs": False}, {"immutable": True}])
def test_a_server_runs_no_jobs_where_it_may_not(one_url: str, setting: dict[str, bool]) -> None:
    with TestClient(create_app(settings_for(one_url).model_copy(update={"run_jobs": True, **setting}))):
        assert not any(thread.name == "jobs" for thread in threading.enumerate())


@pytest.mark.slow
def test_a_worker_that_is_killed_resumes_and_loads_no_article_twice(url: str, engine: Engine) -> None:
    ids = post(engine, *(posted_text(f"{SLOW} Part {number}.", title=f"Bridges {number}") for number in range(4)))
    with worker(url) as process:
        wait_until(lambda: "running" in {state_of(engine, job_id) for job_id in ids})
        os.kill(process.pid, signal.SIGKILL)
    with worker(url):
        wait_until(are_done(engine, ids))
    assert [outcomes(engine, job_id) for job_id in ids] == [["added"]] * 4
    assert (len(texts(engine)), inbox_size(engine)) == (4, 0)


@pytest.mark.slow
def test_another_worker_takes_over_from_one_that_died(url: str, engine: Engine) -> None:
    (job_id,) = post(engine, posted_text(SLOW))
    with worker(url, "first") as process:
        wait_until(lambda: state_of(engine, job_id) == "running" and bool(executors_in(engine)))
        os.kill(process.pid, signal.SIGKILL)
    execute(url, "UPDATE executors SET seen_at = '2024-01-01 00:00:00+00:00'")
    with worker(url, "second"):
        wait_until(are_done(engine, [job_id]))
    assert (outcomes(engine, job_id), texts(engine)) == (["added"], [SLOW])
    assert executors_in(engine) == ["second-1"]


@pytest.mark.slow
def test_a_worker_ends_at_a_signal_and_its_job_goes_on_at_the_next_start(one_url: str) -> None:
    engine = write_engine(one_url)
    (job_id,) = post(engine, posted_text(SLOW))
    with worker(one_url) as process:
        wait_until(lambda: state_of(engine, job_id) == "running")
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    assert texts(engine) == []
    with worker(one_url):
        wait_until(are_done(engine, [job_id]))
    assert (outcomes(engine, job_id), texts(engine)) == (["added"], [SLOW])
    engine.dispose()
