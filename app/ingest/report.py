"""Load files and say what became of each document: results on stdout, refusals and warnings on stderr, progress on a terminal."""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import orjson
from sqlalchemy import Engine

from app.errors import DocumentRefused, Fault
from app.ingest.loading import BATCH, Loaded, Texts, load_files, load_waiting
from app.ingest.reading.files import Given, Reading, ending_of, files_in, read_files
from app.ingest.reading.progress import progress
from app.ingest.reading.unread_keys import UnreadKeys
from app.ingest.reading.validation import validated

STATES = ("added", "changed", "same", "refused")


class Report:
    """Counts what became of documents while they load."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine  # the caller's, who disposes of it
        self._texts = Texts()
        self._wanted: list[Path] = []
        self._attached: set[Path] = set()  # no articles of their own, where they lie among those to load
        self._tally: Counter[str] = Counter()
        self._unread = UnreadKeys()

    @property
    def exit_status(self) -> int:
        """1 if anything was refused."""
        return 1 if self._tally["refused"] else 0

    def add_texts(self, files: Sequence[Path], folders: Sequence[Path]) -> None:
        """Read texts to attach. Those named one by one must belong to a document; those of a folder may."""
        self._wanted = list(files)
        for file in [*files, *(found for folder in folders for found in files_in(folder))]:
            self._attached.add(file.resolve())
            try:
                self._texts.add(file)
            except (DocumentRefused, OSError) as error:
                self._refuse(str(file), f"cannot be read as a text: {error}")

    def tell_skipped(self, files: Iterable[Path]) -> None:
        """Say which files of folders are not read, but for those that are attached as texts."""
        tell_skipped(file for file in files if file.resolve() not in self._attached)

    def load(self, files: Sequence[Path], read: Reading = read_files, jobs: int = 1, batch: int = BATCH) -> None:
        """Load the documents that ``read`` finds in the files, attach texts to those loaded before, and write the report.

        ``jobs`` is how many processes check documents, ``batch`` how many articles are loaded in one transaction.
        """
        files = [file for file in files if file.resolve() not in self._attached]
        with progress(files, "loading") as advance:
            self._tell_all(load_files(self._engine, files, self._texts, read, jobs, batch), advance)
            self._tell_all(load_waiting(self._engine, self._texts), advance)
        self._unread.write()
        unused = set(self._texts.unused())
        for file in self._wanted:
            if str(file) in unused:
                self._refuse(str(file), "its hash is that of no document's text")
        sys.stdout.write(", ".join(f"{self._tally[state]} {state}" for state in STATES) + "\n")

    def _tell_all(self, loaded: Iterator[Loaded], advance: Callable[[Given], None]) -> None:
        for item in loaded:
            advance(item.given)
            self._unread.add(item.given.unread)
            for warning in item.warnings:
                sys.stderr.write(f"{item.given.file}:{warning.line}: warning: {warning}\n")
            _tell_refused(item.given, item.faults)
            self._tally[item.outcome.status if item.outcome else "refused"] += 1
            if item.outcome:
                told = "; ".join([item.given.file, *item.outcome.changes])
                sys.stdout.write(f"{item.outcome.status} {item.outcome.article_id} {told}\n")

    def _refuse(self, file: str, why: str) -> None:
        self._tally["refused"] += 1
        sys.stderr.write(f"{file}: refused: {why}\n")


def tell_skipped(files: Iterable[Path]) -> None:
    """Say which files are not read, on stderr: the first of each ending, and how many more have it."""
    by_ending: dict[str, list[Path]] = {}
    for file in files:
        by_ending.setdefault(ending_of(file), []).append(file)
    for ending, (first, *more) in by_ending.items():
        rest = f" (and {len(more):,} more {f'that end in {ending}' if ending else 'without an ending'})" if more else ""
        sys.stderr.write(f"{first}: skipped: no format that is read{rest}\n")


def write_documents(files: Sequence[Path], read: Reading, stream: BinaryIO) -> int:
    """Write the documents that ``read`` finds in the files, one a line, each at once; return how many were refused, and why on stderr."""
    refused, unread = 0, UnreadKeys()
    with progress(files, "extracting", is_shown=not stream.isatty()) as advance:
        for given in read(files):
            advance(given)
            unread.add(given.unread)
            faults = _written(given, stream)
            _tell_refused(given, faults)
            refused += bool(faults)
    unread.write()
    return refused


def _written(given: Given, stream: BinaryIO) -> list[Fault]:
    try:
        if given.refused:
            raise given.refused
        if not given.is_extracted:
            validated(given.data)
    except DocumentRefused as refused:
        return given.located(refused)
    stream.write(orjson.dumps(given.data, option=orjson.OPT_APPEND_NEWLINE))
    stream.flush()
    return []


def _tell_refused(given: Given, faults: Iterable[Fault]) -> None:
    for fault in faults:
        sys.stderr.write(f"{given.file}:{fault.line}: refused: {fault}\n")
