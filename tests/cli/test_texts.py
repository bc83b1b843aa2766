"""Texts that are attached to documents: in the same load, before them, after them, or not at all."""

import json
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from app.database.engines import write_engine
from app.ingest.preparing.parts import PreparedOrFaults, prepare_all
from app.ingest.reading.validation import validated
from tests import make
from tests.cli.running import Run, texts, titles, write
from tests.loading import load_document
from tests.tables import dump

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


def test_a_document_that_another_process_loads_while_a_text_is_attached_is_not_undone(
    run: Run, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("ingest", write(tmp_path / "a.json", stand_off()))
    engine, later = write_engine(url), validated(stand_off(claims=[make.claim(kind="pledge")]))
    other = Thread(target=load_document, args=(engine, later))

    def prepare_while_another_loads(documents: list[Any], posted_by: str | None = None) -> list[PreparedOrFaults]:
        other.start()
        other.join(1)  # it waits for this transaction; without one it would write now, and be written over
        return prepare_all(documents, posted_by)

    monkeypatch.setattr("app.ingest.loading.prepare_all", prepare_while_another_loads)
    run("ingest", "--text", text_file(tmp_path))
    other.join()
    stored = dump(engine)
    assert ([row["kind"] for row in stored["claims"]], stored["articles"][0]["text"]) == (["pledge"], make.marked(TEXT)[0])
    engine.dispose()


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


def test_hidden_files_of_a_folder_of_texts_are_left_alone(run_one: Run, tmp_path: Path) -> None:
    text_file(tmp_path, "texts/a.txt")
    (tmp_path / "texts" / ".DS_Store").write_bytes(b"\xff")
    result = run_one("ingest", write(tmp_path / "a.json", stand_off()), "--texts", tmp_path / "texts")
    assert (result.exit_code, result.stderr) == (0, "")


def test_a_text_that_is_attached_is_not_skipped_whatever_its_ending(run_one: Run, tmp_path: Path) -> None:
    text = text_file(tmp_path, "folder/a.article")
    write(tmp_path / "folder" / "a.json", stand_off())
    result = run_one("ingest", tmp_path / "folder", "--text", text)
    assert (result.exit_code, result.stderr) == (0, "")


def test_a_text_that_cannot_be_read_is_refused(run_one: Run, tmp_path: Path) -> None:
    (tmp_path / "latin.txt").write_bytes(b"\xff")
    result = run_one("ingest", "--text", tmp_path / "latin.txt", "--text", tmp_path)
    assert result.exit_code == 1
    assert [line.partition(":")[0] for line in result.stderr.splitlines()] == [f"{tmp_path}/latin.txt", f"{tmp_path}"]


def test_a_document_that_does_not_fit_its_text_is_refused_where_it_does_not(run_one: Run, one_url: str, tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text(json.dumps(stand_off(claims=[make.claim(cue_text="shouted")]), indent=1))
    line = next(number for number, each in enumerate(file.read_text().splitlines(), 1) if "cue_text" in each)
    result = run_one("ingest", file, "--text", text_file(tmp_path))
    assert result.stderr.splitlines()[0].startswith(f"{file}:{line}: refused: claims[0].cue_text: is not what the text says there")
    assert (result.exit_code, titles(one_url)) == (1, [])


STORY = 'Mill closes\n\n"We are closing the mill," said Ana Novák on Friday.\n'
KEPT = "which extraction does not replace"


def corrected(run: Run, tmp_path: Path, **change: Any) -> Path:
    """Write what is extracted from the story as a person would hand it in: without confidences."""
    story = tmp_path / "mill.txt"
    story.write_text(STORY)
    file = tmp_path / "mill.jsonl"
    assert run("extract", story, "--published", "2024-11-04", "-o", file).exit_code == 0
    document = json.loads(file.read_text())
    for thing in [*document["claims"], *document["events"]]:
        thing |= {"confidence": None, **change}
    return write(file, document)


def test_extraction_does_not_replace_the_document_of_a_person(run_one: Run, tmp_path: Path) -> None:
    file = corrected(run_one, tmp_path)
    assert run_one("ingest", file).exit_code == 0
    before = run_one("export", "documents").stdout
    result = run_one("ingest", tmp_path / "mill.txt", "--published", "2024-11-04")
    assert (result.exit_code, KEPT in result.stdout, result.stdout.splitlines()[-1]) == (0, True, "0 added, 0 changed, 1 same, 0 refused")
    assert run_one("export", "documents").stdout == before


def test_a_document_replaces_what_extraction_found_in_an_earlier_load(run_one: Run, tmp_path: Path) -> None:
    file = corrected(run_one, tmp_path)
    run_one("ingest", tmp_path / "mill.txt", "--published", "2024-11-04")
    assert run_one("ingest", file).stdout.splitlines()[-1] == "0 added, 1 changed, 0 same, 0 refused"


def test_of_a_text_and_its_document_in_one_load_the_document_stands(run_one: Run, tmp_path: Path) -> None:
    file = corrected(run_one, tmp_path)
    text = tmp_path / "mill.txt"
    results = [run_one("ingest", *files, "--published", "2024-11-04") for files in ((text, file), (file, text))]
    assert [result.stdout.splitlines()[-1] for result in results] == [
        "1 added, 1 changed, 0 same, 0 refused",
        "0 added, 0 changed, 2 same, 0 refused",
    ]
    assert f"{file}:1 has its document, {KEPT}" in results[1].stdout
    stored = json.loads(run_one("export", "documents").stdout)
    assert all(thing["confidence"] is None for thing in stored["claims"])


def test_what_extraction_finds_later_replaces_what_it_found_before(run_one: Run, tmp_path: Path) -> None:
    file = corrected(run_one, tmp_path, confidence=0.5)
    run_one("ingest", file)
    assert run_one("ingest", tmp_path / "mill.txt", "--published", "2024-11-04").stdout.splitlines()[-1].startswith("0 added, 1 changed")
