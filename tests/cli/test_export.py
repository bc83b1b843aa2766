"""The command export: every list in every format, and documents that can be ingested again."""

import csv
import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests import make
from tests.cli.running import Run, ended, saying, start, write
from tests.tables import dump, wipe

LISTS = ["claims", "speakers", "entities", "events", "articles"]


@pytest.fixture
def loaded(run: Run, tmp_path: Path) -> Run:
    run("ingest", write(tmp_path / "a.jsonl", *(saying(f"=Article {number}") for number in range(3))))
    return run


def test_lists_are_exported_whole_and_alike_as_ndjson_and_csv(loaded: Run) -> None:
    counts = {}
    for name in LISTS:
        lines = [json.loads(line) for line in loaded("export", name).stdout.splitlines()]
        rows = list(csv.DictReader(loaded("export", name, "--format", "csv").stdout.splitlines()))
        assert [row["id"] for row in rows] == [item["id"] for item in lines]
        counts[name] = len({row["id"] for row in rows})
    assert counts == {"claims": 3, "speakers": 1, "entities": 4, "events": 3, "articles": 3}


def test_an_empty_list_is_no_line_of_ndjson_and_one_of_csv(run_one: Run) -> None:
    for name in LISTS:
        assert run_one("export", name).stdout == ""
        assert [line.partition(",")[0] for line in run_one("export", name, "--format", "csv").stdout.splitlines()] == ["id"]


def test_a_list_longer_than_a_page_is_exported_whole(run_one: Run, tmp_path: Path) -> None:
    text = "".join(f"<s{n}>Ana</s{n}> <q{n}>said</q{n}> <c{n}>thing {n}</c{n}>. " for n in range(401))
    run_one("ingest", write(tmp_path / "a.json", make.document(text, claims=[make.claim(n) for n in range(401)])))
    lines = [json.loads(line)["quote"] for line in run_one("export", "claims").stdout.splitlines()]
    assert sorted(lines) == sorted(f"thing {n}" for n in range(401))


def test_csv_cells_start_no_formula(loaded: Run) -> None:
    rows = csv.DictReader(loaded("export", "articles", "--format", "csv").stdout.splitlines())
    assert {row["title"] for row in rows} == {"'=Article 0", "'=Article 1", "'=Article 2"}


def test_exported_documents_can_be_ingested_again(loaded: Run, engine: Any, tmp_path: Path) -> None:
    before = dump(engine, "data_version")
    file = tmp_path / "documents.jsonl"
    assert loaded("export", "documents", "--output", file).exit_code == 0
    assert loaded("ingest", file).stdout.splitlines()[-1] == "0 added, 0 changed, 3 same, 0 refused"
    wipe(engine)
    assert loaded("ingest", file).stdout.splitlines()[-1] == "3 added, 0 changed, 0 same, 0 refused"
    assert dump(engine, "data_version") == before


def test_an_export_that_fails_exits_with_2_and_leaves_the_old_file(run_one: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old_file = tmp_path / "claims.csv"
    old_file.write_text("yesterday's")
    monkeypatch.setenv("ONRECORD_DATABASE_URL", f"sqlite:///{tmp_path}/missing.db")
    result = run_one("export", "claims", "--output", old_file)
    assert (result.exit_code, old_file.read_text()) == (2, "yesterday's")


def test_documents_are_not_written_as_csv(run_one: Run) -> None:
    result = run_one("export", "documents", "--format", "csv")
    assert (result.exit_code, result.stdout) == (2, "")


def test_a_pipe_is_written_to_and_a_link_stays_one(loaded: Run, tmp_path: Path) -> None:
    whole, pipe, link, file = loaded("export", "claims").stdout_bytes, tmp_path / "pipe", tmp_path / "link", tmp_path / "claims.jsonl"
    os.mkfifo(pipe)
    link.symlink_to(file)
    with ThreadPoolExecutor() as threads:
        read = threads.submit(pipe.read_bytes)
        assert loaded("export", "claims", "-o", pipe).exit_code == 0
        assert (read.result(timeout=20), pipe.is_fifo()) == (whole, True)
    assert loaded("export", "claims", "-o", link).exit_code == 0
    assert (file.read_bytes(), link.is_symlink()) == (whole, True)


@pytest.mark.slow
def test_the_name_of_standard_output_is_standard_output(one_url: str, tmp_path: Path) -> None:
    for name in ("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"):
        with (tmp_path / "out").open("w") as out:
            assert ended(start(one_url, "export", "claims", "--format", "csv", "-o", name, stdout=out))[1] == ""
        assert (tmp_path / "out").read_text().startswith("id,")
    assert [file.name for file in tmp_path.iterdir()] == ["out"]


def test_an_export_that_cannot_be_written_leaves_no_file(run_one: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> Iterator[bytes]:
        yield b"half"
        raise OSError("disk full")

    monkeypatch.setattr("app.commands.export.export_pages", fail)
    result = run_one("export", "claims", "-o", tmp_path / "claims.jsonl")
    assert (result.exit_code, result.stderr, list(tmp_path.iterdir())) == (2, "disk full\n", [])
    assert run_one("export", "claims", "-o", tmp_path).exit_code == 2
