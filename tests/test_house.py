"""Rules of the house: small folders and files, few modules at the top, first lines that name the content."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

APP = Path(__file__).parent.parent / "app"
MODULES = sorted(APP.rglob("*.py"))
TOP = {"__init__", "__main__", "cli", "errors", "logs", "main", "settings"}
MOST_MODULES, MOST_LINES, MOST_WORDS = 22, 300, 20
RIDDLE = re.compile(r"(What|Who|Whether|How|That)\b")


def faults_of_first_line(source: str) -> list[str]:
    """Return what is wrong with the first line of a module's docstring."""
    first_line = (ast.get_docstring(ast.parse(source)) or "").partition("\n")[0]
    words = first_line.split()
    riddles = [f"opens with {words[0]}"] if RIDDLE.match(first_line) else []
    return riddles + ([f"{len(words)} words"] if len(words) > MOST_WORDS else [])


def test_no_folder_holds_more_modules_than_can_be_read_at_a_glance() -> None:
    sizes = Counter(module.parent for module in MODULES)
    assert [(str(folder), size) for folder, size in sizes.items() if size > MOST_MODULES] == []


def test_no_module_is_long() -> None:
    lengths = {str(module): len(module.read_text().splitlines()) for module in MODULES}
    assert len(lengths) > 100
    assert [(module, length) for module, length in lengths.items() if length > MOST_LINES] == []


def test_few_modules_stand_at_the_top() -> None:
    assert {module.stem for module in APP.glob("*.py")} == TOP


def test_the_first_line_of_a_module_says_in_few_words_what_it_holds() -> None:
    assert [(str(module), faults) for module in MODULES if (faults := faults_of_first_line(module.read_text()))] == []


@pytest.mark.parametrize(
    ("first_line", "faults"),
    [
        ("Claims as answers.", []),
        ("What stays.", ["opens with What"]),
        ("Whatever comes.", []),
        ("Word " * 21, ["21 words"]),
        ("How " + "word " * 20, ["opens with How", "21 words"]),
    ],
)
def test_riddles_and_long_first_lines_are_found(first_line: str, faults: list[str]) -> None:
    assert faults_of_first_line(f'"""{first_line}\n\nMore.\n"""') == faults
