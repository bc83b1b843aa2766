"""The command extract, and ingest of records, texts and pages."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from app.ingest.reading.validation import validated
from tests import make
from tests.cli.running import Run, faults, invoke, saying, start, texts, titles, write
from tests.extract.text.pages import TEXT, page

CLOSED = "Bridge closed\n\nIt opens in June."
NEVER = "sqlite:////nowhere/at/all.db"


def records(file: Path, number: int, **more: Any) -> Path:
    return write(
        file, *({"id": str(n), "text": f"Report {n}.", "title": f"T{n}", "published": "2024-05-02", **more} for n in range(number))
    )


def documents(result: Result) -> list[dict[str, Any]]:
    parsed = [json.loads(line) for line in result.stdout.splitlines()]
    assert [validated(document).dump() for document in parsed] == parsed
    return parsed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.html").write_bytes(page())
    (folder / "b.txt").write_text(CLOSED)
    records(folder / "c.jsonl", 2)
    write(folder / "d.json", saying("D"))
    return folder


def test_extract_gives_a_document_a_line_for_every_article_of_a_folder(folder: Path) -> None:
    result = invoke("extract", folder)
    extracted = documents(result)
    assert [document["article"]["title"] for document in extracted] == ["Ferry strike ends", "Bridge closed", "T0", "T1", "D"]
    generated_ids = [f"a.html#{make.sha256(TEXT)[:8]}", f"b.txt#{make.sha256(CLOSED)[:8]}"]
    assert [document.get("id") for document in extracted] == [*generated_ids, "0", "1", "1"]
    assert extracted[0]["article"]["text"] == TEXT
    assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.slow
def test_many_processes_give_what_one_gives(tmp_path: Path) -> None:
    file = records(tmp_path / "a.jsonl", 40)
    alone, together = (invoke("extract", file, "--jobs", jobs) for jobs in (1, 3))
    assert alone.stdout == together.stdout
    assert [document["id"] for document in documents(together)] == [str(number) for number in range(40)]


def test_extract_reads_records_on_stdin() -> None:
    result = invoke("extract", "-", "--jobs", 1, input='{"id": "1", "text": "x"}\n{"text": "y"}\n')
    assert [document["article"]["text"] for document in documents(result)] == ["x", "y"]


@pytest.mark.parametrize("command", ["ingest", "extract"])
def test_folders_say_what_they_skip_once_for_each_ending(run_one: Run, command: str, folder: Path) -> None:
    for name in ("1.rtf", "2.RTF", "deep/3.rtf", "Makefile", "notes", "x.doc", ".DS_Store", ".git/x.rtf"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"\xff")
    for name in ("y.json", "z.json"):
        (folder / name).symlink_to(name)
    result = run_one(command, folder, folder / "b.txt")
    assert faults(result).splitlines() == [
        f"{folder}/1.rtf: skipped: no format that is read (and 2 more that end in .rtf)",
        f"{folder}/Makefile: skipped: no format that is read (and 1 more without an ending)",
        f"{folder}/x.doc: skipped: no format that is read",
        f"{folder}/y.json: skipped: a link to nothing (and 1 more that end in .json)",
    ]
    assert result.exit_code == 0


def test_a_file_that_is_named_is_refused_and_not_skipped(run_one: Run, folder: Path) -> None:
    (folder / "1.rtf").write_bytes(b"")
    result = run_one("ingest", folder / "1.rtf")
    assert (result.exit_code, "refused: document: is of no kind that can be read" in result.stderr) == (1, True)


def test_options_give_metadata_that_the_input_lacks(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("It opens in June.")
    options = ("--published", "2024-05-02", "--title", "T", "--url", "https://bay.example/1", "--publisher", "P")
    (document,) = documents(invoke("extract", file, *options))
    article = document["article"]
    assert [article[key] for key in ("published", "title", "url", "publisher")] == [*options[1::2]]


@pytest.mark.parametrize(("option", "value"), [("--published", "soon"), ("--url", "bay.example"), ("--jobs", "0")])
def test_an_option_with_a_wrong_value_is_refused(option: str, value: str, folder: Path) -> None:
    result = invoke("extract", folder, option, value)
    assert (result.exit_code, result.stdout) == (2, "")
    assert option in result.stderr


def test_extract_without_input_is_refused() -> None:
    assert (invoke("extract").exit_code, invoke("extract").stdout) == (2, "")


def test_faults_are_named_by_file_line_and_field_and_the_rest_is_written(folder: Path) -> None:
    (folder / "b.txt").write_bytes(b"ab\n\xff\0")  # with U+0000, no encoding of a text
    write(folder / "c.jsonl", {"text": "x"}, {"text": 5}, {"text": "y", "url": "here"}, saying("E", claims=[{"id": "c1"}]))
    (folder / "e.html").write_text("<p>")
    result = invoke("extract", folder, "--jobs", 1)
    assert len(documents(result)) == 3
    assert [line.rpartition(": ")[0] for line in result.stderr.splitlines() if "claims" not in line] == [
        f"{folder}/b.txt:2: refused: document",
        f"{folder}/c.jsonl:2: refused: text",
        f"{folder}/c.jsonl:3: refused: url",
        f"{folder}/e.html:1: refused: document",
    ]
    assert f"{folder}/c.jsonl:4: refused: claims[0].mode" in result.stderr
    assert result.exit_code == 1


def test_the_file_is_written_whole_or_not_at_all(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "out.jsonl"
    assert invoke("extract", folder, "-o", file).stdout == ""
    assert len(file.read_text().splitlines()) == 5
    assert invoke("extract", folder, "-o", tmp_path / "missing" / "out.jsonl").exit_code == 2
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["out.jsonl"]


def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("ONRECORD_EXTRACTOR", "chat")
    assert invoke("extract", folder).stderr == "ONRECORD_EXTRACTOR: chat needs ONRECORD_CHAT_MODEL too\n"
    monkeypatch.setenv("ONRECORD_CHAT_URL", "file:///etc/passwd")
    assert "ONRECORD_CHAT_URL: give http" in invoke("extract", folder).stderr


def test_ingest_extracts_articles_and_loads_them_once(run: Run, url: str, folder: Path) -> None:
    result = run("ingest", folder)
    assert [line.split()[0] for line in result.stdout.splitlines()] == ["added"] * 5 + ["5"]
    assert (result.exit_code, faults(result)) == (0, "")
    assert titles(url) == ["Bridge closed", "D", "Ferry strike ends", "T0", "T1"]
    assert run("ingest", folder, "--jobs", 2).stdout.splitlines()[-1] == "0 added, 0 changed, 5 same, 0 refused"


def test_ingest_finds_an_extracted_document_to_be_the_same(run_one: Run, folder: Path, tmp_path: Path) -> None:
    run_one("ingest", folder)
    run_one("extract", folder, "-o", tmp_path / "out.jsonl")
    assert run_one("ingest", tmp_path / "out.jsonl").stdout.splitlines()[-1] == "0 added, 0 changed, 5 same, 0 refused"


def test_ingest_refuses_bad_records_and_loads_the_others(run_one: Run, one_url: str, tmp_path: Path) -> None:
    file = write(
        tmp_path / "a.jsonl", {"text": "x", "title": "X"}, {"text": "y", "date": "soon"}, {"title": "Z"}, {"maintext": 5}, {"text": " "}
    )
    result = run_one("ingest", file)
    assert faults(result).splitlines() == [
        f"{file}:2: refused: date: is no date or time of ISO 8601",
        f"{file}:3: refused: format: is missing: this is no knowledge document, nor a record of an article, which has `text`",
        f"{file}:4: refused: text: is no text",
        f"{file}:5: refused: text: has no words",
        "keys that were not read, and in how many records: maintext (1)",
    ]
    assert (result.exit_code, titles(one_url)) == (1, ["X"])


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.txt.gz"])
@pytest.mark.parametrize("content", [b"", b" \r\n", b"\xef\xbb\xbf"])
def test_a_file_without_words_is_refused(run_one: Run, one_url: str, tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    result = run_one("ingest", tmp_path)
    assert (result.exit_code, titles(one_url)) == (1, [])
    assert result.stdout == "0 added, 0 changed, 0 same, 1 refused\n"
    assert result.stderr.startswith(f"{tmp_path / name}:1: refused: ")


@pytest.mark.parametrize("command", ["ingest", "extract"])
def test_keys_of_records_that_are_not_read_are_named_once(run_one: Run, command: str, tmp_path: Path) -> None:
    file = write(tmp_path / "a.jsonl", *({"text": f"x{n}", "tone": "dry", "rank": "2024", "title": f"T{n}"} for n in range(3)))
    result = run_one(command, file, "-", "--jobs", 1, input='{"text": "y", "place": "Bay", "tone": null}')
    assert (result.exit_code, faults(result)) == (
        0,
        "keys that were not read, and in how many records: tone (3), rank (3), place (1)\n",
    )


def test_a_text_that_is_attached_is_no_article_of_its_own(run_one: Run, one_url: str, tmp_path: Path) -> None:
    document = saying("D")
    text = document["article"].pop("text")
    document["claims"][0] |= {"as_said": "Ana Novak", "cue_text": "said"}
    (tmp_path / "d.txt").write_text(text)
    write(tmp_path / "d.json", document)
    assert run_one("ingest", tmp_path, "--text", tmp_path / "d.txt").stdout.splitlines()[-1] == "1 added, 0 changed, 0 same, 0 refused"
    assert texts(one_url) == [text]


@pytest.mark.slow
def test_a_closed_stdout_ends_extract_silently(tmp_path: Path) -> None:
    process = start(NEVER, "extract", records(tmp_path / "a.jsonl", 3000, publisher="x" * 400), "--jobs", "2")
    assert process.stdout
    assert process.stderr
    process.stdout.readline()
    process.stdout.close()
    with process.stderr:
        assert process.stderr.read() == ""
    assert process.wait(timeout=60) == 1
