"""Loader of the word lists in this folder."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

FOLDER = Path(__file__).parent


@cache
def load(name: str) -> Mapping[str, tuple[str, ...]]:
    """Return the entries of ``NAME.txt`` by section, both in the order of the file.

    A line in brackets opens a section, ``#`` begins a comment line, and every other line that is not blank is an entry.
    """
    sections: dict[str, list[str]] = {}
    for line in (FOLDER / f"{name}.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            entries = sections.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            entries.append(line)
    return MappingProxyType({section: tuple(entries) for section, entries in sections.items()})


def alternatives(words: Iterable[str]) -> str:
    """Return a regular expression that matches any of the words; a star at the end of a word stands for any ending."""
    return "|".join(re.escape(word).replace(r"\*", r"\w*") for word in words)
