"""The command ingest: its output, its exit status, and the rows it leaves in the database."""

import json
from pathlib import Path

import pytest
import yaml

from tests import make
from tests.cli.running import Run, saying, titles, write

ENGLISH = "“The bridge will open in June,” said Ana Novak, the mayor of Brno, who was asked about it on Monday by those who live there."
GERMAN = (
    "Die Brücke wird im Juni geöffnet, sagte Ana Novak, die Bürgermeisterin von Brünn, am Montag vor den Anwohnern. "
    "Niemand habe mit einer so langen Sperrung gerechnet, und alle seien froh, dass sie bald vorbei sei."
)


def test_ingest_reports_the_outcome_of_each_document_on_stdout(run: Run, tmp_path: Path) -> None:
    file = write(tmp_path / "a.json", saying("A"))
    first, second = run("ingest", file), run("ingest", file)
    write(file, saying("A", events=[make.event(), make.event(1, mentions=[[0, 3]])]))
    third = run("ingest", file)
    article = first.stdout.split()[1]
    assert first.stdout == f"added {article} {file}: 1 claim, 1 speaker, 1 event\n1 added, 0 changed, 0 same, 0 refused\n"
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
    result = run("ingest", lines, document, broken)
    line = next(number for number, each in enumerate(source.splitlines(), 1) if "mode: loud" in each)
    refusals = [each.split(": refused: ") for each in result.stderr.splitlines()]
    assert [(place, fault.partition(":")[0]) for place, fault in refusals] == [
        (f"{lines}:2", "claims[0].mode"),
        (f"{document}:{line}", "claims[0].mode"),
        (f"{broken}:2", "document"),
    ]
    assert result.exit_code == 1
    assert result.stdout.splitlines()[-1] == "2 added, 0 changed, 0 same, 3 refused"
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


@pytest.mark.parametrize("option", ["", "--text", "--texts"])
def test_a_path_that_does_not_exist_is_named_and_nothing_is_loaded(run_one: Run, one_url: str, tmp_path: Path, option: str) -> None:
    file = write(tmp_path / "a.json", saying("A"))
    result = run_one("ingest", file, *([option] if option else []), tmp_path / "missing")
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"{tmp_path}/missing does not exist\n")
    assert titles(one_url) == []


def test_options_give_metadata_that_the_input_lacks(run_one: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ENGLISH)
    options = ("--published", "2024-05-02", "--title", "T", "--url", "https://bay.example/1", "--publisher", "P")
    assert run_one("ingest", tmp_path / "a.txt", *options).stderr == ""
    (article,) = map(json.loads, run_one("export", "articles").stdout.splitlines())
    assert [article[key] for key in ("published", "title", "url", "publisher")] == [*options[1::2]]
    assert run_one("ingest", tmp_path / "a.txt", "--published", "soon").exit_code == 2


def test_what_was_not_found_is_warned_of_once_for_each_kind(run_one: Run, tmp_path: Path) -> None:
    records = [{"text": f"{n}. {ENGLISH}", "title": f"T{n}"} for n in range(5)]
    dated = [{"text": text, "published": "2024-05-02", "title": text[:9]} for text in (GERMAN, "It rained all day.")]
    file = write(tmp_path / "a.jsonl", *records, *dated, saying("E", article={"language": "fr"}))
    (tmp_path / "b.txt").write_text(ENGLISH)
    result = run_one("ingest", file, tmp_path / "b.txt")
    added = [line.partition(": ")[2] for line in result.stdout.splitlines()[:-1]]
    assert {line.partition("; ")[2] for line in [*added[:5], added[-1]]} == {"no date"}
    assert ["not in English" in line for line in added] == [False] * 5 + [True, False, True, False]
    date, claim, language = result.stderr.splitlines()
    assert date.startswith(f"warning: no date: 6 articles ({file}, {tmp_path}/b.txt, ...): ")
    assert claim.startswith("warning: no claim: ")
    assert language.startswith(f"warning: not in English: 2 articles ({file}, ...): ")
    assert result.exit_code == 0
    assert run_one("ingest", file).stderr == ""
