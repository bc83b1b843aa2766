from contextlib import suppress

from sqlalchemy import Engine, select

from app.database.engines import write_session
from app.database.tables.jobs import InboxPart, Job
from app.errors import Fault
from app.extract.pipeline import extract_article
from app.ingest.administering.tombstones import withdraw
from app.ingest.reading.limits import NO_SETTINGS
from app.ingest.reading.validation import validated
from app.jobs.children import ByLine, PostedPart
from app.jobs.inbox import Posted
from app.jobs.preparing import prepare_part
from app.jobs.requests import retry_job
from app.jobs.results import end_job, fail_lines, load_part, start_job
from app.queries.tables import jobs
from tests import make
from tests.jobs.posting import TEXT, errors, inbox_size, outcomes, post, posted_page, posted_text, state_of, texts
from tests.loading import load_document
from tests.tables import dump, version

URL = "https://example.org/bridge"
LATER = "Ana Novak said that the bridge had closed again."


def prepared(posted: Posted) -> ByLine:
    return prepare_part(extract_article, NO_SETTINGS, PostedPart(posted.kind, posted.known, posted.body))


def run(engine: Engine, job_id: str, posted: Posted) -> None:
    """Run a job of one article as a child and its process do."""
    with write_session(engine) as session:
        start_job(session, job_id)
    with write_session(engine) as session:
        load_part(session, job_id, 1, prepared(posted))


def test_an_article_is_loaded_with_the_result_of_its_job(engine: Engine) -> None:
    (job_id,) = post(engine, posted_text())
    run(engine, job_id, posted_text())
    assert (state_of(engine, job_id), outcomes(engine, job_id)) == ("succeeded", ["added"])
    assert (texts(engine), inbox_size(engine), version(engine)) == ([TEXT], 0, 1)


def test_a_page_is_loaded_with_the_fields_that_came_beside_it(engine: Engine) -> None:
    posted = posted_page(url=URL, publisher="Bay Courier")
    (job_id,) = post(engine, posted)
    run(engine, job_id, posted)
    (article,) = dump(engine)["articles"]
    assert (article["url"], article["publisher"], article["title"]) == (URL, "Bay Courier", "A roof")


def test_a_part_that_was_loaded_is_not_loaded_again(engine: Engine) -> None:
    (job_id,) = post(engine, posted_text())
    run(engine, job_id, posted_text())
    before = dump(engine)
    run(engine, job_id, posted_text(LATER))
    assert dump(engine) == before


def test_a_cancelled_job_loads_nothing(engine: Engine) -> None:
    (job_id,) = post(engine, posted_text())
    with write_session(engine) as session:
        end_job(session, session.execute(select(Job).where(jobs.c.id == job_id)).scalar_one(), "cancelled")
    run(engine, job_id, posted_text())
    assert (state_of(engine, job_id), texts(engine), inbox_size(engine)) == ("cancelled", [], 0)


def test_an_article_that_is_refused_fails_and_keeps_what_was_posted(engine: Engine) -> None:
    posted = Posted("text", b'{"text": "..."}')
    (job_id,) = post(engine, posted)
    run(engine, job_id, posted)
    assert (state_of(engine, job_id), outcomes(engine, job_id), inbox_size(engine)) == ("failed", ["failed"], 1)
    assert errors(engine, job_id) == [{"detail": "has no words", "pointer": "/text", "line": None}]


def test_a_bug_fails_the_article(engine: Engine) -> None:
    (job_id,) = post(engine, posted_text())
    with write_session(engine) as session:
        fail_lines(session, job_id, 1, [1], "could not be loaded: IntegrityError")
    assert (state_of(engine, job_id), texts(engine)) == ("failed", [])
    assert errors(engine, job_id) == [{"detail": "could not be loaded: IntegrityError", "pointer": "", "line": None}]


