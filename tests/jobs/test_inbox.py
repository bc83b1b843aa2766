from contextlib import suppress

from sqlalchemy import Engine, select

from app.database.compression import decompress_posted
from app.database.engines import write_session
from app.database.tables.jobs import Job
from app.jobs.inbox import add_posted
from app.jobs.results import end_job
from app.queries.administering.inbox import find_part, list_due_jobs, list_parts
from app.queries.tables import jobs
from tests.jobs.posting import post, posted_page, posted_text

BRIDGE, ROOF = "https://example.org/bridge", "https://example.org/roof"


def due(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return [*list_due_jobs(connection)]


def finish(engine: Engine, job_id: str) -> None:
    with write_session(engine) as session:
        end_job(session, session.execute(select(Job).where(jobs.c.id == job_id)).scalar_one(), "succeeded")


def test_what_is_posted_is_stored_with_its_job(engine: Engine) -> None:
    posted = posted_page(url=BRIDGE)
    (job_id,) = post(engine, posted)
    with engine.connect() as connection:
        assert list_parts(connection, job_id) == [1]
        part = find_part(connection, job_id, 1)
    assert part is not None
    assert (part.kind, part.known, decompress_posted(part.body)) == ("page", {"url": BRIDGE}, posted.body)


def test_a_transaction_that_fails_leaves_neither_job_nor_text(engine: Engine) -> None:
    with suppress(ZeroDivisionError), write_session(engine) as session:
        add_posted(session, posted_text())
        raise ZeroDivisionError
    assert due(engine) == []


def test_jobs_of_different_articles_are_due_together_in_the_order_of_arrival(engine: Engine) -> None:
    ids = post(engine, posted_text(url=BRIDGE), posted_text(url=ROOF))
    assert due(engine) == ids


def test_a_job_waits_for_an_earlier_one_of_its_article(engine: Engine) -> None:
    first, other, second = post(
        engine, posted_text(url=BRIDGE), posted_text(url=ROOF), posted_text("It closed, Ana Novak said.", url=BRIDGE)
    )
    assert due(engine) == [first, other]
    finish(engine, first)
    assert due(engine) == [other, second]


def test_a_job_waits_for_an_earlier_one_whose_article_is_not_known_yet(engine: Engine) -> None:
    page, text = post(engine, posted_page(), posted_text(url=BRIDGE))
    assert due(engine) == [page]
    finish(engine, page)
    assert due(engine) == [text]


def test_pages_are_read_at_once_whoever_came_before(engine: Engine) -> None:
    ids = post(engine, posted_text(url=BRIDGE), posted_page(), posted_page())
    assert due(engine) == ids


def test_a_finished_job_has_nothing_left_to_do(engine: Engine) -> None:
    (job_id,) = post(engine, posted_text())
    finish(engine, job_id)
    with engine.connect() as connection:
        assert list_parts(connection, job_id) == []
        assert find_part(connection, job_id, 1) is None


def test_the_digest_knows_kind_fields_and_body() -> None:
    different = {posted.digest for posted in (posted_text(), posted_text(url=BRIDGE), posted_page(), posted_page(url=BRIDGE))}
    assert len(different) == 4
    assert posted_page(url=BRIDGE, title="A").digest == posted_page(title="A", url=BRIDGE).digest
