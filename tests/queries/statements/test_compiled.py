"""Compiled statements return what SQLAlchemy returns, on both databases."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, Select, bindparam, func, literal, select
from sqlalchemy.exc import DBAPIError

from app.database.engines import read_connection
from app.queries import claims, relations
from app.queries.events import EVENT_ROWS
from app.queries.statements import compiled
from app.queries.statements.compiled import Parameter, Statement
from app.queries.tables import articles, claim_abouts
from app.queries.tables import claims as claims_table
from tests import make
from tests.conftest import DATABASES, Load
from tests.databases import Templates
from tests.queries.archive import STORIES, astral, opened, reading_engine
from tests.queries.filed import FILED

TITLE: Parameter = bindparam("title")
TITLES: Parameter = bindparam("titles", expanding=True)


@pytest.fixture(scope="module", params=DATABASES)
def connection(request: pytest.FixtureRequest, templates: Templates) -> Iterator[Connection]:
    with (
        opened(templates, request.param, astral(), *FILED, *STORIES[:2], seeded=True) as client,
        read_connection(reading_engine(client)) as lent,
    ):
        yield lent


def plainly(connection: Connection, statement: Select[Any], **values: Any) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in connection.execute(statement, values)]


@pytest.mark.parametrize(
    "rows", [claims.CLAIM_ROWS, claims.HOLDER_ROWS, claims.ABOUT_ROWS, EVENT_ROWS, relations.ROWS, select(articles)], ids=range(6)
)
def test_rows_are_those_that_sqlalchemy_gives(connection: Connection, rows: Select[Any]) -> None:
    found = Statement(rows).rows(connection)
    assert len(found) > 1
    assert [tuple(row) for row in found] == plainly(connection, rows)
    assert [repr(tuple(row)) for row in found] == [repr(row) for row in plainly(connection, rows)]  # true is not 1
    assert list(found[0]._fields) == [column.key for column in rows.selected_columns]


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5, 9, 33])
def test_any_number_of_values_may_be_given(connection: Connection, number: int) -> None:
    numbers = list(connection.scalars(select(claims_table.c.number).order_by(claims_table.c.id).limit(number)))
    found = claims.ABOUTS_OF_CLAIMS.rows(connection, numbers=numbers)
    assert [tuple(row) for row in found] == plainly(connection, claims.ABOUT_ROWS.where(claim_abouts.c.claim_number.in_(numbers)))


def test_no_value_at_all_finds_nothing(connection: Connection) -> None:
    assert claims.ABOUTS_OF_CLAIMS.rows(connection, numbers=[]) == []


def test_parameters_may_stand_anywhere_in_any_order_and_beside_constants(connection: Connection) -> None:
    cues: Parameter = bindparam("cues", expanding=True)
    columns, is_of_cue = claims_table.c, func.coalesce(claims_table.c.cue_folded, "").in_(cues)
    asked = (
        select(columns.id, literal("constant").label("constant"), is_of_cue.label("is_of_cue"))
        .where(columns.section == bindparam("section"), is_of_cue | columns.mode.in_(["mixed", "direct"]))
        .where(func.coalesce(columns.confidence, 1.0) >= bindparam("sure"), columns.explicit == bindparam("explicit"))
        .order_by(columns.id)
        .limit(bindparam("most", type_=columns.number.type))
    )
    statement = Statement(asked)
    for most, found in ((5, ["said", "told"]), (2, ["said"]), (9, ["x", "said", "y"])):
        values: dict[str, Any] = {"most": most, "section": "body", "cues": found, "sure": 0.5, "explicit": True}
        rows = statement.rows(connection, **values)
        assert [tuple(row) for row in rows] == plainly(connection, asked, **values) != []
        assert {type(row.is_of_cue) for row in rows} == {bool}


@pytest.mark.parametrize(
    ("where", "values"),
    [
        (articles.c.title == TITLE, {}),
        (articles.c.title == TITLE, {"titel": "x"}),
        (articles.c.title == TITLE, {"title": "x", "more": "y"}),
        (articles.c.title.in_(TITLES), {"titles": "x"}),
    ],
    ids=["none", "another", "one more", "one for a list"],
)
def test_values_that_are_not_those_of_the_parameters_are_refused(connection: Connection, where: Any, values: dict[str, Any]) -> None:
    with pytest.raises(LookupError, match="title"):
        Statement(select(articles.c.id).where(where)).rows(connection, **values)


def test_values_are_checked_each_time(connection: Connection) -> None:
    statement = Statement(select(articles.c.id).where(articles.c.title.in_(TITLES)))
    assert statement.rows(connection, titles=["x"]) == []
    with pytest.raises(LookupError, match="'more', 'titles'"):
        statement.rows(connection, titles=["x"], more="y")


def test_a_list_that_is_padded_stays_as_it_was_given(connection: Connection) -> None:
    given = ["x", "y", "z"]
    Statement(select(articles.c.id).where(articles.c.title.in_(TITLES))).rows(connection, titles=given)
    assert given == ["x", "y", "z"]


def test_lists_are_padded_so_that_a_statement_is_expanded_for_few_lengths(connection: Connection) -> None:
    statement = Statement(select(articles.c.id).where(articles.c.title.in_(TITLES)))
    for number in range(33):
        statement.rows(connection, titles=["x"] * number)
    assert statement._compiled(connection.dialect)._expanded.cache_info().currsize == len([1, 2, 4, 8, 16, 32])


def test_no_more_lengths_are_kept_than_are_allowed(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "MAX_COMPILED", 3)
    statement = Statement(select(articles.c.id).where(articles.c.title.in_(TITLES)))
    for number in range(33):
        statement.rows(connection, titles=["x"] * number)
    assert statement._compiled(connection.dialect)._expanded.cache_info().currsize == 3


def test_what_the_driver_refuses_is_an_error_of_the_database(connection: Connection) -> None:
    with pytest.raises(DBAPIError, match="no_such_function"), connection.begin_nested():
        Statement(select(func.no_such_function(articles.c.id))).rows(connection)


def test_it_sees_what_was_written_since(engine: Any, load: Load) -> None:
    counting = Statement(select(func.count().label("number")).select_from(articles))
    for number in range(3):
        with engine.connect() as connection:
            assert counting.rows(connection)[0].number == number
        load(make.document(title=f"Article {number}"))
