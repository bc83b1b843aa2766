"""Where the ties of two ids are equal, the ids decide: pages have no gap and no repeat."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, bindparam, select, update

from app.queries.tables import claims, events
from app.terms.ties import tie_of
from tests import make
from tests.conftest import Load
from tests.queries.archive import get, joined

NUMBER = 7
SAME_BEGINNING, DAY = "7" * 13, "2024-06-25"


@pytest.fixture
def collided(client: TestClient, engine: Engine, load: Load) -> TestClient:
    """Claims of one day, and an event of that day, whose ids have one tie; rows arrive in another order than that of the ids."""
    text = "<s0>Ana Novak</s0> <q0>said</q0> <c0>the bridge <e0>opening</e0> will come</c0>."
    of_day: dict[str, Any] = {"claims": [make.claim(said=DAY)], "events": [make.event(date=DAY, mentions=[[24, 31]])]}
    load(*(make.document(text, title=f"Story {n}", **of_day) for n in range(NUMBER)))
    with engine.begin() as connection:
        for table, prefix in ((claims, "clm"), (events, "evt")):
            numbers = connection.scalars(select(table.c.number)).all()
            ids = [f"{prefix}_{SAME_BEGINNING}{(n * 3) % len(numbers):07}" for n in range(len(numbers))]
            changed = [{"row": number, "new": key, "its_tie": tie_of(key)} for number, key in zip(numbers, ids, strict=True)]
            values: dict[str, Any] = {"id": bindparam("new"), "tie": bindparam("its_tie")}
            connection.execute(update(table).where(table.c.number == bindparam("row")).values(values), changed)
    return client


@pytest.mark.parametrize("sort", ["-said", "said", "-published"])
@pytest.mark.parametrize("more", [{}, {"facet": "kind"}, {"q": "the"}])
def test_pages_of_claims_join_to_the_list(collided: TestClient, sort: str, more: dict[str, Any]) -> None:
    params = {"sort": sort, "units": "utf16", **more}
    whole = get(collided, "/v1/claims", params)["items"]
    ids = [claim["id"] for claim in whole]
    assert (ids, len({tie_of(key) for key in ids})) == (sorted(ids, reverse=sort.startswith("-")), 1)
    assert len(ids) >= NUMBER
    assert joined(collided, "/v1/claims", {**params, "limit": 2}) == whole


@pytest.mark.parametrize("sort", ["-date", "date"])
def test_pages_of_a_timeline_join_to_the_list(collided: TestClient, sort: str) -> None:
    whole = get(collided, "/v1/timeline", {"sort": sort})["items"]
    assert {item["type"] for item in whole} == {"claim", "event"}
    assert joined(collided, "/v1/timeline", {"sort": sort, "limit": 1}) == whole
