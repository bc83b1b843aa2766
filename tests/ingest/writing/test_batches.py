"""Many documents in one transaction: their outcomes, and the same tables as after loading one by one."""

import json
from pathlib import Path
from sqlite3 import SQLITE_LIMIT_VARIABLE_NUMBER
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, event, select
from sqlmodel import Session, col

from app.database.engines import write_engine, write_session
from app.database.tables import Table
from app.database.tables.entities import Entity
from app.errors import DocumentRefused
from app.ingest.loading import load_files
from app.ingest.preparing.documents import prepare, prepare_json
from app.ingest.preparing.parts import split_into_parts
from app.ingest.preparing.texts import Texts
from app.ingest.reading import json as json_loader
from app.ingest.reading.validation import validated
from app.ingest.writing import batches, counters, entities, transactions
from app.ingest.writing.decisions import Outcome
from app.ingest.writing.resolving.corrections import Corrections
from tests import generated, make
from tests.conftest import Load
from tests.ingest.full import full, small
from tests.ingest.writing.resolving.test_resolution import naming
from tests.ingest.writing.resolving.test_resolution_orders import CASTS, COUNTED, HARD
from tests.loading import load_batch
from tests.tables import dump, version, wipe


def load_together(engine: Engine, *documents: make.Json) -> list[Outcome | DocumentRefused]:
    return load_batch(engine, [prepare(validated(document)) for document in documents])


def statuses(outcomes: list[Outcome | DocumentRefused]) -> list[str]:
    return [outcome.status if isinstance(outcome, Outcome) else "refused" for outcome in outcomes]


def test_a_batch_leaves_the_tables_that_the_documents_one_by_one_leave(engine: Engine, load: Load) -> None:
    documents = [*generated.documents(12), full(), small(title="Another")]
    assert set(statuses(load_together(engine, *documents))) == {"added"}
    together = dump(engine)
    wipe(engine)
    load(*documents)
    assert dump(engine, "data_version") == {name: rows for name, rows in together.items() if name != "data_version"}
    assert (together["data_version"][0]["version"], version(engine)) == (14, 28)


def test_the_last_of_two_documents_of_one_article_in_a_batch_counts(engine: Engine) -> None:
    assert statuses(load_together(engine, small(), full(), small(title="Another"), full(), small())) == [
        "added",
        "changed",
        "added",
        "same",
        "same",
    ]
    twice = dump(engine, "data_version", "revisions")
    wipe(engine)
    load_together(engine, small(title="Another"), full())
    assert dump(engine, "data_version", "revisions") == twice


def test_a_document_of_a_batch_that_does_not_fit_its_stored_text_is_refused_alone(engine: Engine, load: Load) -> None:
    load(full())
    wrong = full(stand_off=True)
    wrong["claims"][1]["cue_text"] = "shouted"
    assert statuses(load_together(engine, small(title="A"), wrong, small(title="B"))) == ["added", "refused", "added"]
    assert {row["title"] for row in dump(engine)["articles"]} == {"A bridge", "A", "B"}


