"""The migration to 0022 keeps jobs with their items and what was posted, and the way back keeps all that the older tables can hold."""

from alembic import command
from sqlalchemy import Engine

from app.database.migrate import alembic_config, migrate
from tests.jobs.importing import ndjson, post_import, record
from tests.jobs.posting import TEXT, post, posted_page, posted_text
from tests.jobs.test_requests import fail
from tests.jobs.test_results import run
from tests.tables import dump


def test_jobs_keep_items_and_inbox_and_are_counted(url: str, engine: Engine) -> None:
    loaded, failed, _ = post(
        engine, posted_text(), posted_text("It closed, Ana Novak said.", title="B"), posted_page(url="https://example.org")
    )
    run(engine, loaded, posted_text())
    fail(engine, failed)
    before = dump(engine, "spools")
    assert [(document.pop("arrival"), document.pop("document_arrival")) for document in before["documents"]] != [(None, None)]
    post_import(engine, ndjson(record(TEXT)))
    command.downgrade(alembic_config(url), "0021")
    migrate(url)
    after = dump(engine, "spools", "inbox")
    arrivals = [(document.pop("arrival"), document.pop("document_arrival")) for document in after["documents"]]
    assert arrivals == [(None, None)]  # of revisions, which came later
    assert after == {name: rows for name, rows in before.items() if name != "inbox"}
    assert sorted(row["body"] for row in dump(engine)["inbox"]) == sorted(row["body"] for row in before["inbox"])
    assert sorted((row["total"], row["done"], row["failed"]) for row in dump(engine)["jobs"]) == [(1, 0, 0), (1, 1, 0), (1, 1, 1)]
