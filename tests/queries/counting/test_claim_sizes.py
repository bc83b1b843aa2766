"""Filters of many claims are checked claim by claim on SQLite, and find the same."""

from unittest.mock import patch

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Connection

from app.database.engines import read_connection
from app.parameters.claims import ClaimFilters
from app.queries import claim_filters
from app.queries.counting import claim_sizes
from app.queries.counting.claim_sizes import IndexChoice, choose_index
from app.queries.listing import scans
from app.queries.listing.filters import filter_values
from app.queries.statements.compiled import Value
from tests.queries.archive import Json, get, items, reading_engine
from tests.queries.filed import ids_by_name
from tests.queries.test_claim_filters import CASES

FILTERS: dict[str, Value] = {"publisher": ["the test"], "cue": ["said", "announced"]}


def named(client: TestClient, params: Json) -> Json:
    ids = ids_by_name(client)
    return {
        name: [ids.get(one, one) for one in value] if isinstance(value, list) else ids.get(value, value) for name, value in params.items()
    }


def test_the_index_of_the_rarest_values_is_used_if_they_are_rare(connection: Connection) -> None:
    sizes = {"publisher": 3, "cue": 20}  # of publishers a third counts
    with patch.object(claim_sizes, "_size", lambda _connection, name, *_: sizes[name]):
        assert choose_index(connection, FILTERS, rows=50) == IndexChoice(frozenset({"cue"}), "publisher", gives_few=True)
        assert choose_index(connection, FILTERS, rows=0) == IndexChoice(frozenset({"cue", "publisher"}))


def test_an_index_gives_a_bounded_number_of_claims(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = {"publisher": 30, "cue": 20}
    with patch.object(claim_sizes, "_size", lambda _connection, name, *_: sizes[name]):
        assert choose_index(connection, FILTERS, rows=None).used == "publisher"
        monkeypatch.setattr(scans, "MOST_FOUND", 9)
        assert choose_index(connection, FILTERS, rows=None).used is None


def test_what_is_found_by_id_leaves_no_other_index(connection: Connection) -> None:
    values: dict[str, Value] = {"article": "art_x", "cue": "said", "kind": "hope"}
    assert choose_index(connection, values, rows=50) == IndexChoice(frozenset({"cue"}), gives_few=True)


def test_the_index_of_one_value_has_the_order_of_the_list(connection: Connection) -> None:
    with patch.object(claim_sizes, "_size", lambda *_: 1_000_000):
        assert choose_index(connection, {"cue": "said"}, rows=10_000) == IndexChoice(frozenset(), "cue")
        assert choose_index(connection, {"cue": "said", "publisher": "the test"}, rows=0) == IndexChoice(frozenset({"publisher"}), "cue")
        assert choose_index(connection, {"cue": "said"}, rows=10_000, by_said=False) == IndexChoice(frozenset({"cue"}))


@pytest.mark.parametrize("name", sorted(claim_sizes.SIZED - {"published_from", "published_to", "role", "about"}))
def test_no_more_claims_pass_a_filter_than_its_size(filed: TestClient, name: str) -> None:
    for params in (named(filed, params) for params, _ in CASES if params.keys() == {name}):
        query = ClaimFilters.model_validate({name: value if isinstance(value, list) else [value] for name, value in params.items()})
        values = filter_values(query, claim_filters.FILTERS)[name]
        with read_connection(reading_engine(filed)) as connected:
            size = claim_sizes._size(connected, name, values if isinstance(values, list) else [values], 100, 100)
        assert size >= len(items(filed, "/v1/claims", params))


@pytest.mark.parametrize(("params", "expected"), CASES, ids=[str(params) for params, _ in CASES])
def test_both_ways_find_the_same(filed: TestClient, params: Json, expected: set[str]) -> None:
    for without in (frozenset[str](), claim_sizes.SIZED):  # by indexes, and claim by claim
        with patch.object(claim_filters, "choose_index", lambda *_, without=without, **__: IndexChoice(without)):
            assert get(filed, "/v1/sources", named(filed, params))["counts"]["claims"] == len(expected)
