"""What is old is swept: finished jobs, idempotency keys, spools of imports that were broken off."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, update

from app.database.engines import read_engine, write_session
from app.database.tables.jobs import Job, Spool
from app.database.tables.repetitions import IdempotencyKey
from app.ingest.administering import sweeping
from app.ingest.reading.limits import NO_SETTINGS
from app.jobs.imports import Import
from app.jobs.sweeper import Sweeper
from app.settings import Settings
from tests.jobs.importing import many, request_of
from tests.jobs.posting import inbox_size, post, posted_text
from tests.jobs.test_incoming_imports import KEYED
from tests.jobs.test_requests import fail
from tests.jobs.test_results import run
from tests.tables import dump


def sweep(url: str, engine: Engine, days: float = 30) -> None:
    reading = read_engine(url)
    Sweeper(Settings(database_url=url, keep_jobs_days=days)).look(reading, engine)
    reading.dispose()


def finish_before(engine: Engine, job_id: str, age: timedelta) -> None:
    with write_session(engine) as session:
        session.execute(update(Job).where(Job.id == job_id).values(finished_at=datetime.now(UTC) - age))  # type: ignore[arg-type]


def test_finished_jobs_go_with_their_items_and_what_was_posted(url: str, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "SWEPT_AT_ONCE", 1)
    texts = [posted_text(f"Ana Novak said that bridge {number} had closed.", title=f"{number}") for number in range(4)]
    old, failed, young, waiting = post(engine, *texts)
    run(engine, old, texts[0])
    fail(engine, failed)
    run(engine, young, texts[2])
    for job_id, age in ((old, timedelta(days=31)), (failed, timedelta(days=31)), (young, timedelta(days=29))):
        finish_before(engine, job_id, age)
    sweep(url, engine)
    assert {row["id"] for row in dump(engine)["jobs"]} == {young, waiting}
    assert {row["job_number"] for row in dump(engine)["job_items"]} == {young, waiting}
    assert len(dump(engine)["spools"]) == inbox_size(engine) == 1
    assert len(dump(engine)["articles"]) == 2
    sweep(url, engine, days=1)
    assert {row["id"] for row in dump(engine)["jobs"]} == {waiting}


def test_keys_go_after_a_day_and_spools_without_a_job_after_an_hour(url: str, engine: Engine) -> None:
    incoming = Import(request_of(keyed=KEYED), NO_SETTINGS)
    incoming.begin(engine)
    incoming.add(engine, many(150))
    for hours, left in ((0.9, (1, 1)), (2, (1, 0)), (23, (1, 0)), (25, (0, 0))):
        with write_session(engine) as session:
            session.execute(update(IdempotencyKey).values(held_at=datetime.now(UTC) - timedelta(hours=hours)))
            session.execute(update(Spool).values(touched_at=datetime.now(UTC) - timedelta(hours=hours)))
        sweep(url, engine)
        assert (len(dump(engine)["idempotency_keys"]), len(dump(engine)["spools"])) == left


def test_it_looks_now_and_then(url: str, engine: Engine) -> None:
    reading = read_engine(url)
    sweeper = Sweeper(Settings(database_url=url))
    sweeper.look(reading, engine)
    job_id, _ = post(engine, posted_text(), posted_text())
    run(engine, job_id, posted_text())
    finish_before(engine, job_id, timedelta(days=31))
    sweeper.look(reading, engine)
    assert len(dump(engine)["jobs"]) == 2
    reading.dispose()
