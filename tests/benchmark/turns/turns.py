"""Measure two commits in turns: loads of the same documents, then the same requests to both archives."""

import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from tests.benchmark.archives.building import Load, measure_load
from tests.benchmark.archives.storage import Storage
from tests.benchmark.bench import log_progress
from tests.benchmark.turns.programs import Program
from tests.benchmark.turns.state import Measurement, State
from tests.benchmark.turns.summary import summarize

COPY = "copy"


@dataclass(frozen=True)
class Sizes:
    """Claims of the archive and of what is added, and how often each is measured."""

    claims: int
    added: int
    bulk_rounds: int
    append_rounds: int


def archive_name(commit: str) -> str:
    """Return the name of a commit's archive."""
    return f"archive-{commit}"


class TimeOver(Exception):
    """The time is over. What was measured is kept, and a second start goes on after it."""


@dataclass
class Turns:
    """Two programs, the commit before first, their archives, and what was measured. ``deadline`` is of ``monotonic``."""

    programs: Sequence[Program]
    folder: Path
    storage: Storage
    state: State
    deadline: float

    @property
    def log(self) -> Path:
        return self.folder / "onrecord.log"

    def archive(self, program: Program) -> str:
        return archive_name(program.name)

    def load_in_bulk(self, documents: Path, sizes: Sizes) -> None:
        """Load the documents into an empty database, by each. The first one of each is kept as its archive."""
        for number, program in self._left("bulk", sizes.bulk_rounds):
            with self.storage.empty_database(COPY) as url:
                self._run(program, "migrate", url=url)
                load = self._measured(program, documents, sizes.claims, url)
                figures = {"bytes": self.storage.size(COPY) / sizes.claims}
                if not self.storage.exists(self.archive(program)):
                    self.storage.rename(COPY, self.archive(program))
            self._keep("bulk", number, program, load, figures)

    def need_archives(self, documents: Path) -> None:
        """Load archives that are gone although their loads were measured."""
        for program in self.programs:
            if not self.storage.exists(self.archive(program)):
                log_progress(f"loading the archive of {program.name} again")
                with self.storage.empty_database(COPY) as url:
                    self._run(program, "migrate", url=url)
                    self._run(program, "ingest", str(documents), url=url)
                    self.storage.rename(COPY, self.archive(program))

    def append(self, documents: Path, sizes: Sizes) -> None:
        """Add documents to a copy of its archive, by each."""
        for number, program in self._left("append", sizes.append_rounds):
            with self.storage.copy_of(self.archive(program), COPY) as url:
                load = self._measured(program, documents, sizes.added, url)
            self._keep("append", number, program, load, {})

    def _left(self, what: str, rounds: int) -> Iterator[tuple[int, Program]]:
        """Yield rounds and programs that are still to be measured. Another one is first in each round."""
        for number in range(rounds):
            for program in self.programs[:: 1 if number % 2 == 0 else -1]:
                if self.state.find(what, number, program.name) is None:
                    log_progress(f"{what}, round {number + 1} of {rounds}: {program.name}")
                    yield number, program

    def seconds_left(self) -> float:
        """Return the seconds until the time is over.

        Raises:
            TimeOver: it is.
        """
        if (left := self.deadline - monotonic()) <= 0:
            raise TimeOver
        return left

    def _measured(self, program: Program, documents: Path, claims: int, url: str) -> Load:
        return measure_load(claims, lambda: self._run(program, "ingest", str(documents), url=url), self.storage.server_pid())

    def _run(self, program: Program, *arguments: str, url: str) -> None:
        try:
            program.run(*arguments, url=url, log=self.log, timeout_s=self.seconds_left())
        except subprocess.TimeoutExpired as error:
            raise TimeOver from error

    def _keep(self, what: str, number: int, program: Program, load: Load, figures: dict[str, float]) -> None:
        measured = {"claims": load.claims, "seconds": load.seconds, "cpu_s": load.cpu_s, "per_s": load.per_s, **figures}
        self.keep([Measurement(what, number, program.name, measured | {"cpu_ms": load.cpu_s * 1000 / load.claims})])
        log_progress(f"{load.per_s:.0f} claims a second, {load.cpu_s * 1000 / load.claims:.3f} ms CPU each")

    def keep(self, measurements: Sequence[Measurement]) -> None:
        """Write measurements at once."""
        self.state.add(*measurements, summary=summarize(self.state.settings, [*self.state.measurements, *measurements]))
