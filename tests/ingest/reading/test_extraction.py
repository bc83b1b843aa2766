"""Extraction from files: order, ids, known fields, failures, reading ahead."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.errors import ChatFailed
from app.extract.pipeline import Extractor, extract_article
from app.extract.text.inputs import ArticleText
from app.ingest.reading import extraction as module
from app.ingest.reading.extraction import KnownFields, Task, extract_document, extraction, jobs_for
from app.ingest.reading.files import STDIN, InputItem
from app.settings import Settings
from tests import make
from tests.extract.text.pages import TEXT, page


def read(*files: Path, known: KnownFields | None = None) -> list[InputItem]:
    with extraction(Settings(), 1, known) as reading:
        return list(reading(files))


def written(file: Path, *records: Any) -> Path:
    file.write_text("".join(json.dumps(record) + "\n" for record in records))
    return file


def id_of_file(name: str, text: str) -> str:
    return f"{name}#{make.sha256(text)[:8]}"


def failing(error: Exception) -> Extractor:
    def fail(_: ArticleText) -> dict[str, Any]:
        raise error

    return fail


def faults_of(extract: Extractor, data: Any = None) -> list[str]:
    found = extract_document(extract, Task("record", data or {"text": "x"}, None, {}))
    return [str(fault) for fault in found if not isinstance(fault, int)]


def test_everything_comes_out_as_a_document_in_the_order_of_the_input(tmp_path: Path) -> None:
    document = make.document()
    (tmp_path / "a.html").write_bytes(page())
    (tmp_path / "b.txt").write_text("Bridge closed\n\nIt opens in June.")
    lines = written(tmp_path / "c.jsonl", {"id": "1", "text": "x"}, document, {"text": "y", "title": "Y"})
    found = read(tmp_path / "b.txt", tmp_path / "a.html", lines)
    assert [(item.data["article"]["title"], item.data.get("id")) for item in found] == [
        ("Bridge closed", id_of_file("b.txt", "Bridge closed\n\nIt opens in June.")),
        ("Ferry strike ends", id_of_file("a.html", TEXT)),
        ("x", "1"),
        ("A bridge", "1"),
        ("Y", None),
    ]
    assert [(item.line, item.is_extracted) for item in found] == [(1, True), (1, True), (1, True), (2, False), (3, True)]
    assert found[3].data == document


def test_a_text_is_named_by_its_file_and_its_words_wherever_it_lies(tmp_path: Path) -> None:
    for folder, text in (("a", "One."), ("b", "Two."), ("c", "One.")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "index.txt").write_text(text)
    found = read(*(tmp_path / folder / "index.txt" for folder in "abc"))
    assert [item.data["id"] for item in found] == [id_of_file("index.txt", text) for text in ("One.", "Two.", "One.")]


def test_a_record_keeps_its_id_and_gets_none_if_it_has_none(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"text": "x"}))
    found = read(tmp_path / "a.json", written(tmp_path / "b.jsonl", {"id": "a.txt", "text": "x"}, {"text": "x"}))
    assert [item.data.get("id") for item in found] == [None, "a.txt", None]


def test_fields_that_the_caller_knows_replace_those_of_the_input(tmp_path: Path) -> None:
    records = written(tmp_path / "a.jsonl", {"text": "x", "title": "T", "published": "2024-01-01", "publisher": "P"})
    (item,) = read(records, known={"published": "2024-02-02", "url": "https://bay.example/1"})
    article = item.data["article"]
    assert (article["title"], article["publisher"]) == ("T", "P")
    assert (article["published"], article["url"]) == ("2024-02-02", "https://bay.example/1")


def test_a_bad_record_is_refused_and_the_others_are_extracted(tmp_path: Path) -> None:
    found = read(written(tmp_path / "a.jsonl", {"text": "x"}, {"text": 5}, {"text": "y", "date": "soon"}, {"text": "z"}))
    refused = [item for item in found if item.refused]
    assert [(fault.line, fault.field) for item in refused if item.refused for fault in item.with_lines(item.refused)] == [
        (2, "text"),
        (3, "date"),
    ]
    assert [item.line for item in found if item.is_extracted] == [1, 4]


def test_a_crash_of_the_extractor_is_reported_with_its_place() -> None:
    (fault,) = faults_of(failing(KeyError("x")))
    assert fault.startswith("document: the extractor failed: KeyError: 'x' (test_extraction.py:")


def test_an_error_of_the_language_model_is_reported_in_its_own_words() -> None:
    assert faults_of(failing(ChatFailed("no model"))) == ["document: no model"]


def test_a_document_that_is_not_valid_is_reported_as_the_extractors_fault() -> None:
    assert faults_of(lambda article: {**extract_article(article), "colour": "red"}) == [
        "document: the extractor made no valid document: colour: is no field of this object"
    ]


def test_the_input_is_read_only_a_little_ahead_of_the_output(monkeypatch: pytest.MonkeyPatch) -> None:
    items_read = 0

    def endless(*_: Any) -> Iterator[InputItem]:
        nonlocal items_read
        while True:
            items_read += 1
            yield InputItem("a.jsonl", "", data={"text": "x"})

    monkeypatch.setattr(module, "read_files", endless)
    with extraction(Settings(), 2) as reading:
        documents = reading([])
        for number in range(1, 30):
            next(documents)
            assert items_read <= number + 9


def test_no_more_processes_are_started_than_there_are_files_unless_they_have_lines() -> None:
    one, lines = Path("a.txt"), Path("a.jsonl.gz")
    assert [jobs_for(files, 8) for files in ([], [one], [one] * 3, [one] * 9, [lines], [STDIN])] == [1, 1, 3, 8, 8, 8]
