"""Filters as parameters: folded names, one value or several, never mixed up in one compiled statement."""

from typing import get_args

import pytest
from sqlalchemy import Connection, ScalarSelect, Text, column, func, select

from app.parameters.articles import ArticleQuery
from app.parameters.claims import ClaimFilters, ClaimQuery
from app.parameters.entities import EntityQuery
from app.parameters.events import EventFilters
from app.parameters.listing import ListQuery, Parameters
from app.queries.claim_filters import parameter_conditions, scan
from app.queries.listing.filters import NAMES, dates_overlap, filter_parameters, filter_values, filters_of, one_of
from app.queries.tables import claims
from app.terms.vocabulary import ClaimKind
from tests.queries.archive import MERGED, UNKNOWN

FILTERS = filters_of(ClaimFilters)


def test_names_are_folded_before_they_are_bound_and_nothing_else_is() -> None:
    given = {"cue": ["Said", "TÓLD us"], "publisher": ["The Test"], "speaker": [MERGED, UNKNOWN["ent"]], "kind": ["pledge"]}
    folded = {"cue": ["said", "told us"], "publisher": "the test", "speaker": [MERGED, UNKNOWN["ent"]], "kind": "pledge"}
    assert filter_values(ClaimQuery.model_validate(given), FILTERS) == folded


def test_what_is_not_given_or_empty_is_no_parameter_and_false_is_one() -> None:
    query = ClaimQuery.model_validate(
        {"explicit": False, "min_confidence": 0, "speaker": [], "said_from": None, "limit": 3, "sort": "said"}
    )
    assert filter_values(query, FILTERS) == {"explicit": False, "min_confidence": 0}


def test_a_query_of_more_than_claims_has_the_filters_of_claims_alone() -> None:
    assert filters_of(ClaimQuery) == FILTERS == ClaimFilters.model_fields.keys() - {"q", "include", "role", "added_since"}


@pytest.mark.parametrize("query", [ClaimFilters, ArticleQuery, EntityQuery, EventFilters])
def test_filters_by_name_are_filters(query: type[Parameters]) -> None:
    assert filters_of(query).isdisjoint(ListQuery.model_fields)
    assert filters_of(query) & NAMES


def test_every_filter_that_is_a_parameter_makes_a_condition_with_it() -> None:
    texts = {name: ["x", "y"] for name, field in ClaimFilters.model_fields.items() if "list" in str(field.annotation)}
    days = {name: "2024-06-01" for name in FILTERS if name.endswith(("_from", "_to"))}
    query = ClaimFilters.model_construct(**{**texts, **days, "explicit": True, "anonymous": True, "min_confidence": 0.5})  # type: ignore[arg-type]
    given = filter_parameters(query, FILTERS)
    bound = select(claims.c.id).where(*parameter_conditions(given)).compile().binds.values()
    assert given.keys() == FILTERS
    assert {name for name, parameter in given.items() if parameter.key not in {bind.key for bind in bound}} == set()


def test_conditions_of_two_queries_stand_in_one_statement_without_being_mixed_up(connection: Connection) -> None:
    def counted(kind: ClaimKind) -> ScalarSelect[int]:
        return select(func.count()).where(*scan(connection, ClaimFilters(kind=[kind]), 1).where).scalar_subquery()

    kinds = get_args(ClaimKind)
    together = connection.execute(select(*map(counted, kinds))).one()
    assert tuple(together) == tuple(connection.execute(select(counted(kind))).scalar_one() for kind in kinds)
    assert len(set(together)) > 1


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2024-06-01", "2024-06-30", True),
        ("2024-06-10", "2024-06-10", True),
        ("2024-06-21", None, False),
        (None, "2024-06-09", False),
        ("2024-06-15", "2024-06-14", False),  # the date spans both days
        (None, None, True),
    ],
)
def test_a_date_overlaps_days_in_their_order(connection: Connection, first: str | None, last: str | None, expected: bool) -> None:
    query = ClaimFilters(said_from=first, said_to=last)
    given = filter_parameters(query, FILTERS)
    dates = select(
        func.coalesce("2024-06-10", "", type_=Text()).label("earliest"), func.coalesce("2024-06-20", "", type_=Text()).label("latest")
    )
    date = dates.subquery()
    where = dates_overlap(date.c.earliest, date.c.latest, given.get("said_from"), given.get("said_to"))
    assert connection.execute(select(func.count()).select_from(date).where(*where)).scalar_one() == expected


@pytest.mark.parametrize(("kinds", "rendered"), [(["pledge"], "kind = :"), (["pledge", "demand"], "kind IN (")])
def test_one_value_compares_equal_and_several_by_in(kinds: list[ClaimKind], rendered: str) -> None:
    (condition,) = one_of(column("kind"), filter_parameters(ClaimFilters(kind=kinds), FILTERS)["kind"])
    assert rendered in str(condition)
