"""Statements that are compiled once give what SQLAlchemy gives, on both databases."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, Select, func, select
from sqlalchemy.exc import DBAPIError

from app.db import read_connection
from app.queries import claims, prepared
from app.queries.prepared import Prepared
from app.queries.tables import articles, claim_abouts, relations
from app.queries.tables import claims as claims_table
from app.words import fold
from tests import make
from tests.conftest import DATABASES, Load, Templates
from tests.queries.archive import STORIES, astral, opened, reading_engine
from tests.queries.filed import FILED


@pytest.fixture(scope="module", params=DATABASES)
def connection(request: pytest.FixtureRequest, templates: Templates) -> Iterator[Connection]:
    with (
        opened(templates, request.param, astral(), *FILED, *STORIES[:2], seeded=True) as client,
        read_connection(reading_engine(client)) as lent,
    ):
        yield lent


def plainly(connection: Connection, statement: Select[Any]) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in connection.execute(statement)]


@pytest.mark.parametrize(
    "rows", [claims.CLAIM_ROWS, claims.HOLDER_ROWS, claims.ABOUT_ROWS, select(relations), select(articles)], ids=range(5)
)
def test_rows_are_those_that_sqlalchemy_gives(connection: Connection, rows: Select[Any]) -> None:
    found = Prepared(lambda: rows).rows(connection)
    assert len(found) > 1
    assert [tuple(row) for row in found] == plainly(connection, rows)
    assert [repr(tuple(row)) for row in found] == [repr(row) for row in plainly(connection, rows)]  # true is not 1
    assert list(found[0]._fields) == [column.key for column in rows.selected_columns]


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5, 9, 33])
def test_any_number_of_values_may_be_given(connection: Connection, number: int) -> None:
    ids = [row.id for row in connection.execute(select(claims_table.c.id).order_by(claims_table.c.id).limit(number))]
    found = claims.ABOUTS_OF.rows(connection, ids)
    assert [tuple(row) for row in found] == plainly(connection, claims.ABOUT_ROWS.where(claim_abouts.c.claim_id.in_(ids)))


def test_values_are_put_in_as_they_are_given_and_folded_where_the_statement_folds_them(connection: Connection) -> None:
    def build(most: int, cues: list[str], section: str) -> Select[Any]:
        folded = [fold(cue) for cue in cues]
        asked = select(claims_table.c.id).where(claims_table.c.cue_folded.in_(folded), claims_table.c.section == section)
        return asked.order_by(claims_table.c.id).limit(most)

    statement = Prepared(build)
    for values in ((5, ["Said", "TOLD"], "body"), (2, ["sáid"], "body"), (9, ["x", "said", "y"], "headline")):
        assert [tuple(row) for row in statement.rows(connection, *values)] == plainly(connection, build(*values))


def test_a_value_that_the_statement_is_decided_by_is_refused(connection: Connection) -> None:
    looking = Prepared(lambda title: select(articles.c.id).where(*([articles.c.title == title] if title > "a" else [])))
    with pytest.raises(LookupError):
        looking.rows(connection, "b")
    with pytest.raises(LookupError):
        Prepared(lambda title: select(articles.c.id).where(articles.c.title == title[:3])).rows(connection, "b")


def test_what_it_is_decided_by_comes_as_its_shape(connection: Connection) -> None:
    ordered = Prepared(lambda falls, most: select(articles.c.id).order_by(articles.c.id.desc() if falls else articles.c.id).limit(most))
    rising, falling = (ordered.rows(connection, 200, shape=(falls,)) for falls in (False, True))
    assert falling == rising[::-1] != rising


def test_no_more_shapes_are_kept_than_are_allowed(connection: Connection) -> None:
    statement = Prepared(lambda _, most: select(articles.c.id).limit(most))
    for number in range(prepared.SHAPES + 10):
        statement.rows(connection, 1, shape=(number,))
    assert statement._compiled.cache_info().currsize == prepared.SHAPES


def test_what_the_driver_refuses_is_an_error_of_the_database(connection: Connection) -> None:
    with pytest.raises(DBAPIError, match="no_such_function"), connection.begin_nested():
        Prepared(lambda: select(func.no_such_function(articles.c.id))).rows(connection)


def test_it_sees_what_was_written_since(engine: Any, load: Load) -> None:
    counting = Prepared(lambda: select(func.count().label("number")).select_from(articles))
    for number in range(3):
        with engine.connect() as connection:
            assert counting.rows(connection)[0].number == number
        load(make.document(title=f"Article {number}"))
