"""Read the items of files, plain or gzipped: documents and records in YAML, JSON and JSON Lines, texts and pages.

Each item can find the line of a field in its source, for faults.
"""

import gzip
import re
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BufferedReader
from itertools import count
from pathlib import Path
from typing import Any, BinaryIO, cast

from app.errors import DocumentRefused, Fault
from app.extract.text.encodings import text_in_utf8
from app.extract.text.record_keys import is_record
from app.ingest.reading import json, yaml
from app.ingest.reading.formats.found import Found, warnings_of
from app.ingest.reading.formats.table import ENDINGS, HEAD, reader_of
from app.ingest.reading.limits import NO_SETTINGS, BoundedUnpacking, ReadingLimits, TooLarge
from app.ingest.reading.lists import articles_in

SUFFIXES = {
    ".yaml": "yaml",
    ".yml": "yaml",
    ".json": "json",
    ".jsonl": "lines",
    ".ndjson": "lines",
    ".txt": "text",
    ".html": "page",
    ".htm": "page",
    **dict.fromkeys(ENDINGS, "export"),
}
STDIN = Path("-")
# A line or file with this beginning is a knowledge document or no JSON at all, so it can be parsed later, in another process.
DOCUMENT_START = re.compile(r'\s*\{\s*"format"\s*:')


class UnparsedJson(str):
    """A line, or a whole file, that is not parsed yet: JSON that is no record of an article, or no JSON at all."""


@dataclass(frozen=True)
class InputItem:
    """A document, record, text or page of a file: its data (bytes of a text or page), or the faults that kept it from being parsed.

    ``line`` is its first line, from 1; ``bytes_read`` the number of bytes of the file read so far; ``unread_keys`` the keys of a
    record that are not read; ``warnings`` what a reader found doubtful. If ``is_extracted``, an extractor made the data, and fields
    have no line in the source.
    """

    file: str
    source: str
    line: int = 1
    data: Any = None
    refused: DocumentRefused | None = None
    bytes_read: int = 0
    is_extracted: bool = False
    unread_keys: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """Kind of item: ``document``, or ``text``, ``page`` or ``record``, from which a document can be extracted."""
        if isinstance(self.data, bytes):
            return kind_of(Path(self.file)) or "text"
        return "record" if is_record(self.data) else "document"

    def parsed(self) -> "InputItem":
        """Return the item with its data parsed; as refused if that fails."""
        return _parse(self, json.load) if isinstance(self.data, UnparsedJson) else self

    def with_lines(self, refused: DocumentRefused) -> list[Fault]:
        """Return the faults with the line of each field. Faults are rare: only for them the source is parsed again, for the lines."""
        if all(fault.line for fault in refused.faults):
            return refused.faults
        if self.is_extracted or not self.source:
            return [Fault(fault.path, fault.message, fault.line or self.line) for fault in refused.faults]
        lines_of = yaml.lines_of if kind_of(Path(self.file)) == "yaml" else json.lines_of
        lines = lines_of(self.source, [fault.path for fault in refused.faults])
        return [Fault(fault.path, fault.message, self.line + line) for fault, line in zip(refused.faults, lines, strict=True)]


ReadFiles = Callable[[Iterable[Path]], Iterator[InputItem]]
Parse = Callable[[str], Any]


def find_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield each file, and in place of a folder all files of a known kind in it, however deep, sorted by path."""
    for path in paths:
        if path.is_dir():
            yield from (file for file in files_in(path) if kind_of(file))
        else:
            yield path


def find_skipped(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield what ``find_files`` leaves out of folders, except for what is hidden; links, pipes and devices are left out, too."""
    return (file for path in paths if path.is_dir() for file in _entries_of(path) if not (file.is_file() and kind_of(file)))


def reason_to_skip(file: Path) -> str:
    """Return why ``find_files`` leaves something out of a folder."""
    if file.is_file():
        return "no format that is read"
    if file.is_symlink() and not file.exists():
        return "a link to nothing"
    return "a link to a folder, which is not followed" if file.is_dir() else "no file, but a pipe, socket or device"


