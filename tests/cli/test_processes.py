"""Commands run as processes: closed pipes, kills, several at once."""

from pathlib import Path

import pytest

from app.database.engines import write_engine
from app.ingest.reading.validation import validated
from tests.cli.running import ended, saying, start, titles, write
from tests.loading import load_document
from tests.tables import dump, wipe


@pytest.mark.slow
def test_a_pipe_that_closes_early_makes_no_traceback(one_url: str) -> None:
    process = start(one_url, "export", "claims", "--format", "csv")
    assert process.stdout
    process.stdout.close()
    assert process.stderr
    with process.stderr:
        stderr = process.stderr.read()
    process.wait(timeout=20)
    assert "Traceback" not in stderr


@pytest.mark.slow
def test_a_file_that_is_nested_deeply_ends_nothing(one_url: str, tmp_path: Path) -> None:
    deep = tmp_path / "a.yaml"
    deep.write_text("- " * 100_000)
    process = start(one_url, "ingest", deep, write(tmp_path / "b.json", saying("B")))
    assert ended(process)[0].splitlines()[-1:] == ["1 added, 0 changed, 0 same, 1 refused"]
    assert process.returncode == 1


@pytest.mark.slow
def test_several_processes_that_load_at_once_lose_nothing(url: str, tmp_path: Path) -> None:
    files = [write(tmp_path / f"{number}.jsonl", *(saying(f"{number}.{n}") for n in range(6)), saying("shared")) for number in range(3)]
    processes = [start(url, "ingest", file) for file in files]
    results = [(*ended(process), process.returncode) for process in processes]
    assert [(stderr, status) for _, stderr, status in results] == [("", 0)] * 3
    assert titles(url) == sorted([*(f"{number}.{n}" for number in range(3) for n in range(6)), "shared"])
    engine = write_engine(url)
    loaded = dump(engine)
    assert [row["version"] for row in loaded["data_version"]] == [19]
    assert [(row["claims"], row["articles"]) for row in loaded["entities"] if row["folded"]] == [(19, 19)]
    engine.dispose()


@pytest.mark.slow
def test_a_load_that_is_killed_leaves_whole_articles_and_is_completed_by_another(url: str, tmp_path: Path) -> None:
    documents = [saying(f"Article {number:02}") for number in range(50)]
    file = write(tmp_path / "a.jsonl", *documents)
    process = start(url, "ingest", "--batch", "4", file)
    assert process.stdout
    for _ in range(10):
        process.stdout.readline()
    process.kill()
    ended(process)
    engine = write_engine(url)
    killed = dump(engine)
    counts = {name: len(killed[name]) for name in ("documents", "claims", "events", "claim_abouts", "members")}
    loaded = len(killed["articles"])
    assert 10 <= loaded < 50
    assert counts == {"documents": loaded, "claims": loaded, "events": loaded, "claim_abouts": 2 * loaded, "members": loaded}
    assert [row["version"] for row in killed["data_version"]] == [loaded]
    rerun = start(url, "ingest", file)
    assert ended(rerun)[0].splitlines()[-1] == f"{50 - loaded} added, 0 changed, {loaded} same, 0 refused"
    completed = dump(engine)
    wipe(engine)
    for document in documents:
        load_document(engine, validated(document))
    assert dump(engine, "data_version") == {name: rows for name, rows in completed.items() if name != "data_version"}
    engine.dispose()
