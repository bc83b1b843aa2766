"""Filters by names find them without regard to case and accents, on both databases."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.queries.listing.filters import NAMES
from tests import make
from tests.queries.archive import items

# A database's own ``lower`` knows neither: SQLite leaves É as it is, and no database takes the accent away.
WRITTEN, ASKED = "ÉCOLE Ñandú", ("ecole nandu", "École  ñandÚ", "E\u0301cole-Nandu")
LISTS_BY_FILTER = {
    "organization": ["claims", "speakers", "entities", "timeline"],
    "publisher": ["claims", "articles", "events", "timeline"],
    "place": ["claims", "events", "timeline"],
    "byline": ["articles"],
    "cue": ["claims", "timeline"],
    "role": ["claims", "speakers", "entities", "timeline"],
    "title": ["articles"],
    "q": ["claims", "speakers", "entities", "events", "articles", "timeline"],
}


@pytest.fixture
def accented(client: TestClient, load: Callable[..., Any]) -> TestClient:
    """One article in which everything has the name, and one in which nothing has."""
    role = {"title": f"Directrice, {WRITTEN}", "organization": WRITTEN}
    load(
        make.document(
            f"<s0>Ana</s0> <q0>{WRITTEN}</q0> <c0>the <e0>opening</e0> is near</c0>.",
            title=f"Chez {WRITTEN} hier",
            article={"publisher": WRITTEN, "byline": [WRITTEN]},
            entities=[make.entity(0, f"Ana {WRITTEN}", roles=[role])],
            claims=[make.claim(gist=WRITTEN, place=WRITTEN, said="2024-06-25")],
            events=[make.event(title=f"opening of {WRITTEN}", place=WRITTEN, date="2024-06-25")],
        ),
        make.document(
            title="Ecole",
            entities=[make.entity(0, "Bo", roles=[{"title": "directrice", "organization": "ecole"}])],
            claims=[make.claim(said="2024-06-25", place="ecole", gist="nandu")],
            events=[make.event(date="2024-06-25", place="nandu")],
        ),
    )
    return client


@pytest.mark.parametrize("name", LISTS_BY_FILTER)
def test_a_name_is_found_without_case_and_accents(accented: TestClient, name: str) -> None:
    for path in LISTS_BY_FILTER[name]:
        for asked in ASKED:
            found = items(accented, f"/v1/{path}", {name: asked})
            assert (path, asked, len(found) in (1, 2), len(found) < len(items(accented, f"/v1/{path}"))) == (path, asked, True, True)


def test_every_filter_by_names_is_tried() -> None:
    assert LISTS_BY_FILTER.keys() - {"role", "title", "q"} == NAMES


def test_speakers_are_sorted_by_name_without_case_and_accents(client: TestClient, load: Callable[..., Any]) -> None:
    names = ["zoe", "Émile", "eva", "ÉLAN", "Elan B", None]
    text = " ".join(f"<s{n}>X</s{n}> <q{n}>said</q{n}> <c{n}>word {n}</c{n}>." for n in range(len(names)))
    entities = [make.entity(n, name, **({} if name else {"descriptor": "an aide"})) for n, name in enumerate(names)]
    load(make.document(text, entities=entities, claims=[make.claim(n, speaker=f"s{n}") for n in range(len(names))]))
    for path in ("/v1/speakers", "/v1/entities"):
        in_order = [item["name"] for item in items(client, path, {"sort": "name"})]
        assert in_order == ["ÉLAN", "Elan B", "Émile", "eva", "zoe", None]
        assert [item["name"] for item in items(client, path, {"sort": "-name"})] == in_order[::-1]