def test_a_job_never_overtakes_an_earlier_one_of_the_same_article(engine: Engine) -> None:
    first, second = posted_page(url=URL), posted_page(LATER, url=URL)
    earlier, later = post(engine, first, second)
    run(engine, later, second)
    assert (state_of(engine, later), outcomes(engine, later), texts(engine)) == ("queued", [None], [])
    run(engine, earlier, first)
    run(engine, later, second)
    assert (outcomes(engine, earlier), outcomes(engine, later)) == (["added"], ["changed"])
    assert LATER in texts(engine)[0]


def test_a_withdrawn_article_is_skipped(engine: Engine) -> None:
    for _ in range(2):
        (job_id,) = post(engine, posted_text(url=URL))
        run(engine, job_id, posted_text(url=URL))
        if texts(engine):
            withdraw(engine, [dump(engine)["articles"][0]["id"]], "error", None)
    assert (state_of(engine, job_id), outcomes(engine, job_id), texts(engine)) == ("succeeded", ["withdrawn"], [])


def test_a_transaction_that_fails_leaves_nothing_of_the_article(engine: Engine) -> None:
    (job_id,) = post(engine, posted_text())
    before = dump(engine)
    with suppress(ZeroDivisionError), write_session(engine) as session:
        load_part(session, job_id, 1, prepared(posted_text()))
        raise ZeroDivisionError
    assert dump(engine) == before


def test_faults_of_the_extractor_name_no_sentence(engine: Engine) -> None:
    (job_id,) = post(engine, posted_text())
    with write_session(engine) as session:
        load_part(session, job_id, 1, {1: [Fault((), "the extractor died: its process ended with status -9")]})
        assert session.get(InboxPart, (1, 1)) is not None
    assert state_of(engine, job_id) == "failed"


def test_withdrawal_takes_what_was_posted_of_the_article_and_cancels_jobs_that_wait_with_it(engine: Engine) -> None:
    (loaded,) = post(engine, posted_text(url=URL))
    run(engine, loaded, posted_text(url=URL))
    waiting, other = post(engine, posted_text(LATER, url=URL), posted_text())
    withdraw(engine, [dump(engine)["articles"][0]["id"]], "error", None)
    assert (state_of(engine, waiting), outcomes(engine, waiting)) == ("cancelled", [None])
    assert (state_of(engine, other), outcomes(engine, other)) == ("queued", [None])
    assert [row["digest"] is None for row in dump(engine)["jobs"] if row["kind"] == "text"].count(True) == 2
    assert inbox_size(engine) == 1


def test_withdrawal_takes_a_text_that_was_kept_because_its_job_failed(engine: Engine) -> None:
    (loaded,) = post(engine, posted_text(url=URL))
    run(engine, loaded, posted_text(url=URL))
    (failed,) = post(engine, posted_text(LATER, url=URL))
    with write_session(engine) as session:
        fail_lines(session, failed, 1, [1], "could not be loaded: IntegrityError")
    assert inbox_size(engine) == 1
    withdraw(engine, [dump(engine)["articles"][0]["id"]], "error", None)
    assert (state_of(engine, failed), inbox_size(engine)) == ("failed", 0)


def test_a_failed_job_that_is_tried_again_replaces_no_later_text(engine: Engine) -> None:
    first, second = posted_text(url=URL), posted_text(LATER, url=URL)
    failed, later = post(engine, first, second)
    with write_session(engine) as session:
        fail_lines(session, failed, 1, [1], "the extractor died")
    run(engine, later, second)
    with write_session(engine) as session:
        retry_job(session, failed)
    run(engine, failed, first)
    assert (outcomes(engine, failed), texts(engine)) == (["changed"], [LATER])
    assert [row["number"] for row in dump(engine)["revisions"]] == [1]


def test_a_document_that_comes_while_a_text_waits_is_later(engine: Engine) -> None:
    (waiting,) = post(engine, posted_text(url=URL))
    load_document(engine, validated(make.document("<s0>She</s0> <q0>said</q0> <c0>so</c0>.", article={"url": URL})))
    run(engine, waiting, posted_text(url=URL))
    assert (texts(engine), len(dump(engine)["revisions"])) == (["She said so."], 1)
