"""Counter rows equal GROUP BY over all rows after every write."""

from collections import Counter
from typing import Any

import pytest
from sqlalchemy import Engine, select, text, update
from sqlmodel import col

from app.database.engines import read_connection, write_session
from app.database.tables.articles import Article
from app.database.tables.claims import Claim
from app.database.tables.counts import Count
from app.ingest.writing import counters
from app.queries.checking.counting import countings, countings_of_open_ends
from tests import generated, make
from tests.conftest import Load
from tests.queries.archive import STORIES, Json, astral
from tests.queries.filed import FILED

Rows = dict[tuple[Any, ...], int]


def stored(engine: Engine) -> Rows:
    with read_connection(engine) as connection:
        return {tuple(row[:-1]): row[-1] for row in connection.execute(select(Count.__table__))}  # type: ignore[attr-defined]


def grouped(engine: Engine) -> Rows:
    """Count all rows by GROUP BY."""
    found = Counter[tuple[Any, ...]]()
    with read_connection(engine) as connection:
        for counting in [*countings(), *countings_of_open_ends()]:
            for row in connection.execute(text(counting)):
                found[tuple(row[:-1])] += row[-1]
    return {key: number for key, number in found.items() if number}


def changed(document: Json, **more: Any) -> Json:
    """Return the same article with its first claim gone, and the others of another place, kind and day."""
    claims = [{**claim, "kind": "hope", "said": "2023-12-31/2024-01-01", "place": "Graz"} for claim in document["claims"][1:]]
    kept = {claim["id"] for claim in claims} | {event["id"] for event in document["events"]}
    relations = [relation for relation in document.get("relations", []) if {relation["from"], relation["to"]} <= kept]
    return {**document, "claims": claims, "relations": relations, **more}


@pytest.mark.parametrize("seed", [1, 2])
def test_counters_equal_group_by_after_every_write(engine: Engine, load: Load, seed: int) -> None:
    documents = generated.documents(14, seed=seed)
    for number, document in enumerate([*documents, *map(changed, documents[::3]), *documents[::2], documents[0]]):
        load(document)
        if number % 5 == 0:
            assert stored(engine) == grouped(engine)
    assert stored(engine) == grouped(engine)
    assert {what for what, *_ in stored(engine)} == {"claims", "events", "articles", "entities", "speakers", "relations"}


@pytest.mark.parametrize("documents", [STORIES, FILED, [astral()]], ids=["stories", "filed", "astral"])
def test_counters_equal_group_by_for_the_documents_that_filters_are_tested_with(engine: Engine, load: Load, documents: list[Json]) -> None:
    for versions in (documents, list(map(changed, documents)), documents):
        load(*versions)
        assert stored(engine) == grouped(engine)


def council(number: int, name: str, **more: Any) -> Json:
    """Return an article in which a council speaks, and so does one of its members."""
    return make.document(
        "<s0>The council</s0> <q0>said</q0> <c0>yes</c0>. <s1>Bo</s1> <q1>said</q1> <c1>no</c1>.",
        title=f"Council {number}",
        entities=[
            make.entity(0, name, kind="organization", roles=[{"organization": name.upper()}], **more),
            make.entity(1, "Bo Berg", roles=[{"organization": name}, {"organization": f"The {name}"}]),
        ],
        claims=[make.claim(0, said="2024-06"), make.claim(1, speaker="s1", said="2024-06-25")],
    )


def test_counters_follow_entities_that_become_one_and_two_again(engine: Engine, load: Load) -> None:
    apart, joining = [council(1, "Brno Council"), council(2, "Town of Brno")], council(3, "Council of Brno", aliases=["Brno Council"])
    for document in [*apart, joining, changed(joining, entities=council(3, "Council of Brno")["entities"]), joining, changed(apart[0])]:
        load(document)
        assert stored(engine) == grouped(engine)


def test_loading_the_same_documents_again_writes_no_counter(engine: Engine, load: Load) -> None:
    load(*STORIES)
    before = stored(engine)
    assert {outcome.status for outcome in load(*STORIES)} == {"same"}
    assert stored(engine) == before == grouped(engine)


def test_a_text_that_is_attached_is_counted(engine: Engine, load: Load) -> None:
    load(make.document(stand_off=True))
    assert not [key for key in stored(engine) if key[1] == "text"]
    load(make.document())
    assert [(key[2], number) for key, number in sorted(stored(engine).items()) if key[1] == "text"] == [("", 1), ("2024-06", 1)]
    assert stored(engine) == grouped(engine)


def test_a_document_that_is_refused_changes_no_counter(engine: Engine, load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    load(STORIES[0])
    before = stored(engine)

    def fail(*_: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("app.ingest.writing.entities.recompute", fail)
    with pytest.raises(RuntimeError):
        load(STORIES[1])
    assert stored(engine) == before


def test_a_review_that_is_counted_before_and_after_is_recorded(engine: Engine, load: Load) -> None:
    load(*STORIES)
    with write_session(engine) as session:
        articles = session.scalars(select(col(Article.number)).order_by(col(Article.id)).limit(2)).all()
        before = counters.count(session, articles)
        session.execute(update(Claim).where(col(Claim.article_number).in_(articles)).values(review="edited"))
        counters.record(session, counters.count(session, articles), before)
    assert stored(engine) == grouped(engine)
    assert stored(engine)["claims", "review", "", "", "edited", ""] == 6


def test_counters_that_fall_to_zero_are_removed(engine: Engine, load: Load) -> None:
    load(make.document(claims=[make.claim(kind="hope", said="2024-06-25")]))
    load(make.document(claims=[make.claim(kind="denial", said="2024-06-25")]))
    assert [key[4] for key in stored(engine) if key[1] == "kind" and key[0] == "claims"] == ["denial", "denial"]  # in total and by month
    assert min(stored(engine).values()) > 0
