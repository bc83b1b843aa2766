"""The command extract with --explain, --html and --min-confidence."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.cli.running import invoke, saying, start, write

STORY = 'Harbour closes early\n\n"We will open it in May," harbour master Ines Calloway told reporters on Monday.\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text(STORY)
    write(folder / "b.json", saying("B"))
    return folder


def test_several_articles_are_explained_one_after_the_other(folder: Path) -> None:
    result = invoke("extract", folder, "--explain", "--jobs", 1)
    assert (result.exit_code, result.stderr) == (0, "")
    assert '(1) ["We will open it in May,"]' in result.stdout
    assert result.stdout.index("Ines Calloway") < result.stdout.index("{Ana Novak} <said> (1) [the bridge will open].")


def test_a_page_and_documents_are_written_side_by_side(folder: Path, tmp_path: Path) -> None:
    page, lines = tmp_path / "page.html", tmp_path / "out.jsonl"
    result = invoke("extract", folder, "--html", page, "-o", lines, "--jobs", 1)
    assert (result.exit_code, result.stdout) == (0, "")
    assert len(lines.read_text().splitlines()) == 2
    assert len(ElementTree.fromstring(page.read_text()).findall(".//article")) == 2


def test_refused_files_are_named_and_the_rest_is_explained(folder: Path) -> None:
    (folder / "c.txt").write_bytes(b"")
    result = invoke("extract", folder, "--explain", "--jobs", 1)
    assert (result.exit_code, "{Ana Novak}" in result.stdout) == (1, True)
    assert f"{folder}/c.txt:1: refused: " in result.stderr


def test_a_page_of_nothing_leaves_the_old_one(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "page.htm").write_text("old")
    assert invoke("extract", tmp_path / "a.txt", "--html", tmp_path / "page.htm", "--jobs", 1).exit_code == 1
    assert (tmp_path / "page.htm").read_text() == "old"


def test_a_page_that_cannot_be_written_is_named(folder: Path, tmp_path: Path) -> None:
    result = invoke("extract", folder, "--html", tmp_path / "none" / "page.html", "--jobs", 1)
    assert (result.exit_code, "none" in result.stderr) == (2, True)


def test_what_is_not_sure_enough_is_left_out(folder: Path) -> None:
    assert '"claims":[]' in invoke("extract", folder / "a.txt", "--min-confidence", "1", "--jobs", 1).stdout
    assert '"claims":[]' not in invoke("extract", folder / "a.txt", "--min-confidence", "0.3", "--jobs", 1).stdout
    assert '"claims":[]' not in invoke("extract", folder / "b.json", "--min-confidence", "1", "--jobs", 1).stdout


@pytest.mark.parametrize("share", ["1.1", "-1", "nan", "80", "", "0,8"])
def test_a_share_that_is_none_is_refused(folder: Path, share: str) -> None:
    result = invoke("extract", folder, f"--min-confidence={share}")
    assert (result.exit_code, result.stdout, "is no number from 0 to 1" in result.stderr) == (2, "", True)


@pytest.mark.slow
def test_a_closed_stdout_ends_an_explanation_silently(tmp_path: Path) -> None:
    file = write(tmp_path / "a.jsonl", *(saying(f"B{n}") for n in range(2000)))
    process = start("sqlite:////nowhere/at/all.db", "extract", file, "--explain", "--jobs", "1")
    assert process.stdout
    assert process.stderr
    process.stdout.readline()
    process.stdout.close()
    with process.stderr:
        assert process.stderr.read() == ""
    assert process.wait(timeout=60) == 1
