"""Files to parsed documents: YAML, JSON and JSON Lines, plain or gzipped, each with the means to say in which line a field stands."""

import gzip
import sys
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.errors import DocumentRefused, Fault
from app.ingest import json_loader, yaml_loader

SUFFIXES = {".yaml": "yaml", ".yml": "yaml", ".json": "json", ".jsonl": "lines", ".ndjson": "lines"}
STDIN = Path("-")


@dataclass(frozen=True)
class Given:
    """One document as a file gives it: its data, or why it could not be parsed. ``line`` is where it begins, from 1."""

    file: str
    source: str
    line: int = 1
    data: Any = None
    refused: DocumentRefused | None = None

    def located(self, refused: DocumentRefused) -> list[Fault]:
        """Return the faults with the line of each field. The source is read a second time for it: faults are rare."""
        if all(fault.line for fault in refused.faults):
            return refused.faults
        lines_of = yaml_loader.lines_of if kind_of(Path(self.file)) == "yaml" else json_loader.lines_of
        lines = lines_of(self.source, [fault.path for fault in refused.faults])
        return [Fault(fault.path, fault.message, self.line + line) for fault, line in zip(refused.faults, lines, strict=True)]


def find_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files themselves, and of folders, however deep, all files of a known kind, sorted by path."""
    for path in paths:
        if path.is_dir():
            yield from sorted(
                file for file in path.rglob("*") if file.is_file() and kind_of(file) and not _is_hidden(file.relative_to(path))
            )
        else:
            yield path


def _is_hidden(file: Path) -> bool:
    return any(part.startswith(".") for part in file.parts)


def kind_of(file: Path) -> str | None:
    """Return how a file is to be read, by its name: yaml, json, lines, or None."""
    return "lines" if file == STDIN else SUFFIXES.get(Path(file.name.removesuffix(".gz")).suffix.lower())


def read_file(file: Path) -> Iterator[Given]:
    """Yield the documents of a file, in order. What cannot be read or parsed is yielded as refused, and the rest goes on."""
    kind = kind_of(file)
    if kind is None:
        yield _refused(str(file), "", 1, f"is of no kind that can be read; files end in {', '.join(SUFFIXES)}, or one of these and .gz")
        return
    try:
        yield from _read_lines(file) if kind == "lines" else _read_whole(file, kind)
    except (OSError, EOFError, zlib.error) as error:
        yield _refused(str(file), "", 1, f"cannot be read: {error.strerror if isinstance(error, OSError) and error.strerror else error}")


def _read_whole(file: Path, kind: str) -> Iterator[Given]:
    with _open(file) as stream:
        raw = stream.read()
    yield _given(str(file), raw, 1, yaml_loader.load if kind == "yaml" else json_loader.load)


def _read_lines(file: Path) -> Iterator[Given]:
    with _open(file) as stream:
        for line, raw in enumerate(stream, 1):
            if raw.strip():
                yield _given(str(file), raw.rstrip(b"\r\n"), line, json_loader.load)


def _open(file: Path) -> Any:
    if file == STDIN:
        return sys.stdin.buffer
    return gzip.open(file, "rb") if file.name.endswith(".gz") else file.open("rb")


def _given(file: str, raw: bytes, line: int, parse: Any) -> Given:
    try:
        source = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _refused(file, "", line + raw.count(b"\n", 0, error.start), f"byte {error.start} is not UTF-8")
    try:
        return Given(file, source, line, parse(source))
    except DocumentRefused as error:
        return Given(
            file, source, line, refused=DocumentRefused([Fault(f.path, f.message, line - 1 + (f.line or 1)) for f in error.faults])
        )


def _refused(file: str, source: str, line: int, message: str) -> Given:
    return Given(file, source, line, refused=DocumentRefused([Fault((), message, line)]))
