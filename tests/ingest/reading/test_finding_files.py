"""Files of folders and of the command line: which are read, in which order, and which are left out."""

import gzip
import os
from pathlib import Path

import pytest

from app.ingest.reading.files import ending_of, find_files, find_skipped, kind_of, read_file, reason_to_skip
from tests.ingest.reading.conftest import Write


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.YAML", "yaml"),
        ("a.b.json", "json"),
        ("a.jsonl.gz", "lines"),
        ("a.txt", "text"),
        ("a.HTML.gz", "page"),
        ("a.TXT.GZ", "text"),
        ("a.doc", None),
        ("json", None),
        (".json", None),
        ("a.gz", None),
    ],
)
def test_the_kind_of_a_file_is_known_by_its_name(name: str, kind: str | None) -> None:
    assert kind_of(Path(name)) == kind


def test_folders_give_their_files_sorted_and_deep_without_hidden_or_unknown_ones(tmp_path: Path, write: Write) -> None:
    names = ["b.json", "a/z.yaml", "a/b/c.jsonl.gz", "a.yaml", "d.txt", "e.htm"]
    for name in [*names, ".hidden.json", ".git/config.json", "a/.cache/x.yaml", "notes.doc", "README.md"]:
        write(name, "")
    (tmp_path / "c.json").mkdir()
    found = [str(file.relative_to(tmp_path)) for file in find_files([tmp_path])]
    assert found == ["a/b/c.jsonl.gz", "a/z.yaml", "a.yaml", "b.json", "d.txt", "e.htm"]


def test_files_that_are_left_out_of_folders_are_found_too_except_for_hidden_ones(tmp_path: Path, write: Write) -> None:
    for name in ["a.json", "b.rtf", "c/d.RTF", "README.md", ".x.rtf", ".git/config", "c/Makefile", "e.rtf.gz"]:
        write(name, "")
    found = [str(file.relative_to(tmp_path)) for file in find_skipped([tmp_path, tmp_path / "b.rtf", tmp_path / "missing"])]
    assert found == ["README.md", "b.rtf", "c/Makefile", "c/d.RTF", "e.rtf.gz"]
    assert [ending_of(Path(name)) for name in found] == [".md", ".rtf", "", ".rtf", ".rtf.gz"]


def test_a_folder_inside_a_hidden_folder_is_read_when_it_is_named(write: Write) -> None:
    file = write(".hidden/documents/a.json", "")
    assert list(find_files([file.parent])) == [file]


def test_files_that_are_named_come_as_they_are_in_the_order_given(tmp_path: Path, write: Write) -> None:
    files = [write("z.json", ""), write(".a.json", ""), tmp_path / "missing.json", write("notes.txt", "")]
    assert list(find_files(files)) == files


def test_a_packed_file_is_unpacked_whatever_the_case_of_its_ending(tmp_path: Path) -> None:
    (tmp_path / "a.TXT.GZ").write_bytes(gzip.compress(b"It opens in June."))
    assert [item.data for item in read_file(tmp_path / "a.TXT.GZ")] == [b"It opens in June."]


def test_links_to_nothing_and_to_folders_and_pipes_are_left_out_with_a_reason(tmp_path: Path, write: Write) -> None:
    file = write("folder/a.json", "")
    folder = file.parent
    os.mkfifo(folder / "b.json")
    for name, target in {"c.json": "missing", "d.json": "d.json", "e": ".", "f.json": "a.json", ".g.json": "missing"}.items():
        (folder / name).symlink_to(target)
    assert {each.name: reason_to_skip(each) for each in find_skipped([folder])} == {
        "b.json": "no file, but a pipe, socket or device",
        "c.json": "a link to nothing",
        "d.json": "a link to nothing",
        "e": "a link to a folder, which is not followed",
    }
    assert [each.name for each in find_files([folder])] == ["a.json", "f.json"]
