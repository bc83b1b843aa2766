"""Indexes of SQLite in a large load: created at its end, while readers always see them."""

import json
import shutil
from contextlib import closing
from pathlib import Path
from sqlite3 import connect

import pytest
from sqlalchemy import Engine, inspect
from sqlmodel import Session

from app.database.engines import write_engine
from app.ingest import loading
from app.ingest.loading import LoadResult, load_files
from app.ingest.preparing.documents import prepare
from app.ingest.preparing.texts import Texts
from app.ingest.reading.files import STDIN, read_lazily
from app.ingest.reading.validation import validated
from app.ingest.writing import indexes
from app.ingest.writing.transactions import transaction
from tests import generated, make
from tests.conftest import Load
from tests.tables import dump, indexes_of, version, wipe


def all_indexes(engine: Engine) -> dict[str, list[make.Json]]:
    found = inspect(engine)
    return {table: indexes_of(found, table) for table in found.get_table_names()}


@pytest.fixture
def set_aside(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Return a list that gets, for each large transaction, whether indexes were dropped."""
    tries, original = list[bool](), indexes.set_aside

    def set_aside_and_observe(session: Session) -> None:
        original(session)
        tries.append(indexes.SESSION_KEY in session.info)

    monkeypatch.setattr(indexes, "set_aside", set_aside_and_observe)
    monkeypatch.setattr(loading, "PART_ARTICLES", 3)
    return tries


def loaded(engine: Engine, file: Path, *documents: make.Json, max_articles: int = 9, jobs: int = 1) -> list[LoadResult]:
    file.write_text("".join(json.dumps(document) + "\n" for document in documents))
    return list(load_files(engine, [file], Texts(), read_lazily, jobs, max_articles))


@pytest.mark.parametrize("jobs", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_the_indexes_and_rows_are_those_of_a_load_one_by_one(
    engine: Engine, load: Load, tmp_path: Path, set_aside: list[bool], jobs: int
) -> None:
    documents, before = generated.documents(20), all_indexes(engine)
    assert {item.outcome.status for item in loaded(engine, tmp_path / "a.jsonl", *documents, jobs=jobs) if item.outcome} == {"added"}
    assert set_aside == [engine.dialect.name == "sqlite", False, False][: len(set_aside)]
    assert all_indexes(engine) == before
    at_once = dump(engine, "data_version")
    wipe(engine)
    load(*documents)
    assert dump(engine, "data_version") == at_once


def test_an_article_that_comes_twice_is_replaced_with_the_indexes_back(engine: Engine, tmp_path: Path, set_aside: list[bool]) -> None:
    documents, before = generated.documents(4), all_indexes(engine)
    changed = make.document(title="Another")
    changed["claims"][0] |= {"as_said": "Ana Novak", "cue_text": "said"}
    found = loaded(engine, tmp_path / "a.jsonl", *documents[:3], make.stand_off(changed), changed, documents[1])
    assert [item.outcome.status for item in found if item.outcome] == [*["added"] * 4, "changed", "same"]
    assert all_indexes(engine) == before


def test_a_load_of_one_part_drops_no_index(engine: Engine, tmp_path: Path, set_aside: list[bool]) -> None:
    loaded(engine, tmp_path / "a.jsonl", *generated.documents(3))
    loaded(engine, tmp_path / "b.jsonl", *generated.documents(9, seed=2), max_articles=3)
    assert not any(set_aside)


def test_no_transaction_waits_for_a_second_part_of_input_that_may_stop(engine: Engine, tmp_path: Path, set_aside: list[bool]) -> None:
    (file := tmp_path / "a.jsonl").write_text("".join(json.dumps(document) + "\n" for document in generated.documents(9)))
    for item in load_files(engine, [STDIN], Texts(), lambda _: read_lazily([file]), max_articles=9):
        assert item.outcome
    assert set_aside == []
    assert version(engine) == 9


def test_all_indexes_are_there_for_readers_meanwhile_and_after_an_error_or_a_kill(engine: Engine, tmp_path: Path) -> None:
    before = all_indexes(engine)
    with pytest.raises(KeyboardInterrupt):
        interrupt(engine, tmp_path)
    assert (all_indexes(engine), dump(engine)["articles"]) == (before, [])
    if engine.dialect.name == "sqlite":
        killed = write_engine(f"sqlite:///{tmp_path / 'killed.db'}")
        assert (all_indexes(killed), dump(killed)["articles"]) == (before, [])
        killed.dispose()


def interrupt(engine: Engine, folder: Path) -> None:
    """Interrupt a load, having copied the files that a kill would leave, and looked at the indexes as a reader."""
    every = sum(map(len, all_indexes(engine).values()))
    with transaction(engine, is_large=True) as write:
        write([prepare(validated(document)) for document in generated.documents(3)])
        if engine.dialect.name == "sqlite":
            for suffix in ("", "-wal"):
                shutil.copy(f"{engine.url.database}{suffix}", folder / f"killed.db{suffix}")
            with closing(connect(f"file:{engine.url.database}?mode=ro", uri=True)) as reader:
                seen = reader.execute("SELECT count(*) FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
                assert seen.fetchone() == (every,)
        raise KeyboardInterrupt
