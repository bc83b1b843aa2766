"""The command line: what it prints where, its exit status, and what it leaves in the database."""

import csv
import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import create_engine
from typer.testing import CliRunner, Result

from app.cli import app
from app.db import database_url, write_engine
from app.document import KnowledgeDocument
from app.ingest.articles import load_document
from app.ingest.validation import validated
from app.migrate import migrate
from tests import make
from tests.ingest.test_articles import dump, wipe

ROOT = Path(__file__).parent.parent
LISTS = ["claims", "speakers", "entities", "events", "articles"]
Run = Callable[..., Result]


@pytest.fixture
def run(url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command over a migrated database."""
    monkeypatch.setenv("ONRECORD_DATABASE_URL", url)
    return invoke


@pytest.fixture
def run_one(one_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """As ``run``, on SQLite alone."""
    monkeypatch.setenv("ONRECORD_DATABASE_URL", one_url)
    return invoke


def invoke(*arguments: object, **options: Any) -> Result:
    handlers = logging.root.handlers[:]
    try:
        return CliRunner().invoke(app, [str(argument) for argument in arguments], **options)
    finally:
        logging.root.handlers[:] = handlers  # the command's own writes to a stream that is closed now


def start(url: str, *arguments: str | Path, **options: Any) -> subprocess.Popen[str]:
    """Start the program as a process of its own."""
    command = [sys.executable, "-u", "-c", "from app.cli import app; app()", *map(str, arguments)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, env={**os.environ, "ONRECORD_DATABASE_URL": url}, cwd=ROOT, **{**pipes, **options})


def ended(process: subprocess.Popen[str]) -> tuple[str, str]:
    """What a process wrote until it ended, which it must within a minute."""
    try:
        return process.communicate(timeout=60)
    finally:
        process.kill()


def saying(title: str, **more: Any) -> make.Json:
    entities = [make.entity(aliases=["The Mayor"]), make.entity(1, None, descriptor="a guard", kind="group", members=["s0"])]
    text = "<s0>Ana Novak</s0> <q0>said</q0> <c0>the <e0>bridge</e0> will open</c0>."
    given = {"entities": entities, "claims": [make.claim(about=["e0", "s1"])], "events": [make.event()], **more}
    return make.document(text, title=title, **given)


def write(file: Path, *documents: make.Json) -> Path:
    file.write_text("".join(json.dumps(document) + "\n" for document in documents))
    return file


def titles(url: str) -> list[str]:
    engine = write_engine(url)
    found = sorted(str(row["title"]) for row in dump(engine)["articles"])
    engine.dispose()
    return found


def texts(url: str) -> list[str | None]:
    engine = write_engine(url)
    found = [row["text"] for row in dump(engine)["articles"]]
    engine.dispose()
    return found


def test_ingest_reports_on_stdout_what_became_of_each_document(run: Run, tmp_path: Path) -> None:
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
    told = [each.split(": refused: ") for each in result.stderr.splitlines()]
    assert [(where, what.partition(":")[0]) for where, what in told] == [
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


def test_ingest_wants_something_to_load(run_one: Run) -> None:
    result = run_one("ingest")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "PATH" in result.stderr


TEXT = "<s0>Ana Novák</s0> <q0>said</q0>: “<c0>Půjdeme 🎉</c0>”\r\n"


def stand_off(**more: Any) -> make.Json:
    return make.document(TEXT, stand_off=True, **more)


def text_file(tmp_path: Path, name: str = "text.txt", more: str = "") -> Path:
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes((make.marked(TEXT)[0] + more).encode())
    return file


def test_a_text_is_attached_to_the_document_that_comes_with_it(run: Run, url: str, tmp_path: Path) -> None:
    result = run("ingest", write(tmp_path / "a.json", stand_off()), "--text", text_file(tmp_path))
    assert (result.exit_code, result.stderr) == (0, "")
    assert texts(url) == [make.marked(TEXT)[0]]


def test_a_text_is_attached_to_the_document_that_was_loaded_before(run: Run, url: str, tmp_path: Path) -> None:
    run("ingest", write(tmp_path / "a.json", stand_off()))
    result = run("ingest", "--text", text_file(tmp_path))
    assert result.stdout.splitlines()[0].endswith("; text attached")
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "0 added, 1 changed, 0 same, 0 refused")
    assert texts(url) == [make.marked(TEXT)[0]]


def test_a_text_is_attached_to_every_article_that_it_is_the_text_of(run_one: Run, one_url: str, tmp_path: Path) -> None:
    file = write(tmp_path / "a.jsonl", stand_off(title="A"), stand_off(title="B"))
    assert run_one("ingest", file, "--text", text_file(tmp_path)).exit_code == 0
    assert texts(one_url) == [make.marked(TEXT)[0]] * 2


def test_a_text_is_attached_to_articles_of_before_and_of_now(run_one: Run, one_url: str, tmp_path: Path) -> None:
    run_one("ingest", write(tmp_path / "a.json", stand_off(title="A")))
    assert run_one("ingest", write(tmp_path / "b.json", stand_off(title="B")), "--text", text_file(tmp_path)).exit_code == 0
    assert texts(one_url) == [make.marked(TEXT)[0]] * 2


def test_a_text_with_another_hash_is_refused_and_the_documents_load(run: Run, url: str, tmp_path: Path) -> None:
    text = text_file(tmp_path, more=" ")
    result = run("ingest", write(tmp_path / "a.json", stand_off()), "--text", text)
    assert result.stderr == f"{text}: refused: its hash is that of no document's text\n"
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (1, "1 added, 0 changed, 0 same, 1 refused")
    assert texts(url) == [None]


def test_attaching_a_text_again_changes_nothing(run_one: Run, one_url: str, tmp_path: Path) -> None:
    run_one("ingest", write(tmp_path / "a.json", stand_off()), "--text", text_file(tmp_path))
    result = run_one("ingest", "--text", text_file(tmp_path))
    assert (result.exit_code, result.stderr) == (0, "")
    assert texts(one_url) == [make.marked(TEXT)[0]]


def test_a_folder_of_texts_may_hold_texts_of_no_document(run: Run, url: str, tmp_path: Path) -> None:
    text_file(tmp_path, "texts/a.txt")
    text_file(tmp_path, "texts/b.txt", "another")
    result = run("ingest", write(tmp_path / "a.json", stand_off()), "--texts", tmp_path / "texts")
    assert (result.exit_code, result.stderr) == (0, "")
    assert texts(url) == [make.marked(TEXT)[0]]


def test_a_text_that_cannot_be_read_is_refused(run_one: Run, tmp_path: Path) -> None:
    (tmp_path / "latin.txt").write_bytes(b"\xff")
    result = run_one("ingest", "--text", tmp_path / "latin.txt", "--text", tmp_path / "missing.txt")
    assert result.exit_code == 1
    assert [line.partition(":")[0] for line in result.stderr.splitlines()] == [f"{tmp_path}/latin.txt", f"{tmp_path}/missing.txt"]


def test_a_document_that_does_not_fit_its_text_is_refused_where_it_does_not(run_one: Run, one_url: str, tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text(json.dumps(stand_off(claims=[make.claim(cue_text="shouted")]), indent=1))
    line = next(number for number, each in enumerate(file.read_text().splitlines(), 1) if "cue_text" in each)
    result = run_one("ingest", file, "--text", text_file(tmp_path))
    assert result.stderr.splitlines()[0].startswith(f"{file}:{line}: refused: claims[0].cue_text: is not what the text says there")
    assert (result.exit_code, titles(one_url)) == (1, [])


@pytest.fixture
def loaded(run: Run, tmp_path: Path) -> Run:
    run("ingest", write(tmp_path / "a.jsonl", *(saying(f"=Article {number}") for number in range(3))))
    return run


def test_lists_are_exported_whole_and_alike_as_ndjson_and_csv(loaded: Run) -> None:
    counts = {}
    for what in LISTS:
        lines = [json.loads(line) for line in loaded("export", what).stdout.splitlines()]
        rows = list(csv.DictReader(loaded("export", what, "--format", "csv").stdout.splitlines()))
        assert [row["id"] for row in rows] == [item["id"] for item in lines]
        counts[what] = len({row["id"] for row in rows})
    assert counts == {"claims": 3, "speakers": 1, "entities": 4, "events": 3, "articles": 3}


def test_an_empty_list_is_no_line_of_ndjson_and_one_of_csv(run_one: Run) -> None:
    for what in LISTS:
        assert run_one("export", what).stdout == ""
        assert [line.partition(",")[0] for line in run_one("export", what, "--format", "csv").stdout.splitlines()] == ["id"]


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


def test_what_cannot_be_exported_is_said_and_no_file_is_touched(run_one: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tmp_path / "claims.csv"
    kept.write_text("yesterday's")
    monkeypatch.setenv("ONRECORD_DATABASE_URL", f"sqlite:///{tmp_path}/missing.db")
    result = run_one("export", "claims", "--output", kept)
    assert (result.exit_code, kept.read_text()) == (2, "yesterday's")


def test_a_database_that_is_not_migrated_is_said_to_be(run: Run, url: str, tmp_path: Path) -> None:
    migrate(url, "base")
    file = write(tmp_path / "a.json", saying("A"))
    for result in (run("ingest", file), run("export", "claims"), run("export", "documents")):
        assert (result.exit_code, result.stdout) == (2, "")
        assert "onrecord migrate" in result.stderr
        assert "Traceback" not in result.stderr


def test_a_database_that_does_not_answer_is_said_not_to(run_one: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    for arguments in (["migrate"], ["export", "claims"]):
        result = run_one(*arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "127.0.0.1" in result.stderr
        assert "Traceback" not in result.stderr


def test_migrate_goes_up_and_down(run: Run, url: str) -> None:
    for revision, version in (("base", []), (None, [0]), ("head", [0])):
        result = run("migrate", *([revision] if revision else []))
        assert (result.exit_code, result.stdout) == (0, "")
        assert _versions(url) == version


def _versions(url: str) -> list[int]:
    engine = create_engine(database_url(url))
    with engine.connect() as connection:
        has_tables = engine.dialect.has_table(connection, "data_version")
        found = list(connection.exec_driver_sql("SELECT version FROM data_version").scalars()) if has_tables else []
    engine.dispose()
    return found


def test_migrate_to_a_revision_that_is_none_is_said_to_be(run_one: Run) -> None:
    result = run_one("migrate", "9999")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "9999" in result.stderr


def test_schema_is_that_of_the_knowledge_document(run_one: Run) -> None:
    schema = json.loads(run_one("schema").stdout)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["properties"].keys() == KnowledgeDocument.model_json_schema()["properties"].keys()
    assert schema["additionalProperties"] is False


def test_openapi_is_the_committed_one(run_one: Run) -> None:
    committed = ROOT / "openapi.json"
    if not committed.exists():
        pytest.skip("openapi.json is not committed")
    assert run_one("openapi").stdout == committed.read_text()


def test_help_names_every_command(run_one: Run) -> None:
    told = run_one("--help").stdout
    assert [name for name in ("serve", "ingest", "export", "migrate", "schema", "openapi") if name not in told] == []


def test_a_pipe_that_closes_early_makes_no_traceback(one_url: str) -> None:
    process = start(one_url, "export", "claims", "--format", "csv")
    assert process.stdout
    process.stdout.close()
    assert process.stderr
    with process.stderr:
        told = process.stderr.read()
    process.wait(timeout=20)
    assert "Traceback" not in told


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
    told = [(*ended(process), process.returncode) for process in processes]
    assert [(stderr, status) for _, stderr, status in told] == [("", 0)] * 3
    assert titles(url) == sorted([*(f"{number}.{n}" for number in range(3) for n in range(6)), "shared"])
    engine = write_engine(url)
    loaded = dump(engine)
    assert loaded["data_version"] == [{"id": 1, "version": 19}]
    assert [(row["claims"], row["articles"]) for row in loaded["entities"] if row["folded"]] == [(19, 19)]
    engine.dispose()


@pytest.mark.slow
def test_a_load_that_is_killed_leaves_whole_articles_and_is_completed_by_another(url: str, tmp_path: Path) -> None:
    documents = [saying(f"Article {number:02}") for number in range(50)]
    file = write(tmp_path / "a.jsonl", *documents)
    process = start(url, "ingest", file)
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
    assert killed["data_version"] == [{"id": 1, "version": loaded}]
    rerun = start(url, "ingest", file)
    assert ended(rerun)[0].splitlines()[-1] == f"{50 - loaded} added, 0 changed, {loaded} same, 0 refused"
    completed = dump(engine)
    wipe(engine)
    for document in documents:
        load_document(engine, validated(document))
    assert dump(engine, "data_version") == {name: rows for name, rows in completed.items() if name != "data_version"}
    engine.dispose()
