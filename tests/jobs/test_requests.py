import pytest
from sqlalchemy import Engine

from app.database.engines import write_session
from app.errors import DocumentRefused, JobFinished, JobNotFailed
from app.ingest.administering.inbox import forget_posted
from app.jobs.posting import Known, find_known, post_of_page, post_of_text
from app.jobs.requests import cancel_job, retry_job
from app.jobs.results import fail_lines
from app.queries.administering.inbox import list_due_jobs
from tests.jobs.posting import TEXT, errors, inbox_size, outcomes, post, posted_text, state_of, texts
from tests.jobs.test_results import URL, run
from tests.tables import dump

REASON = "could not be loaded: IntegrityError"


def fail(engine: Engine, job_id: str) -> None:
    with write_session(engine) as session:
        fail_lines(session, job_id, 1, [1], REASON)


def test_a_job_that_waits_is_cancelled_and_its_text_is_gone(engine: Engine) -> None:
    (job_id,) = post(engine, posted_text())
    with write_session(engine) as session:
        cancel_job(session, job_id)
    assert (state_of(engine, job_id), inbox_size(engine)) == ("cancelled", 0)


def test_a_job_that_has_succeeded_cannot_be_cancelled(engine: Engine) -> None:
    (job_id,) = post(engine, posted_text())
    run(engine, job_id, posted_text())
    with pytest.raises(JobFinished), write_session(engine) as session:
        cancel_job(session, job_id)


def test_a_failed_job_is_tried_again(engine: Engine) -> None:
    (job_id,) = post(engine, posted_text())
    fail(engine, job_id)
    with write_session(engine) as session:
        retry_job(session, job_id)
    assert (state_of(engine, job_id), outcomes(engine, job_id), errors(engine, job_id)) == ("queued", [None], [])
    with engine.connect() as connection:
        assert list_due_jobs(connection) == [job_id]
    run(engine, job_id, posted_text())
    assert (state_of(engine, job_id), texts(engine)) == ("succeeded", [TEXT])


def test_a_failed_job_whose_text_was_given_up_is_not_tried_again(engine: Engine) -> None:
    (job_id,) = post(engine, posted_text())
    fail(engine, job_id)
    with write_session(engine) as session:
        cancel_job(session, job_id)
    assert (state_of(engine, job_id), inbox_size(engine)) == ("cancelled", 0)
    with pytest.raises(JobNotFailed, match="cancelled, and what was posted was deleted"), write_session(engine) as session:
        retry_job(session, job_id)


def test_a_job_that_waits_is_not_tried_again(engine: Engine) -> None:
    (job_id,) = post(engine, posted_text())
    with pytest.raises(JobNotFailed, match="Only a job that failed"), write_session(engine) as session:
        retry_job(session, job_id)


def test_a_failed_job_whose_article_was_withdrawn_is_not_tried_again(engine: Engine) -> None:
    (job_id,) = post(engine, posted := posted_text())
    fail(engine, job_id)
    with write_session(engine) as session:
        forget_posted(session, [str(posted.article_id)])
    with pytest.raises(JobNotFailed, match="withdrawn"), write_session(engine) as session:
        retry_job(session, job_id)


@pytest.mark.parametrize("record", [{"url": URL}, {"title": "A bridge"}, {"title": " A bridge ", "id": "7", "publisher": "Bay Courier"}])
def test_the_article_of_a_text_is_known_before_it_is_read(engine: Engine, record: dict[str, str]) -> None:
    posted = post_of_text({"text": TEXT, "published": "2024-06-27", **record}, None)
    run(engine, post(engine, posted)[0], posted)
    assert posted.article_id == dump(engine)["articles"][0]["id"]


def test_without_url_and_title_it_is_known_once_the_title_was_found() -> None:
    assert post_of_text({"text": TEXT}, None).article_id is None
    assert post_of_page(b"<p>...</p>", {"title": "A bridge"}, None).article_id is None


def test_a_page_whose_url_is_given_is_known(engine: Engine) -> None:
    assert post_of_page(b"<p>...</p>", {"url": URL}, None).article_id == post_of_text({"text": TEXT, "url": URL}, None).article_id


@pytest.mark.parametrize(
    ("record", "fault"),
    [
        ({"text": "..."}, "text: has no words"),
        ({"text": TEXT, "published": "tomorrow"}, "published: is no date or time of ISO 8601"),
        ({"text": TEXT, "url": "mailto:ana@example.org"}, "url: is no http or https URL"),
        ({"text": TEXT, "id": ""}, "id: is no text of 1 to 500 characters"),
    ],
)
def test_faults_of_a_text_are_found_before_it_is_stored(record: dict[str, str], fault: str) -> None:
    with pytest.raises(DocumentRefused, match=fault):
        post_of_text(record, None)


def test_the_same_text_is_known_while_it_waits_and_when_it_is_loaded(engine: Engine) -> None:
    posted = post_of_text({"text": TEXT, "title": "A bridge"}, "key_1")
    with engine.connect() as connection:
        assert find_known(connection, posted) is None
    (job_id,) = post(engine, posted)
    with engine.connect() as connection:
        assert find_known(connection, posted) == Known(job_id=job_id)
        assert find_known(connection, post_of_text({"text": TEXT, "title": "A bridge"}, "key_2")) is None
    run(engine, job_id, posted)
    with engine.connect() as connection:
        assert find_known(connection, posted) == Known(article_id=posted.article_id)
        assert find_known(connection, post_of_text({"text": TEXT, "title": "A bridge"}, "key_2")) == Known(article_id=posted.article_id)


def test_the_same_page_is_known_by_its_bytes(engine: Engine) -> None:
    page = f"<html><head><title>A roof</title></head><body><article>{f'<p>{TEXT}</p>' * 4}</article></body></html>".encode()
    posted = post_of_page(page, {}, None)
    run(engine, post(engine, posted)[0], posted)
    (article,) = dump(engine)["articles"]
    with engine.connect() as connection:
        assert find_known(connection, posted) == Known(article_id=article["id"])


def test_what_failed_is_not_known(engine: Engine) -> None:
    posted = post_of_text({"text": TEXT, "title": "A bridge"}, None)
    fail(engine, *post(engine, posted))
    with engine.connect() as connection:
        assert find_known(connection, posted) is None