def files_in(folder: Path) -> list[Path]:
    """Return the files of a folder, however deep, sorted by path, without hidden files and hidden folders."""
    return [file for file in _entries_of(folder) if file.is_file()]


def _entries_of(folder: Path) -> list[Path]:
    """Return what is in a folder and the folders in it, sorted by path: not what is hidden, and folders only if they are links."""
    entries = (each for each in folder.rglob("*") if each.is_symlink() or not each.is_dir())
    return sorted(each for each in entries if not _is_hidden(each.relative_to(folder)))


def _is_hidden(file: Path) -> bool:
    return any(part.startswith(".") for part in file.parts)


def ending_of(file: Path) -> str:
    """Return the ending that decides a file's kind, in lower case, with ``.gz`` where it has that: ``.json.gz``; empty if there is none."""
    return Path(_unpacked_name(file)).suffix.lower() + (".gz" if _is_packed(file) else "")


def _is_packed(file: Path) -> bool:
    return file.name.lower().endswith(".gz")


def _unpacked_name(file: Path) -> str:
    return file.name[: -len(".gz")] if _is_packed(file) else file.name


def kind_of(file: Path) -> str | None:
    """Return the kind of a file by its name: a value of ``SUFFIXES``; None if it cannot be read."""
    return "lines" if file == STDIN else SUFFIXES.get(_unpacked_ending(file))


def _unpacked_ending(file: Path) -> str:
    return Path(_unpacked_name(file)).suffix.lower()


def read_files(files: Iterable[Path], limits: ReadingLimits = NO_SETTINGS) -> Iterator[InputItem]:
    """Yield the items of files, in order."""
    for file in files:
        yield from read_file(file, limits)


def read_lazily(files: Iterable[Path], limits: ReadingLimits = NO_SETTINGS) -> Iterator[InputItem]:
    """Yield the items of files, in order; JSON that can only be documents is not parsed yet."""
    for file in files:
        yield from read_file(file, limits, is_lazy=True)


def read_file(file: Path, limits: ReadingLimits = NO_SETTINGS, *, is_lazy: bool = False) -> Iterator[InputItem]:
    """Yield the items of a file, in order. An item that cannot be read or parsed is yielded as refused, and others follow."""
    kind = kind_of(file)
    if kind is None:
        yield _refused(str(file), 1, f"is of no kind that can be read; files end in {', '.join(SUFFIXES)}, or one of these and .gz")
        return
    try:
        parse_json = _parse_or_defer if is_lazy else json.load
        yield from _read_lines(file, limits, parse_json) if kind == "lines" else _read_whole(file, limits, kind, parse_json)
    except TooLarge as error:
        yield _refused(str(file), 1, str(error))
    except DocumentRefused as refused:
        yield InputItem(str(file), "", refused=refused)
    except (OSError, EOFError, zlib.error) as error:
        yield _refused(str(file), 1, f"cannot be read: {error.strerror if isinstance(error, OSError) and error.strerror else error}")


def _read_whole(file: Path, limits: ReadingLimits, kind: str, parse_json: Parse) -> Iterator[InputItem]:
    with _open(file, limits) as (stream, position):
        if read := reader_of(_unpacked_ending(file), cast(BufferedReader, stream).peek(HEAD)[:HEAD]):
            yield from (_found_item(str(file), found, position()) for found in read(stream, limits))
            return
        if kind in ("text", "page"):
            yield _raw_item(str(file), kind, limits.read_whole(stream), 1, position())
            return
        item = _decoded(str(file), limits.read_whole(stream), 1, position())  # no name holds the bytes while they are parsed
    yield from _each_in_list(_parse(item, yaml.load if kind == "yaml" else parse_json))


def _found_item(file: str, found: Found, bytes_read: int) -> InputItem:
    if found.refused is not None:
        return _refused(file, found.line, found.refused, bytes_read)
    return InputItem(file, "", found.line, found.record, bytes_read=bytes_read, warnings=found.warnings)


