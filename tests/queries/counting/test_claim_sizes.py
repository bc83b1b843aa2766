"""Filters of many claims are checked claim by claim on SQLite, and find the same."""

from unittest.mock import patch

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Connection

from app.database.engines import read_connection
from app.parameters.claims import ClaimFilters
from app.queries import claim_filters
from app.queries.counting import claim_sizes
from app.queries.counting.claim_sizes import filters_without_index
from app.queries.listing.filters import filter_values
from tests.queries.archive import Json, get, items, reading_engine
from tests.queries.filed import ids_by_name
from tests.queries.test_claim_filters import CASES

FILTERS = {"publisher": ["the test"], "cue": ["said", "announced"]}


@pytest.fixture
def sqlite(connection: Connection) -> Connection:
    if connection.dialect.name != "sqlite":
        pytest.skip("PostgreSQL knows how common values are")
    return connection


def named(client: TestClient, params: Json) -> Json:
    ids = ids_by_name(client)
    return {
        name: [ids.get(one, one) for one in value] if isinstance(value, list) else ids.get(value, value) for name, value in params.items()
    }


def test_the_index_of_the_rarest_values_is_used_if_they_are_rare(sqlite: Connection) -> None:
    sizes = {"publisher": 3, "cue": 20}  # of publishers a third counts
    with patch.object(claim_sizes, "_size", lambda _connection, name, *_: sizes[name]):
        assert filters_without_index(sqlite, FILTERS, rows=50) == {"cue"}
        assert filters_without_index(sqlite, FILTERS, rows=0) == {"cue", "publisher"}


def test_what_is_found_by_id_leaves_no_other_index(sqlite: Connection) -> None:
    assert filters_without_index(sqlite, {"article": "art_x", "cue": "said", "kind": "hope"}, rows=50) == {"cue"}


def test_the_index_of_one_value_has_the_order_of_the_list(sqlite: Connection) -> None:
    assert filters_without_index(sqlite, {"cue": "said"}, rows=10_000) == set()
    assert filters_without_index(sqlite, {"cue": "said", "publisher": "the test"}, rows=0) == {"publisher"}


@pytest.mark.parametrize("name", sorted(claim_sizes.SIZED - {"published_from", "published_to", "role", "about"}))
def test_no_more_claims_pass_a_filter_than_its_size(filed: TestClient, name: str) -> None:
    for params in (named(filed, params) for params, _ in CASES if params.keys() == {name}):
        query = ClaimFilters.model_validate({name: value if isinstance(value, list) else [value] for name, value in params.items()})
        values = filter_values(query, claim_filters.FILTERS)[name]
        with read_connection(reading_engine(filed)) as connected:
            size = claim_sizes._size(connected, name, values if isinstance(values, list) else [values], 100, 100)
        assert size >= len(items(filed, "/v1/claims", params))


@pytest.mark.parametrize(("params", "expected"), CASES, ids=[str(params) for params, _ in CASES])
@pytest.mark.parametrize("without", [frozenset[str](), claim_sizes.SIZED], ids=["by indexes", "claim by claim"])
def test_both_ways_find_the_same(filed: TestClient, params: Json, expected: set[str], without: frozenset[str]) -> None:
    with patch.object(claim_filters, "filters_without_index", lambda *_: without):
        assert get(filed, "/v1/sources", named(filed, params))["counts"]["claims"] == len(expected)
