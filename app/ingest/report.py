"""Reports of loads: results on stdout, refusals and warnings on stderr, progress on a terminal."""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import orjson
from sqlalchemy import Engine

from app.errors import DocumentRefused, Fault
from app.ingest.loading import BATCH, LoadResult, load_files, load_waiting
from app.ingest.preparing.texts import Texts
from app.ingest.reading.files import InputItem, ReadFiles, ending_of, files_in, read_files
from app.ingest.reading.progress import progress
from app.ingest.reading.unread_keys import UnreadKeys
from app.ingest.reading.validation import validated

STATES = ("added", "changed", "same", "refused")


class Report:
    """Loads documents, writes the result of each and counts results by status."""

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
        """Read texts to attach. A text named by itself that belongs to no document is refused; one of a folder is not."""
        self._wanted = list(files)
        for file in [*files, *(found for folder in folders for found in files_in(folder))]:
            self._attached.add(file.resolve())
            try:
                self._texts.add(file)
            except (DocumentRefused, OSError) as error:
                self._refuse(str(file), f"cannot be read as a text: {error}")

    def report_skipped(self, files: Iterable[Path]) -> None:
        """Report files of folders that are not read, but for those that are attached as texts."""
        report_skipped(file for file in files if file.resolve() not in self._attached)

    def load(self, files: Sequence[Path], read: ReadFiles = read_files, jobs: int = 1, batch: int = BATCH) -> None:
        """Load the documents that ``read`` yields of the files, attach texts to documents loaded before, and write the report.

        Args:
            jobs: processes that check documents.
            batch: articles in one transaction.
        """
        files = [file for file in files if file.resolve() not in self._attached]
        with progress(files, "loading") as advance:
            self._report_all(load_files(self._engine, files, self._texts, read, jobs, batch), advance)
            self._report_all(load_waiting(self._engine, self._texts), advance)
        self._unread.write()
        unused = set(self._texts.unused())
        for file in self._wanted:
            if str(file) in unused:
                self._refuse(str(file), "its hash is that of no document's text")
        sys.stdout.write(", ".join(f"{self._tally[state]} {state}" for state in STATES) + "\n")

    def _report_all(self, results: Iterator[LoadResult], advance: Callable[[InputItem], None]) -> None:
        for result in results:
            item, outcome = result.item, result.outcome
            advance(item)
            self._unread.add(item.unread)
            for warning in result.warnings:
                sys.stderr.write(f"{item.file}:{warning.line}: warning: {warning}\n")
            _report_faults(item, result.faults)
            self._tally[outcome.status if outcome else "refused"] += 1
            if outcome:
                details = "; ".join([item.file, *outcome.changes])
                sys.stdout.write(f"{outcome.status} {outcome.article_id} {details}\n")

    def _refuse(self, file: str, reason: str) -> None:
        self._tally["refused"] += 1
        sys.stderr.write(f"{file}: refused: {reason}\n")


def report_skipped(files: Iterable[Path]) -> None:
    """Report files that are not read, on stderr: the first of each ending, and the number of others."""
    by_ending: dict[str, list[Path]] = {}
    for file in files:
        by_ending.setdefault(ending_of(file), []).append(file)
    for ending, (first, *more) in by_ending.items():
        rest = f" (and {len(more):,} more {f'that end in {ending}' if ending else 'without an ending'})" if more else ""
        sys.stderr.write(f"{first}: skipped: no format that is read{rest}\n")


def write_documents(files: Sequence[Path], read: ReadFiles, stream: BinaryIO) -> int:
    """Write the documents that ``read`` yields of the files, a line each, and faults on stderr; return the number of refused ones."""
    refused, unread = 0, UnreadKeys()
    with progress(files, "extracting", is_shown=not stream.isatty()) as advance:
        for item in read(files):
            advance(item)
            unread.add(item.unread)
            faults = _write_document(item, stream)
            _report_faults(item, faults)
            refused += bool(faults)
    unread.write()
    return refused


def _write_document(item: InputItem, stream: BinaryIO) -> list[Fault]:
    try:
        if item.refused:
            raise item.refused
        if not item.is_extracted:
            validated(item.data)
    except DocumentRefused as refused:
        return item.located(refused)
    stream.write(orjson.dumps(item.data, option=orjson.OPT_APPEND_NEWLINE))
    stream.flush()
    return []


def _report_faults(item: InputItem, faults: Iterable[Fault]) -> None:
    for fault in faults:
        sys.stderr.write(f"{item.file}:{fault.line}: refused: {fault}\n")
