"""A database of the pool is for the next test what it was for the one before."""

from collections.abc import Callable

import pytest

from app.database.engines import write_engine
from app.ingest.administering.keys import create_key
from app.ingest.reading.validation import validated
from tests import make, pool
from tests.databases import Load, Templates, filled, load_seeds
from tests.loading import load_document
from tests.needs import POSTGRESQL
from tests.pool import Pool, connect, contents_of, create_database
from tests.tables import execute


def use(url: str) -> None:
    engine = write_engine(url)
    load_document(engine, validated(make.document()))
    create_key(engine, "reader", ["read"])
    engine.dispose()


@POSTGRESQL.mark
@pytest.mark.parametrize("load", [None, load_seeds])
def test_rows_and_numbers_are_those_of_the_template(load: Load | None) -> None:
    opened = Pool(filled(create_database("template1"), load))
    url = opened.take()
    with connect(url) as connection, connect(opened.template) as template:
        assert contents_of(connection) == contents_of(template)
    use(url)
    with connect(url) as connection, connect(opened.template) as template:
        assert contents_of(connection) != contents_of(template)
        opened.give_back(url)
    assert opened.take() == url
    with connect(url) as connection, connect(opened.template) as template:
        assert contents_of(connection) == contents_of(template)
    opened.give_back(url)
    opened.drop()


@POSTGRESQL.mark
@pytest.mark.parametrize(
    "change",
    [
        lambda url: execute(url, "CREATE TABLE another (id integer)"),
        lambda url: execute(url, "ALTER TABLE claims DROP COLUMN gist"),
        lambda url: execute(url, "CREATE INDEX another ON claims (gist)"),
        lambda url: execute(url, "CREATE SCHEMA another"),
        lambda url: execute(url, f'ALTER DATABASE "{url.rpartition("/")[2]}" SET default_transaction_isolation = serializable'),
    ],
)
def test_a_database_whose_schema_was_changed_is_not_lent_again(templates: Templates, change: Callable[[str], None]) -> None:
    with templates.copy("postgresql") as url:
        change(url)
    with templates.copy("postgresql") as another:
        assert another != url


@POSTGRESQL.mark
def test_a_database_that_held_much_is_not_lent_again(templates: Templates, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "MOST_ROWS", 10)
    with templates.copy("postgresql") as url:
        use(url)
    with templates.copy("postgresql") as another:
        assert another != url
