"""The command ingest: its output, its exit status, and the rows it leaves in the database."""

import json
from pathlib import Path

import yaml

from tests import make
from tests.cli.running import Run, saying, titles, write


def test_ingest_reports_the_outcome_of_each_document_on_stdout(run: Run, tmp_path: Path) -> None:
    file = write(tmp_path / "a.json", saying("A"))
    first, second = run("ingest", file), run("ingest", file)
    write(file, saying("A", events=[make.event(), make.event(1, mentions=[[0, 3]])]))
    third = run("ingest", file)
    article = first.stdout.split()[1]
    assert first.stdout == f"added {article} {file}\n1 added, 0 changed, 0 same, 0 refused\n"
    assert second.stdout == f"same {article} {file}\n0 added, 0 changed, 1 same, 0 refused\n"
    assert third.stdout == f"changed {article} {file}; events: 1 added (e1)\n0 added, 1 changed, 0 same, 0 refused\n"
    assert [(result.exit_code, result.stderr) for result in (first, second, third)] == [(0, "")] * 3


def test_ingest_reads_folders_and_files_of_every_kind(run: Run, url: str, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    write(folder / "a.jsonl", saying("A"), saying("B"))
    (folder / "c.yaml").write_text(yaml.safe_dump(saying("C")))
    file = write(tmp_path / "d.json", saying("D"))
    assert run("ingest", folder, file).stdout.endswith("4 added, 0 changed, 0 same, 0 refused\n")
    assert titles(url) == ["A", "B", "C", "D"]


def test_ingest_reads_json_lines_on_stdin(run_one: Run, one_url: str) -> None:
    result = run_one("ingest", "-", input=f"{json.dumps(saying('A'))}\n{json.dumps(saying('B'))}\n")
    assert result.exit_code == 0
    assert titles(one_url) == ["A", "B"]


def test_ingest_refuses_bad_documents_with_file_line_and_field_and_loads_the_others(run: Run, url: str, tmp_path: Path) -> None:
    bad = saying("B", claims=[make.claim(mode="loud")])
    lines = write(tmp_path / "a.jsonl", saying("A"), bad, saying("C"))
    source = yaml.safe_dump(bad)
    document = tmp_path / "b.yaml"
    document.write_text(source)
    broken = tmp_path / "c.json"
    broken.write_text('{\n"a" 1}')
    missing = tmp_path / "missing.json"
    result = run("ingest", lines, document, broken, missing)
    line = next(number for number, each in enumerate(source.splitlines(), 1) if "mode: loud" in each)
    refusals = [each.split(": refused: ") for each in result.stderr.splitlines()]
    assert [(place, fault.partition(":")[0]) for place, fault in refusals] == [
        (f"{lines}:2", "claims[0].mode"),
        (f"{document}:{line}", "claims[0].mode"),
        (f"{broken}:2", "document"),
        (f"{missing}:1", "document"),
    ]
    assert result.exit_code == 1
    assert result.stdout.splitlines()[-1] == "2 added, 0 changed, 0 same, 4 refused"
    assert titles(url) == ["A", "C"]


def test_ingest_warns_of_cut_words_and_loads(run_one: Run, tmp_path: Path) -> None:
    file = write(tmp_path / "a.json", make.document("<s0>Ana</s0> <q0>said</q0> <c0>not</c0>hing."))
    result = run_one("ingest", file)
    assert result.stderr == f"{file}:1: warning: claims[0].content[0]: cuts a word: 'not'\n"
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "1 added, 0 changed, 0 same, 0 refused")


def test_ingest_without_input_is_refused(run_one: Run) -> None:
    result = run_one("ingest")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "PATH" in result.stderr