def _raw_item(file: str, kind: str, raw: bytes, line: int, bytes_read: int = 0) -> InputItem:
    if kind == "page":
        return InputItem(file, "", line, raw, bytes_read=bytes_read)
    text, guessed = text_in_utf8(raw)
    return InputItem(file, "", line, text, bytes_read=bytes_read, warnings=warnings_of(guessed))


def _each_in_list(item: InputItem) -> Iterator[InputItem]:
    """Yield an item for each article where the item is a list of them; else the item."""
    found = articles_in(item.data)
    if not found:
        yield item
        return
    lines = (yaml if kind_of(Path(item.file)) == "yaml" else json).lines_of(item.source, [path for path, _ in found])
    for (_, data), line in zip(found, lines, strict=True):
        yield replace(item, data=data, source="", line=item.line + line)


def _read_lines(file: Path, limits: ReadingLimits, parse: Parse) -> Iterator[InputItem]:
    with _open(file, limits) as (stream, position):
        for line in count(1):
            item = _line_item(str(file), limits.read_line(stream), line, position, limits)
            if item is None:
                return
            if item.refused or item.source:
                yield _parse(item, parse)


def _line_item(file: str, raw: bytes | None, line: int, position: Callable[[], int], limits: ReadingLimits) -> InputItem | None:
    """Return the item of a line, not parsed yet: without a source if the line is blank; None at the end."""
    if raw is None:
        return _refused(file, line, limits.too_large, position())
    return _decoded(file, b"" if raw.isspace() else raw.rstrip(b"\r\n"), line, position()) if raw else None


def _parse_or_defer(source: str) -> Any:
    return UnparsedJson(source) if DOCUMENT_START.match(source) else json.load(source)


@contextmanager
def _open(file: Path, limits: ReadingLimits) -> Iterator[tuple[BinaryIO, Callable[[], int]]]:
    """Lend a stream of a file's content, unpacked, and a function that returns how many bytes of the file itself were read."""
    if file == STDIN:
        yield sys.stdin.buffer, lambda: 0
        return
    with file.open("rb") as plain:
        if _is_packed(file):
            with gzip.open(plain) as unpacked:
                yield BoundedUnpacking.buffered(cast(BinaryIO, unpacked), plain.tell, limits), plain.tell
        else:
            yield plain, plain.tell


def read_posted(name: str, raw: bytes, line: int = 1) -> InputItem:
    """Return the item of what was posted: of JSON, unless the name ends as that of another kind; as refused if it cannot be parsed.

    Args:
        line: the first, in what was posted.
    """
    kind = kind_of(Path(name))
    if kind in ("text", "page"):
        return _raw_item(name, kind, raw, line)
    return _parse(_decoded(name, raw, line, 0), yaml.load if kind == "yaml" else json.load)


def _decoded(file: str, raw: bytes, line: int, bytes_read: int) -> InputItem:
    """Return the item of some bytes, not parsed yet; as refused if they are no text."""
    try:
        return InputItem(file, raw.decode("utf-8-sig"), line, bytes_read=bytes_read)
    except UnicodeDecodeError as error:
        return _refused(file, line + raw.count(b"\n", 0, error.start), f"byte {error.start} is not UTF-8", bytes_read)


def _parse(item: InputItem, parse: Parse) -> InputItem:
    """Return the item with its data; as refused if its source cannot be parsed."""
    if item.refused:
        return item
    try:
        data = parse(item.source)
        return replace(item, data=data, source=data if isinstance(data, UnparsedJson) else item.source)  # large ones are there once
    except DocumentRefused as error:
        faults = [Fault(fault.path, fault.message, item.line - 1 + (fault.line or 1)) for fault in error.faults]
        return replace(item, data=None, refused=DocumentRefused(faults))


def _refused(file: str, line: int, message: str, bytes_read: int = 0) -> InputItem:
    return InputItem(file, "", line, refused=DocumentRefused([Fault((), message, line)]), bytes_read=bytes_read)
