"""Word lists: their form, their use, and their place in the wheel."""

import re
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from app.extract.words.lists import FOLDER, alternatives, load

NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))
PROJECT = Path(__file__).parents[3]


def lines_of(name: str) -> list[str]:
    return (FOLDER / f"{name}.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("name", NAMES)
def test_every_list_begins_with_a_comment(name: str) -> None:
    assert lines_of(name)[0].startswith("# ")


@pytest.mark.parametrize("name", NAMES)
def test_no_section_is_empty_or_repeated_and_no_entry_is_repeated_within_one(name: str) -> None:
    assert [line.strip("[]") for line in lines_of(name) if line.startswith("[")] == list(load(name))
    assert [section for section, entries in load(name).items() if not entries or len(set(entries)) < len(entries)] == []


@pytest.mark.parametrize("name", NAMES)
def test_words_of_an_entry_are_separated_by_single_blanks(name: str) -> None:
    entries = [entry for entries in load(name).values() for entry in entries]
    assert [entry for entry in entries if entry != " ".join(entry.split()) or "_" in entry] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_list_is_read_by_extraction(name: str) -> None:
    assert any(f'"{name}"' in path.read_text("utf-8") for path in FOLDER.parent.rglob("*.py"))


def test_a_missing_list_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        load("no such list")


def test_a_star_matches_any_ending_and_other_signs_match_themselves() -> None:
    pattern = re.compile(alternatives(["amaz*", "no."]))
    assert [bool(pattern.fullmatch(word)) for word in ("amazing", "amaz", "maze", "no.", "nox")] == [True, True, False, True, False]


def test_the_lists_are_in_the_wheel() -> None:
    packed = {Path(file.distribution_path) for file in WheelBuilder(str(PROJECT)).recurse_included_files()}
    assert {path.stem for path in packed if path.match("app/extract/words/*.txt")} == set(NAMES)
