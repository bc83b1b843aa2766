"""Files to what they hold, plain or gzipped: documents and records of YAML, JSON and JSON Lines, texts and pages.

Each comes with the means to say in which line a field stands.
"""

import gzip
import re
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, cast

from app.errors import DocumentRefused, Fault
from app.extract.text.record_keys import is_record
from app.ingest.reading import json, yaml

SUFFIXES = {
    ".yaml": "yaml",
    ".yml": "yaml",
    ".json": "json",
    ".jsonl": "lines",
    ".ndjson": "lines",
    ".txt": "text",
    ".html": "page",
    ".htm": "page",
}
STDIN = Path("-")
# What begins so is a knowledge document, or no JSON: whoever checks it may parse it.
SURELY_DOCUMENT = re.compile(r'\s*\{\s*"format"\s*:')


class Unparsed(str):
    """A line of JSON that is surely no record of an article, still to be parsed."""


@dataclass(frozen=True)
class Given:
    """One thing that a file gives: its data (the bytes of a text or page), or why it could not be parsed.

    ``line`` is where it begins, from 1; ``read`` how many bytes of the file were read with it. An extractor may have made
    the document: then the source is none in which a field could be found. ``unread`` are the keys of a record that gave it nothing.
    """

    file: str
    source: str
    line: int = 1
    data: Any = None
    refused: DocumentRefused | None = None
    read: int = 0
    is_extracted: bool = False
    unread: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """What it is: ``text`` and ``page``, of which a document can be made; so is ``record``; else it is a ``document``."""
        if isinstance(self.data, bytes):
            return kind_of(Path(self.file)) or "text"
        return "record" if is_record(self.data) else "document"

    def parsed(self) -> "Given":
        """Return it with its data parsed, or with why it cannot be."""
        return _parsed(self, json.load) if isinstance(self.data, Unparsed) else self

    def located(self, refused: DocumentRefused) -> list[Fault]:
        """Return the faults with the line of each field. The source is read a second time for it: faults are rare."""
        if all(fault.line for fault in refused.faults):
            return refused.faults
        if self.is_extracted or not self.source:
            return [Fault(fault.path, fault.message, fault.line or self.line) for fault in refused.faults]
        lines_of = yaml.lines_of if kind_of(Path(self.file)) == "yaml" else json.lines_of
        lines = lines_of(self.source, [fault.path for fault in refused.faults])
        return [Fault(fault.path, fault.message, self.line + line) for fault, line in zip(refused.faults, lines, strict=True)]


Reading = Callable[[Iterable[Path]], Iterator[Given]]


def find_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files themselves, and of folders, however deep, all files of a known kind, sorted by path."""
    for path in paths:
        if path.is_dir():
            yield from (file for file in files_in(path) if kind_of(file))
        else:
            yield path


def find_skipped(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files of the folders among the paths that ``find_files`` leaves out, but for hidden ones."""
    return (file for path in paths if path.is_dir() for file in files_in(path) if not kind_of(file))


def files_in(folder: Path) -> list[Path]:
    """Return the files of a folder, however deep, sorted by path; hidden ones and those of hidden folders left out."""
    return sorted(file for file in folder.rglob("*") if file.is_file() and not _is_hidden(file.relative_to(folder)))


def _is_hidden(file: Path) -> bool:
    return any(part.startswith(".") for part in file.parts)


def ending_of(file: Path) -> str:
    """Return the ending by which a file's kind is told, in small letters, that of what is gzipped with it; empty if it has none."""
    gz = ".gz" if file.name.lower().endswith(".gz") else ""
    return Path(file.name[: len(file.name) - len(gz)]).suffix.lower() + gz


def kind_of(file: Path) -> str | None:
    """Return how a file is to be read, by its name: yaml, json, lines, or None."""
    return "lines" if file == STDIN else SUFFIXES.get(Path(file.name.removesuffix(".gz")).suffix.lower())


def read_files(files: Iterable[Path]) -> Iterator[Given]:
    """Yield what the files hold, in order."""
    for file in files:
        yield from read_file(file)


def read_lazily(files: Iterable[Path]) -> Iterator[Given]:
    """Yield what the files hold, in order, and what surely is a document unparsed."""
    for file in files:
        yield from read_file(file, is_lazy=True)


def read_file(file: Path, *, is_lazy: bool = False) -> Iterator[Given]:
    """Yield what a file holds, in order. What cannot be read or parsed is yielded as refused, and the rest goes on."""
    kind = kind_of(file)
    if kind is None:
        yield _refused(str(file), 1, f"is of no kind that can be read; files end in {', '.join(SUFFIXES)}, or one of these and .gz")
        return
    try:
        yield from _read_lines(file, is_lazy) if kind == "lines" else _read_whole(file, kind)
    except (OSError, EOFError, zlib.error) as error:
        yield _refused(str(file), 1, f"cannot be read: {error.strerror if isinstance(error, OSError) and error.strerror else error}")


def _read_whole(file: Path, kind: str) -> Iterator[Given]:
    with _open(file) as (stream, at):
        raw = stream.read()
        read = at()
    if kind in ("text", "page"):
        yield Given(str(file), "", data=raw, read=read)
    else:
        yield _given(str(file), raw, 1, read, yaml.load if kind == "yaml" else json.load)


def _read_lines(file: Path, is_lazy: bool) -> Iterator[Given]:
    parse = _later if is_lazy else json.load
    with _open(file) as (stream, at):
        for line, raw in enumerate(stream, 1):
            if raw.strip():
                yield _given(str(file), raw.rstrip(b"\r\n"), line, at(), parse)


def _later(source: str) -> Any:
    return Unparsed(source) if SURELY_DOCUMENT.match(source) else json.load(source)


@contextmanager
def _open(file: Path) -> Iterator[tuple[BinaryIO, Callable[[], int]]]:
    """Lend the stream of a file and the means to say how far in the file, as it lies there, the reading is."""
    if file == STDIN:
        yield sys.stdin.buffer, lambda: 0
        return
    with file.open("rb") as plain:
        if file.name.endswith(".gz"):
            with gzip.open(plain) as unpacked:
                yield cast(BinaryIO, unpacked), plain.tell
        else:
            yield plain, plain.tell


def _given(file: str, raw: bytes, line: int, read: int, parse: Callable[[str], Any]) -> Given:
    try:
        source = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _refused(file, line + raw.count(b"\n", 0, error.start), f"byte {error.start} is not UTF-8", read)
    return _parsed(Given(file, source, line, read=read), parse)


def _parsed(given: Given, parse: Callable[[str], Any]) -> Given:
    try:
        return replace(given, data=parse(given.source))
    except DocumentRefused as error:
        faults = [Fault(f.path, f.message, given.line - 1 + (f.line or 1)) for f in error.faults]
        return replace(given, data=None, refused=DocumentRefused(faults))


def _refused(file: str, line: int, message: str, read: int = 0) -> Given:
    return Given(file, "", line, refused=DocumentRefused([Fault((), message, line)]), read=read)
