"""Imports that were stored: read, and loaded line by line."""

import pytest
from sqlalchemy import Engine

from app.database.compression import decompress_posted
from app.database.engines import write_session
from app.ingest.administering.tombstones import withdraw
from app.jobs.requests import cancel_job, retry_job
from app.jobs.results import fail_lines
from app.queries.administering.inbox import list_due_jobs
from tests import make
from tests.jobs.importing import URL, desk, load_import, many, ndjson, post_import, read_import, record, request_of, run_import
from tests.jobs.posting import TEXT, errors, inbox_size, outcomes, post, posted_text, state_of, texts
from tests.jobs.test_results import run
from tests.tables import dump

LATER = "Ana Novak said that the bridge had closed again."


def job(engine: Engine, job_id: str) -> dict[str, object]:
    return next(row for row in dump(engine)["jobs"] if row["id"] == job_id)


def counts(engine: Engine, job_id: str) -> tuple[object, ...]:
    row = job(engine, job_id)
    return row["state"], row["total"], row["done"], row["failed"]


@pytest.mark.parametrize("step", [1, 64, 1 << 20])
def test_documents_and_texts_are_loaded_and_bad_lines_do_not_stop_good_ones(engine: Engine, step: int) -> None:
    document = make.document()
    body = ndjson(document, b"\n", b"{bad\n", record(TEXT, url=URL), {"format": "onrecord/1", "article": {}}, record("...", url=f"{URL}/2"))
    job_id = post_import(engine, body, step=step)
    assert counts(engine, job_id) == ("queued", 5, 0, 0)
    run_import(engine, job_id)
    assert counts(engine, job_id) == ("failed", 5, 5, 3)
    assert outcomes(engine, job_id) == ["added", "failed", "added", "failed", "failed"]
    found = [(error["line"], error["pointer"], error["detail"]) for error in errors(engine, job_id)]
    assert found[0] == (3, "", "is no JSON: Expecting property name enclosed in double quotes")
    assert (5, "/article/title") in [(line, pointer) for line, pointer, _ in found]
    assert found[-1] == (6, "/text", "has no words")
    assert len(dump(engine)["articles"]) == 2


def test_texts_of_one_article_are_loaded_in_the_order_of_their_lines(engine: Engine) -> None:
    run_import(engine, job_id := post_import(engine, ndjson(record(TEXT, url=URL), record(LATER, url=URL))))
    assert outcomes(engine, job_id) == ["added", "changed"]
    assert texts(engine)[-1] == LATER
    assert (state_of(engine, job_id), inbox_size(engine), dump(engine)["spools"]) == ("succeeded", 0, [])


def test_the_same_import_again_changes_nothing(engine: Engine) -> None:
    body = ndjson(make.document(), record(TEXT, url=URL))
    run_import(engine, post_import(engine, body))
    before = dump(engine, "jobs", "job_items")
    run_import(engine, again := post_import(engine, body))
    assert outcomes(engine, again) == ["same", "same"]
    assert dump(engine, "jobs", "job_items") == before


@pytest.mark.parametrize(
    "value",
    [
        make.document(),
        make.document(own_id=None, published="2024-06-27T10:00:00+02:00"),
        make.document(article={"url": f"{URL}?utm_source=x"}),
        make.document(article={"publisher": None}, published=None),
        record(TEXT, url=URL),
        record(TEXT, id="7", publisher="Bay Courier"),
        {"text": TEXT},
        {"text": TEXT, "title": " ", "date": "2024-06-27"},
    ],
)
def test_the_article_of_a_line_is_known_when_it_was_read(engine: Engine, value: dict[str, object]) -> None:
    read_import(engine, job_id := post_import(engine, ndjson(value)))
    (read,) = dump(engine)["job_items"]
    load_import(engine, job_id)
    assert [row["id"] for row in dump(engine)["articles"]] == [read["article_id"]]


def test_what_a_key_without_review_posts_counts_as_extracted(engine: Engine) -> None:
    run_import(engine, post_import(engine, ndjson(make.document()), request_of(asker=desk(engine))))
    assert {row["review"] for row in dump(engine)["claims"]} == {"extracted"}
    run_import(engine, post_import(engine, ndjson(make.document())))
    assert {row["review"] for row in dump(engine)["claims"]} == {"accepted"}


def test_an_import_waits_for_earlier_jobs_of_its_articles_alone(engine: Engine) -> None:
    (earlier,) = post(engine, posted_text(url=URL))
    waiting, other = post_import(engine, ndjson(record(LATER, url=URL))), post_import(engine, ndjson(record(TEXT, url=f"{URL}/2")))
    read_import(engine, waiting)
    read_import(engine, other)
    with engine.connect() as connection:
        assert [*list_due_jobs(connection)] == [earlier, other]
    load_import(engine, waiting)
    assert outcomes(engine, waiting) == [None]
    run(engine, earlier, posted_text(url=URL))
    load_import(engine, waiting)
    assert (outcomes(engine, earlier), outcomes(engine, waiting)) == (["added"], ["changed"])


def test_a_later_text_waits_for_an_import_until_that_is_read(engine: Engine) -> None:
    first = post_import(engine, ndjson(record(TEXT, url=URL)))
    same, other = post(engine, posted_text(LATER, url=URL), posted_text(LATER, url=f"{URL}/2"))
    with engine.connect() as connection:
        assert [*list_due_jobs(connection)] == [first]
    read_import(engine, first)
    with engine.connect() as connection:
        assert [*list_due_jobs(connection)] == [first, other]
    load_import(engine, first)
    with engine.connect() as connection:
        assert [*list_due_jobs(connection)] == [same, other]


