"""A prefix that begins many words is looked for row by row, and finds what full text finds."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, text

from app.answers.search import SearchPage
from app.database.engines import read_connection
from app.parameters.search import SearchQuery
from app.queries.search import search
from app.queries.searching.full_text import search_terms_in
from app.queries.searching.prefixes import begins_many
from app.queries.searching.terms import parse_search
from app.queries.tables import claims
from tests import make
from tests.conftest import DATABASES
from tests.databases import Templates
from tests.queries.archive import opened, reading_engine

SEARCHES = ("wa", "w", "ward ware", "war wa", '"a wa"', "-ware wa", "zebra", "z")
PREFIX_WORDS = "app.queries.searching.prefixes.MOST_FOUND"


@pytest.fixture(scope="module", params=DATABASES)
def connection(templates: Templates, request: pytest.FixtureRequest) -> Iterator[Connection]:
    said = ["a war was", "a ward", "a ware", "zebra"]
    marked = " ".join(f"<c{number}>{words}</c{number}>" for number, words in enumerate(said))
    document = make.document(f"{marked} <e0>event</e0>", claims=[make.claim(number, speaker=None) for number in range(4)])
    with opened(templates, request.param, document) as client, read_connection(reading_engine(client)) as reading:
        yield reading


def _found(connection: Connection) -> list[SearchPage]:
    return [search(connection, SearchQuery(q=q, prefix=True, count="exact")) for q in SEARCHES]


def test_the_same_is_found_row_by_row(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    in_full_text = _found(connection)
    monkeypatch.setattr(PREFIX_WORDS, 0)
    assert _found(connection) == in_full_text
    assert [len(page["items"]) > 0 for page in in_full_text] == [True] * len(SEARCHES)


def test_full_text_is_not_asked_for_a_prefix_of_many_words(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PREFIX_WORDS, 3)
    if connection.dialect.name == "sqlite":
        few, many = (search_terms_in(connection, claims, parse_search(q, prefix=True), 50) for q in ("war", "wa"))
        assert (few.hits is None, many.hits is None, many.by_index) == (False, True, False)


def test_words_that_begin_alike_are_counted_once_a_row(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.dialect.name == "sqlite":
        monkeypatch.setattr(PREFIX_WORDS, 3)
        assert [begins_many(connection, claims, prefix) for prefix in ("wa", "war", "was", "a", "b")] == [True, False, False, False, False]


def test_the_connection_stays_read_only(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        begins_many(connection, claims, "wa")
        assert connection.execute(text("PRAGMA query_only")).scalar_one() == 1