@pytest.mark.parametrize("step", [(entities, "recompute"), (counters, "record"), (batches, "insert_columns")])
def test_a_batch_that_fails_leaves_nothing(engine: Engine, load: Load, monkeypatch: pytest.MonkeyPatch, step: tuple[Any, str]) -> None:
    load(full(), full(title="Another"))
    stored = dump(engine)
    ready = [prepare(validated(item)) for item in (small(), small(title="A third"))]

    def fail(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(*step, fail)
    with pytest.raises(OSError, match="disk full"):
        load_batch(engine, ready)
    assert dump(engine) == stored


def stored_and_recomputed(engine: Engine) -> tuple[list[Any], list[Any]]:
    """Return the stored entities and outlets, and what they are when they are computed again."""
    with write_session(engine) as session:
        before = entity_rows(session)
        entities.recompute(session, session.scalars(select(col(Entity.number))).all(), Corrections(session))
        return before, entity_rows(session)


def entity_rows(session: Session) -> list[Any]:
    tables = [Table.metadata.tables[name] for name in ("entities", "outlets")]
    return [tuple(row) for table in tables for row in session.connection().execute(select(table).order_by(*table.primary_key))]


@pytest.mark.slow
@settings(COUNTED, max_examples=10)
@given(versions=st.lists(st.tuples(st.integers(0, 4), CASTS, st.booleans()), min_size=4, max_size=9))
def test_counts_that_batches_add_up_equal_those_computed_again(engine: Engine, versions: list[tuple[int, list[make.Json], bool]]) -> None:
    wipe(engine)
    batch: list[make.Json] = []
    for n, cast, is_last in versions:
        batch.append(naming(f"Article {n}", *cast, article={"publisher": f"Paper {n % 2}"}))
        if is_last:
            load_together(engine, *batch)
            before, after = stored_and_recomputed(engine)
            assert after == before
            batch = []


@pytest.mark.parametrize("casts", HARD)
def test_entities_are_resolved_in_a_batch_as_one_by_one(engine: Engine, load: Load, casts: list[list[make.Json]]) -> None:
    documents = [naming(f"Article {n}", *cast) for n, cast in enumerate(casts)]
    load_together(engine, *documents[1:], documents[0])
    together = dump(engine, "data_version")
    wipe(engine)
    load(*documents)
    assert dump(engine, "data_version") == together


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 2])
def test_files_are_loaded_in_their_order_whichever_process_checks_them(engine: Engine, tmp_path: Path, jobs: int) -> None:
    documents = [small(title=f"Article {n}", published="never" if n == 4 else None) for n in range(9)]
    file = tmp_path / "a.jsonl"
    file.write_text("".join(json.dumps(document) + "\n" for document in documents))
    loaded = list(load_files(engine, [file], Texts(), jobs=jobs, max_articles=2))
    assert [result.item.line for result in loaded] == list(range(1, 10))
    assert [item.outcome.status if item.outcome else item.faults[0].line for item in loaded] == [*["added"] * 4, 5, *["added"] * 4]


def test_a_batch_is_bounded_in_articles() -> None:
    items: Any = [type("InputItem", (), {"source": "{}"})] * 7
    assert [len(batch) for batch in split_into_parts(items, 3)] == [3, 3, 1]


ODD = [
    ('"title": "', '"title": "x", "title": "'),
    ('"title": "', '"title": "\\u0022'),
    ('"claims": ', '"claims": NaN, "c": '),
    ('"format": "', '"format": "x'),
    ('"article": {', "["),
]


@pytest.mark.parametrize("document", [full(), full(stand_off=True), small(), *generated.documents(9)])
def test_parsing_and_checking_in_one_step_prepares_the_same_as_in_two(document: make.Json) -> None:
    document["article"]["byline"] = ['“"” \\" 🎉']
    for source in (json.dumps(document), json.dumps(document, indent=1, ensure_ascii=False)):
        assert prepare_json(source) == prepare(validated(json_loader.load(source)))
        assert [prepare_json(source.replace(right, wrong, 1)) for right, wrong in ODD] == [None] * len(ODD)


def test_articles_that_named_many_entities_are_replaced_by_such_that_name_few(one_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transactions, "MAX_ENTITIES", 300)
    engine = write_engine(one_url)
    event.listen(engine, "connect", lambda connection, _: connection.setlimit(SQLITE_LIMIT_VARIABLE_NUMBER, 1_000))
    for most in (50, 1):
        cast = {number: [make.entity(n, f"Ana Novak {number}-{n}") for n in range(most)] for number in range(40)}
        outcomes = load_together(engine, *(make.document(title=f"Bridge {number}", entities=cast[number]) for number in cast))
    assert statuses(outcomes) == ["changed"] * 40
    assert len(dump(engine)["entities"]) == 40
    engine.dispose()
