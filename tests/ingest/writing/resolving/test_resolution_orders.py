"""Resolution of entities across articles, in every order of loading, over generated articles."""

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from app.terms.words import fold
from tests import make
from tests.ingest.writing.resolving.test_resolution import alias, naming, tables_after, unnamed

# Failing examples are not shrunk, as each example is loaded twice.
COUNTED = settings(
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
NAMES = ["Ana Novak", "The Mayor", "Mayor Novak", "Zora Kos", "Novak"]
ENTITY = st.builds(alias, st.sampled_from(NAMES), st.sampled_from(NAMES), kind=st.sampled_from(["person", "person", "group"])) | st.builds(
    alias, st.sampled_from(NAMES)
)


def _distinct(entity: make.Json) -> tuple[str, str]:
    return entity.get("kind", "person"), fold(entity["name"])


CASTS = st.lists(
    st.one_of(ENTITY, st.just(unnamed("an official"))),
    min_size=1,
    max_size=3,
    unique_by=lambda entity: _distinct(entity) if entity["name"] else id(entity),
)
HARD = [
    [[alias("Ana Novak", "The Mayor")], [alias("The Mayor")], [alias("Zora Kos", "The Mayor")]],
    [[alias("The Mayor", "Ana Novak")], [alias("the mayor")], [alias("THE MAYOR")], [alias("Ana Novak")]],
    [[alias("Ana Novak", "The Mayor")], [alias("The Mayor", "Zora Kos")], [alias("Ana Novak"), alias("Zora Kos")]],
]


@pytest.mark.slow
@settings(COUNTED, max_examples=10)
@given(casts=st.lists(CASTS, min_size=2, max_size=6), order=st.randoms(use_true_random=False))
@example(casts=HARD[0], order=None)
@example(casts=HARD[1], order=None)
@example(casts=HARD[2], order=None)
def test_the_order_of_loading_never_matters(engine: Engine, casts: list[list[make.Json]], order: Any) -> None:
    documents = [naming(f"Article {n}", *cast) for n, cast in enumerate(casts)]
    shuffled = documents[::-1]
    if order:
        order.shuffle(shuffled)
    assert tables_after(engine, shuffled) == tables_after(engine, documents)


@pytest.mark.slow
@settings(COUNTED, max_examples=10)
@given(versions=st.lists(st.tuples(st.integers(0, 3), CASTS), min_size=3, max_size=8))
def test_only_the_last_version_of_each_document_matters(engine: Engine, versions: list[tuple[int, list[make.Json]]]) -> None:
    last = {n: naming(f"Article {n}", *cast) for n, cast in versions}
    revised = tables_after(engine, [naming(f"Article {n}", *cast) for n, cast in versions])
    assert tables_after(engine, list(last.values())) == revised
