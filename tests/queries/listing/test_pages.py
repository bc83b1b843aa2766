"""Compiled pages equal the pages of the uncompiled list, under all combinations of filters."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import Connection

from app.database.engines import read_connection
from app.errors import CursorInvalid
from app.parameters.claims import ClaimQuery
from app.queries import claim_filters, claims
from app.queries.listing import keyset
from app.queries.tables import claims as claims_table
from tests.conftest import DATABASES
from tests.databases import Templates
from tests.queries.archive import STORIES, UNKNOWN, astral, opened, reading_engine
from tests.queries.filed import FILED

TEXTS = {
    "cue": ["said", "TOLD", "x"],
    "place": ["Brno", "WASHINGTON"],
    "publisher": ["the test", "The Times of Israel"],
    "organization": ["x"],
}
WORDS = {
    "mode": ["direct", "indirect"],
    "kind": ["statement", "pledge", "demand"],
    "section": ["body"],
    "review": ["accepted", "extracted"],
}
IDS = ("speaker", "article", "holder", "about", "event", "id", "reported_via")
DAYS = some.sampled_from(["2020-01-01", "2024-06-20", "2024-06-25", "2024-06-28", "2030-01-01"])


@pytest.fixture(scope="module", params=DATABASES)
def connection(request: pytest.FixtureRequest, templates: Templates) -> Iterator[Connection]:
    documents = [astral(), *FILED, *STORIES[:2]]
    with opened(templates, request.param, *documents, seeded=True) as client, read_connection(reading_engine(client)) as lent:
        yield lent


def ids_in(connection: Connection) -> dict[str, list[str]]:
    rows = connection.execute(claims.CLAIM_ROWS.order_by(claims_table.c.id).limit(20)).all()
    events = [row.event_id for row in connection.execute(claims.ABOUT_ROWS) if row.event_id]
    speakers = [row.speaker_id for row in rows if row.speaker_id]
    return {
        **{name: [*speakers[:4], UNKNOWN["ent"]] for name in IDS},
        "id": [row.id for row in rows],
        "article": [row.article_id for row in rows],
        "about": events[:3],
        "event": events[:3],
    }


@given(data=some.data())
def test_a_compiled_page_is_the_page(connection: Connection, data: Any) -> None:
    known = ids_in(connection)
    lists_of = {**TEXTS, **WORDS, **{name: known[name] for name in IDS}}
    filters: dict[str, Any] = {
        name: data.draw(some.lists(some.sampled_from(values), min_size=1, max_size=5))
        for name, values in lists_of.items()
        if data.draw(RARELY)
    }
    filters |= {name: data.draw(DAYS) for name in ("said_from", "said_to", "published_from", "published_to") if data.draw(RARELY)}
    filters |= {name: data.draw(some.booleans()) for name in ("anonymous", "explicit") if data.draw(RARELY)}
    filters |= {"min_confidence": data.draw(some.sampled_from([0.0, 0.5, 0.9, 1.0]))} if data.draw(RARELY) else {}
    query = ClaimQuery.model_validate(
        {**filters, "sort": data.draw(some.sampled_from(list(claims.ORDERS))), "limit": data.draw(some.integers(1, 9))}
    )
    while claims.PAGES.has(query):
        found = claims.PAGES.read(connection, query)
        scan = claim_filters.scan(connection, query, 1, query.sort)
        wanted = keyset.read_page(connection, claims.CLAIM_ROWS, claims.ORDERS[query.sort], scan, query, "claims")
        assert ([tuple(row) for row in found[0]], found[1]) == ([tuple(row) for row in wanted[0]], wanted[1])
        if found[1] is None:
            break
        query = query.model_copy(update={"cursor": found[1], "limit": 50})


RARELY = some.sampled_from([True, False, False, False, False])


@pytest.mark.parametrize(
    "unusual",
    [{"q": "war"}, {"q": ""}, {"facet": ["kind"]}, {"count": "exact"}, {"include": ["groups"]}, {"role": ["mayor"]}, {"added_since": 1}],
    ids=str,
)
def test_what_takes_another_statement_is_no_compiled_page(unusual: dict[str, Any]) -> None:
    assert not claims.PAGES.has(ClaimQuery.model_validate(unusual))
    assert claims.PAGES.has(
        ClaimQuery.model_validate({"said_from": "2024-06-01", "said_to": "2024-06-01", "speaker": [UNKNOWN["ent"]], "min_confidence": 0.5})
    )


def test_days_that_hold_none_between_them_find_nothing(connection: Connection) -> None:
    for name in ("said", "published"):
        reversed_days = ClaimQuery.model_validate({f"{name}_from": "2024-06-25", f"{name}_to": "2020-01-01"})
        assert claims.PAGES.has(reversed_days)
        assert claims.PAGES.read(connection, reversed_days) == ([], None)


@pytest.mark.parametrize("cursor", ["x", "", "é", "a" * 50])
def test_a_cursor_of_another_list_is_refused(connection: Connection, cursor: str) -> None:
    with pytest.raises(CursorInvalid):
        claims.PAGES.read(connection, ClaimQuery(cursor=cursor))
