"""Reports of loads: results on stdout, refusals and warnings on stderr, progress."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Engine

from app.errors import DocumentRefused, Fault
from app.ingest.findings import FindingWarnings
from app.ingest.loading import BATCH, LoadResult, attach_to_stored, load_files
from app.ingest.preparing.texts import Texts
from app.ingest.reading.files import InputItem, ReadFiles, ending_of, files_in, read_files, reason_to_skip
from app.ingest.reading.limits import NO_SETTINGS, ReadingLimits
from app.ingest.reading.progress import progress
from app.ingest.reading.unread_keys import UnreadKeys
from app.ingest.reading.validation import validated
from app.ingest.report_lines import ReportLines
from app.terms.vocabulary import TextPolicy

STATUSES = ("added", "changed", "same", "refused")


class Report:
    """Loads documents, writes the result of each and counts results by status."""

    def __init__(self, engine: Engine, limits: ReadingLimits = NO_SETTINGS, policy: TextPolicy = "full") -> None:
        self._engine, self._policy = engine, policy  # the caller disposes of the engine
        self._texts = Texts(limits)
        self._named_texts: list[Path] = []
        self._text_files: set[Path] = set()  # not loaded as articles, even where they lie among the files to load
        self._tally: Counter[str] = Counter()
        self._unread = UnreadKeys()
        self._findings = FindingWarnings()
        self._lines = ReportLines()

    @property
    def exit_status(self) -> int:
        """2 if the report could not be written, else 1 if anything was refused."""
        return 2 if self._lines.is_lost else 1 if self._tally["refused"] else 0

    def add_texts(self, files: Sequence[Path], folders: Sequence[Path]) -> None:
        """Read texts to attach. A text of ``files`` that belongs to no document is refused; one of ``folders`` is not."""
        self._named_texts = list(files)
        for file in [*files, *(file for folder in folders for file in files_in(folder))]:
            self._text_files.add(file.resolve())
            try:
                self._texts.add(file)
            except (DocumentRefused, OSError) as error:
                self._refuse(str(file), f"cannot be read as a text: {error}")

    def report_skipped(self, files: Iterable[Path]) -> None:
        """Report files of folders that are not read, except for those read as texts to attach."""
        report_skipped((file for file in files if Path(os.path.realpath(file)) not in self._text_files), self._lines)

    def load(
        self, files: Sequence[Path], read: ReadFiles = read_files, jobs: int = 1, batch: int = BATCH, *, is_new_revision: bool = False
    ) -> None:
        """Load the documents that ``read`` yields from the files, attach texts to documents loaded before, and write the report.

        If the report cannot be written, all is loaded nevertheless.

        Args:
            jobs: number of processes that check documents.
            batch: number of articles in one transaction, at most.
            is_new_revision: as ``load_files`` takes it.
        """
        files = [file for file in files if file.resolve() not in self._text_files]
        try:
            with progress(files, "loading") as advance:
                options = (read, jobs, batch, advance, self._policy)
                self._report_all(load_files(self._engine, files, self._texts, *options, is_new_revision=is_new_revision))
                self._report_all(attach_to_stored(self._engine, self._texts, advance))
            self._report_totals()
        finally:
            self._lines.flush()

    def _report_totals(self) -> None:
        self._findings.write(self._lines.problem)
        self._unread.write(self._lines.problem)
        unused = set(self._texts.unused())
        for file in self._named_texts:
            if str(file) in unused:
                self._refuse(str(file), "its hash is that of no document's text")
        statuses = (*STATUSES, *(["withdrawn"] if self._tally["withdrawn"] else []))
        self._lines.result(", ".join(f"{self._tally[status]} {status}" for status in statuses))

    def _report_all(self, results: Iterator[LoadResult]) -> None:
        for result in results:
            item, outcome = result.item, result.outcome
            self._unread.add(item.unread_keys)
            _report_warnings(item, self._lines)
            for warning in result.warnings:
                self._lines.problem(f"{item.file}:{warning.line}: warning: {warning}")
            _report_faults(item, result.faults, self._lines)
            self._tally[outcome.status if outcome else "refused"] += 1
            if outcome:
                found = [f"{item.file}: {result.findings}" if outcome.status == "added" else item.file]
                self._lines.result(f"{outcome.status} {outcome.article_id} {'; '.join([*found, *outcome.changes])}")
            if outcome and result.findings and outcome.status in ("added", "changed"):
                self._findings.add(item.file, result.findings)

    def _refuse(self, file: str, reason: str) -> None:
        self._tally["refused"] += 1
        self._lines.problem(f"{file}: refused: {reason}")


def report_skipped(files: Iterable[Path], lines: ReportLines) -> None:
    """Report on stderr what is not read: for each reason and ending the first file, and how many others there are."""
    groups: dict[tuple[str, str], list[Path]] = {}
    for file in files:
        groups.setdefault((reason_to_skip(file), ending_of(file)), []).append(file)
    for (reason, ending), (first, *more) in groups.items():
        rest = f" (and {len(more):,} more {f'that end in {ending}' if ending else 'without an ending'})" if more else ""
        lines.problem(f"{first}: skipped: {reason}{rest}")


class Written(NamedTuple):
    """Numbers of documents that were written, and of items that were refused."""

    documents: int
    refused: int


def write_documents(files: Sequence[Path], read: ReadFiles, write: Callable[[dict[str, Any]], object], *, is_shown: bool) -> Written:
    """Hand the documents that ``read`` yields from the files to ``write``, and write faults on stderr; progress too, if ``is_shown``."""
    documents, refused, unread, lines = 0, 0, UnreadKeys(), ReportLines()
    with progress(files, "extracting", is_shown=is_shown) as advance:
        for item in read(files):
            advance([item], 0)
            unread.add(item.unread_keys)
            _report_warnings(item, lines)
            faults = _write_document(item, write)
            _report_faults(item, faults, lines)
            refused += bool(faults)
            documents += not faults
    unread.write(lines.problem)
    return Written(documents, refused)


def _write_document(item: InputItem, write: Callable[[dict[str, Any]], object]) -> list[Fault]:
    try:
        if item.refused:
            raise item.refused
        if not item.is_extracted:
            validated(item.data)
    except DocumentRefused as refused:
        return item.with_lines(refused)
    write(item.data)
    return []


def _report_warnings(item: InputItem, lines: ReportLines) -> None:
    for warning in item.warnings:
        lines.problem(f"{item.file}:{item.line}: warning: {warning}")


def _report_faults(item: InputItem, faults: Iterable[Fault], lines: ReportLines) -> None:
    for fault in faults:
        lines.problem(f"{item.file}:{fault.line}: refused: {fault}")
