"""Jobs that are tried again: what they load counts as of when it was posted, so that it replaces nothing that came later."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from app.database.engines import write_session
from app.ingest.administering.sweeping import sweep
from app.jobs.inbox import Posted
from app.jobs.requests import retry_job
from app.queries.tables import jobs
from tests.jobs.posting import TEXT, outcomes, post, posted_text, texts
from tests.jobs.test_requests import fail
from tests.jobs.test_results import LATER, URL, run
from tests.tables import dump


def retry(engine: Engine, job_id: str, posted: Posted) -> None:
    with write_session(engine) as session:
        retry_job(session, job_id)
    run(engine, job_id, posted)


def titles(engine: Engine) -> list[object]:
    return [row["title"] for row in dump(engine)["articles"]]


def test_a_text_whose_job_is_tried_again_replaces_no_later_one(engine: Engine) -> None:
    earlier, later = posted_text(url=URL, title="Earlier"), posted_text(LATER, url=URL, title="Later")
    first, second = post(engine, earlier, later)
    fail(engine, first)
    run(engine, second, later)
    retry(engine, first, earlier)
    assert (outcomes(engine, first), texts(engine), titles(engine)) == (["changed"], [LATER], ["Later"])
    assert [(row["number"], row["title"]) for row in dump(engine)["revisions"]] == [(1, "Earlier")]


@pytest.mark.parametrize("loaded_first", [True, False])
def test_a_document_of_the_same_text_replaces_no_later_one_either(engine: Engine, loaded_first: bool) -> None:
    posted = [posted_text(url=URL, title=title) for title in ("First", "Failed", "Later")]
    first, failed, later = post(engine, *posted)
    if loaded_first:
        run(engine, first, posted[0])
    else:
        fail(engine, first)
    fail(engine, failed)
    run(engine, later, posted[2])
    retry(engine, failed, posted[1])
    assert (outcomes(engine, failed), titles(engine), dump(engine)["revisions"]) == (["same"], ["Later"], [])
    again, (newest,) = posted_text(url=URL, title="Newest"), post(engine, posted_text(url=URL, title="Newest"))
    run(engine, newest, again)
    assert titles(engine) == ["Newest"]


def test_what_is_posted_after_all_jobs_were_swept_is_later_than_what_they_loaded(engine: Engine) -> None:
    for number in range(3):
        posted = posted_text(f"{TEXT} {number}.", url=URL, title=str(number))
        run(engine, post(engine, posted)[0], posted)
    with engine.begin() as connection:
        connection.execute(jobs.update().values(finished_at=datetime.now(UTC) - timedelta(days=9)))
    sweep(engine, timedelta(days=1))
    with engine.connect() as connection:
        assert connection.execute(select(jobs.c.number)).scalars().all() == [3]
    posted = posted_text(LATER, url=URL, title="Later")
    run(engine, post(engine, posted)[0], posted)
    assert (texts(engine), len(dump(engine)["revisions"])) == ([LATER], 3)
