"""Columns that are copied to a second table, for an index, equal their source after every write."""

from collections import Counter
from typing import Any

import pytest
from sqlalchemy import Engine

from tests import generated, make
from tests.conftest import Load
from tests.queries.filed import FILED
from tests.tables import dump

TEXT = "<s0>Ana</s0> <q0>said</q0> <c0>that <s1>Bora</s1> won</c0>."


def naming(title: str, name: str, **more: Any) -> make.Json:
    first = make.entity(0, name, roles=[{"title": "mayor"}], **more)
    return make.document(TEXT, title=title, entities=[first, make.entity(1, "Bora Kos")], claims=[make.claim(about=["s1", "s0"])])


def differing(engine: Engine) -> list[make.Json]:
    """Return the rows with a copy that differs from its source."""
    tables = dump(engine)
    days = {row["id"]: row["published_order"] for row in tables["articles"]}
    entities = {(row["article_number"], row["position"]): row["entity_number"] for row in tables["appearances"]}
    speakers = {row["id"]: (row["speaker_number"], row["speaker_position"]) for row in tables["claims"]}
    said = Counter((row["article_number"], row["speaker_position"]) for row in tables["claims"])
    return [
        *(row for row in tables["appearances"] if row["claims"] != said[row["article_number"], row["position"]]),
        *(row for name in ("appearances", "roles") for row in tables[name] if row["published_order"] != days[row["article_number"]]),
        *(row for row in tables["roles"] if row["entity_number"] != entities[row["article_number"], row["position"]]),
        *(row for row in tables["claim_abouts"] if (row["speaker_number"], row["speaker_position"]) != speakers[row["claim_number"]]),
    ]


def test_copies_follow_entities_that_become_one_and_two_again(engine: Engine, load: Load) -> None:
    load(naming("A", "Ana Maria Novak"), naming("B", "Ana Novak", aliases=["Ana Maria Novak"]))
    assert (differing(engine), len({row["entity_number"] for row in dump(engine)["roles"]})) == ([], 1)
    load(naming("B", "Ana Novak"))
    assert (differing(engine), len({row["speaker_number"] for row in dump(engine)["claim_abouts"]})) == ([], 2)


@pytest.mark.parametrize("documents", [FILED, generated.documents(20)], ids=["filed", "generated"])
def test_copies_are_right(engine: Engine, load: Load, documents: list[make.Json]) -> None:
    load(*documents)
    assert differing(engine) == []
    assert all(rows for name, rows in dump(engine).items() if name in ("roles", "appearances", "claim_abouts"))
