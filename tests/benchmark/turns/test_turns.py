"""Loads and answers are measured in turns, each once, and until the time is over."""

import shutil
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic

import pytest

from app.database.engines import write_engine
from app.ingest.loading import load_files
from app.ingest.preparing.texts import Texts
from tests.benchmark.archives.building import write_documents
from tests.benchmark.archives.storage import SqliteFiles
from tests.benchmark.load.client import client
from tests.benchmark.servers.serving import ROOT
from tests.benchmark.turns import answers
from tests.benchmark.turns.programs import Program
from tests.benchmark.turns.state import State
from tests.benchmark.turns.turns import Sizes, TimeOver, Turns

SIZES = Sizes(claims=200, added=10, bulk_rounds=2, append_rounds=2)


@dataclass(frozen=True)
class Loads(Program):
    """A program that writes down what is loaded, instead of loading it."""

    done: list[str] = field(default_factory=list)

    def run(self, *arguments: str, url: str, log: Path, timeout_s: float) -> None:
        if arguments[0] == "ingest":
            self.done.append(f"{self.name} {Path(arguments[1]).name}")
        with Path(url.removeprefix("sqlite:///")).open("a") as file:
            file.write(f"{arguments[0]} ")


def _turns(folder: Path, seconds: float = 60) -> tuple[Turns, list[str]]:
    done: list[str] = []
    programs = [Loads(name, ROOT, Path("python"), done) for name in ("before", "after")]
    settings = {"before": "a", "after": "b", "claims": SIZES.claims, "added": SIZES.added}
    return Turns(programs, folder, SqliteFiles(folder), State.read(folder / "turns.json", settings), monotonic() + seconds), done


def test_commits_load_in_turns_and_none_is_always_first(tmp_path: Path) -> None:
    turns, done = _turns(tmp_path)
    turns.load_in_bulk(Path("all"), SIZES)
    turns.append(Path("more"), SIZES)
    assert done == [f"{name} {file}" for file in ("all", "more") for name in ("before", "after", "after", "before")]


def test_the_first_load_of_each_is_kept_and_added_to_in_a_copy(tmp_path: Path) -> None:
    turns, _ = _turns(tmp_path)
    turns.load_in_bulk(Path("all"), SIZES)
    turns.append(Path("more"), SIZES)
    assert {file.name: file.read_text() for file in tmp_path.glob("*.db")} == {
        "archive-before.db": "migrate ingest ",
        "archive-after.db": "migrate ingest ",
    }


def test_a_second_start_goes_on_after_what_was_measured(tmp_path: Path) -> None:
    _turns(tmp_path)[0].load_in_bulk(Path("all"), replace(SIZES, bulk_rounds=1))
    turns, done = _turns(tmp_path)
    turns.load_in_bulk(Path("all"), SIZES)
    assert done == ["after all", "before all"]
    assert turns.state.measurements[0].figures["claims"] == SIZES.claims


def test_archives_that_are_gone_are_loaded_again(tmp_path: Path) -> None:
    turns, done = _turns(tmp_path)
    turns.load_in_bulk(Path("all"), SIZES)
    (tmp_path / "archive-after.db").unlink()
    done.clear()
    turns.need_archives(Path("all"))
    assert done == ["after all"]


def test_nothing_is_begun_when_the_time_is_over(tmp_path: Path) -> None:
    turns, done = _turns(tmp_path, seconds=-1)
    with pytest.raises(TimeOver):
        turns.load_in_bulk(Path("all"), SIZES)
    assert done == []


@pytest.mark.slow
def test_both_archives_answer_the_same_requests(tmp_path: Path, one_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "SECONDS", 0.02)
    monkeypatch.setattr(answers, "COMPARED", 2)
    monkeypatch.setattr(answers, "ROUNDS", 2)
    turns, _ = _turns(tmp_path)
    turns.programs = [Program(name, ROOT, Path(sys.executable)) for name in ("before", "after")]
    documents = write_documents(tmp_path, SIZES.claims)
    engine = write_engine(one_url)
    assert len(list(load_files(engine, [documents], Texts()))) > 5
    engine.dispose()
    for program in turns.programs:
        shutil.copy(one_url.removeprefix("sqlite:///"), tmp_path / f"{turns.archive(program)}.db")
    with client() as load_client:
        answers.measure_answers(turns, load_client, documents, SIZES.claims)
    found = {(one.what, one.commit) for one in turns.state.measurements}
    assert found == {(kind, name) for kind in answers.KINDS for name in ("before", "after")}
    assert all(one.figures["same"] == 1 and one.figures["cpu_ms"] > 0 for one in turns.state.measurements)