def test_a_part_that_was_loaded_goes_and_is_not_loaded_again(engine: Engine) -> None:
    job_id = post_import(engine, many(150))
    read_import(engine, job_id)
    assert inbox_size(engine) == 2
    load_import(engine, job_id, most_parts=1)
    assert (counts(engine, job_id), inbox_size(engine)) == (("running", 150, 100, 0), 1)
    run_import(engine, job_id)
    assert (counts(engine, job_id), inbox_size(engine), len(texts(engine))) == (("succeeded", 150, 150, 0), 0, 150)


def test_a_part_is_read_once_though_two_processes_read_it(engine: Engine) -> None:
    job_id = post_import(engine, many(2))
    read_import(engine, job_id)
    before = dump(engine)
    read_import(engine, job_id)
    assert dump(engine) == before


def test_a_cancelled_import_keeps_what_it_loaded_and_nothing_of_the_rest(engine: Engine) -> None:
    job_id = post_import(engine, many(150))
    read_import(engine, job_id)
    load_import(engine, job_id, most_parts=1)
    with write_session(engine) as session:
        cancel_job(session, job_id)
    load_import(engine, job_id)
    assert (state_of(engine, job_id), len(texts(engine)), inbox_size(engine), dump(engine)["spools"]) == ("cancelled", 100, 0, [])


def test_only_failed_lines_are_kept_and_tried_again(engine: Engine) -> None:
    job_id = post_import(engine, many(3))
    read_import(engine, job_id)
    with write_session(engine) as session:
        fail_lines(session, job_id, 1, [2], "could not be loaded: IntegrityError")
    load_import(engine, job_id)
    assert (counts(engine, job_id), inbox_size(engine)) == (("failed", 3, 3, 1), 1)
    assert len(texts(engine)) == 2
    with write_session(engine) as session:
        retry_job(session, job_id)
    assert counts(engine, job_id) == ("queued", 3, 2, 0)
    run_import(engine, job_id)
    assert (counts(engine, job_id), len(texts(engine)), inbox_size(engine)) == (("succeeded", 3, 3, 0), 3, 0)


def test_withdrawal_takes_the_lines_of_the_article_and_lets_the_import_go_on(engine: Engine) -> None:
    run(engine, post(engine, posted_text(url=URL))[0], posted_text(url=URL))
    (article,) = dump(engine)["articles"]
    job_id = post_import(engine, ndjson(record(LATER, url=URL), record(TEXT, url=f"{URL}/2")))
    read_import(engine, job_id)
    withdraw(engine, [str(article["id"])], "error", None)
    assert outcomes(engine, job_id) == ["withdrawn", None]
    (part,) = dump(engine)["inbox"]
    assert decompress_posted(part["body"]).startswith(b'\n{"text"')
    load_import(engine, job_id)
    assert (counts(engine, job_id), texts(engine)) == (("succeeded", 2, 2, 0), [TEXT])


def test_an_import_whose_articles_were_all_withdrawn_ends(engine: Engine) -> None:
    run(engine, post(engine, posted_text(url=URL))[0], posted_text(url=URL))
    job_id = post_import(engine, ndjson(record(LATER, url=URL)))
    read_import(engine, job_id)
    withdraw(engine, [str(row["id"]) for row in dump(engine)["articles"]], "error", None)
    read_import(engine, job_id)
    assert (counts(engine, job_id), inbox_size(engine)) == (("succeeded", 1, 1, 0), 0)
    run_import(engine, later := post_import(engine, ndjson(record(LATER, url=URL))))
    assert (outcomes(engine, later), inbox_size(engine), texts(engine)) == (["withdrawn"], 0, [])


@pytest.mark.parametrize(
    ("format_", "body"),
    [
        ("yaml", b"text: Ana Novak said that the bridge had closed.\ntitle: A bridge\n"),
        ("json", b'{"text": "Ana Novak said that the bridge had closed.",\n "title": "A bridge"}'),
        ("text", b"A bridge\n\nAna Novak said that the bridge had closed.\n"),
        ("page", f"<html><head><title>A bridge</title></head><body><article>{f'<p>{TEXT}</p>' * 4}</article></body></html>".encode()),
    ],
)
def test_one_article_is_read_in_each_format(engine: Engine, format_: str, body: bytes) -> None:
    run_import(engine, job_id := post_import(engine, body, request_of(format_)))  # type: ignore[arg-type]
    assert (outcomes(engine, job_id), [row["title"] for row in dump(engine)["articles"]]) == (["added"], ["A bridge"])


def test_fields_that_come_beside_a_text_are_those_of_the_article(engine: Engine) -> None:
    run_import(engine, post_import(engine, TEXT.encode(), request_of("text", given={"url": URL, "publisher": "Bay Courier"})))
    (article,) = dump(engine)["articles"]
    assert (article["url"], article["publisher"]) == (URL, "Bay Courier")


def test_faults_name_the_line_in_what_was_posted(engine: Engine) -> None:
    run_import(engine, job_id := post_import(engine, b"title: A bridge\ntext: '...'\n", request_of("yaml")))
    assert errors(engine, job_id) == [{"detail": "has no words", "pointer": "/text", "line": 2}]
