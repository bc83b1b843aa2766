"""Load files and say what became of each document: results on stdout, refusals and warnings on stderr, progress on a terminal."""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from sqlalchemy import Engine

from app.errors import DocumentRefused
from app.ingest.files import find_files
from app.ingest.loading import Loaded, Texts, load_files, load_waiting

STATES = ("added", "changed", "same", "refused")


class Report:
    """Counts what became of documents while they load."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine  # the caller's, who disposes of it
        self._texts = Texts()
        self._wanted: list[Path] = []
        self._tally: Counter[str] = Counter()

    @property
    def exit_status(self) -> int:
        """1 if anything was refused."""
        return 1 if self._tally["refused"] else 0

    def add_texts(self, files: Sequence[Path], folders: Sequence[Path]) -> None:
        """Read texts to attach. Those named one by one must belong to a document; those of a folder may."""
        self._wanted = list(files)
        for file in [*files, *(found for folder in folders for found in sorted(folder.rglob("*")) if found.is_file())]:
            try:
                self._texts.add(file)
            except (DocumentRefused, OSError) as error:
                self._refuse(str(file), f"cannot be read as a text: {error}")

    def load(self, paths: Sequence[Path]) -> None:
        """Load the documents, attach texts to those loaded before, and write the report."""
        files = list(find_files(paths))
        with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as progress:
            for file in progress.track(files, description="loading"):
                self._tell_all(load_files(self._engine, [file], self._texts))
            self._tell_all(load_waiting(self._engine, self._texts))
        unused = set(self._texts.unused())
        for file in self._wanted:
            if str(file) in unused:
                self._refuse(str(file), "its hash is that of no document's text")
        sys.stdout.write(", ".join(f"{self._tally[state]} {state}" for state in STATES) + "\n")

    def _tell_all(self, loaded: Iterator[Loaded]) -> None:
        for item in loaded:
            for warning in item.warnings:
                sys.stderr.write(f"{item.given.file}:{warning.line}: warning: {warning}\n")
            for fault in item.faults:
                sys.stderr.write(f"{item.given.file}:{fault.line}: refused: {fault}\n")
            self._tally[item.outcome.status if item.outcome else "refused"] += 1
            if item.outcome:
                told = "; ".join([item.given.file, *item.outcome.changes])
                sys.stdout.write(f"{item.outcome.status} {item.outcome.article_id} {told}\n")

    def _refuse(self, file: str, why: str) -> None:
        self._tally["refused"] += 1
        sys.stderr.write(f"{file}: refused: {why}\n")
