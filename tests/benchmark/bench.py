"""Context of a benchmark run: archives, servers, the load client and the time that a part may take."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import cycle
from pathlib import Path
from time import monotonic

import orjson

from tests.benchmark.archives.building import Load, size_label
from tests.benchmark.archives.storage import PostgresDatabases, SqliteFiles, Storage
from tests.benchmark.load.client import Client
from tests.benchmark.load.rounds import RequestSeries
from tests.benchmark.requests.cases import ArchiveCases, Case
from tests.benchmark.requests.checks import canned_query_target, table_page_target
from tests.benchmark.requests.statements import STATEMENTS, TABLE_PAGES
from tests.benchmark.servers import serving
from tests.benchmark.servers.serving import Server

RECORDED = 50  # answers of each case that the ceiling repeats
RecordedAnswer = tuple[dict[str, str], str]
RecordedAnswers = dict[str, RecordedAnswer]  # by path
SHORTEST_S, LONGEST_S = 0.05, 1.0  # of a run of requests


@dataclass
class Bench:
    """Archives by number of claims, the load client, and the seconds that the running part may take.

    Beside each archive stands the reference file of the same documents: a SQLite file with plain tables. Requests and expected answers
    are read from it, and Datasette serves it. With ``databases`` On Record serves the same claims from PostgreSQL, and Datasette, which
    cannot, is left out.
    """

    folder: Path
    client: Client
    references: dict[int, Path] = field(default_factory=dict)
    loads: dict[int, Load] = field(default_factory=dict)
    seconds: float = 60
    databases: PostgresDatabases | None = None
    _cases_by_size: dict[int, ArchiveCases] = field(default_factory=dict)

    @property
    def log(self) -> Path:
        return self.folder / "log"

    @property
    def size(self) -> int:
        """Claims of the largest archive, in which goals are measured."""
        return max(self.references)

    @property
    def reference(self) -> Path:
        """The reference file of the largest archive."""
        return self.references[self.size]

    def cases(self, size: int | None = None) -> dict[str, Case]:
        """Return all cases of an archive, each with all its requests left."""
        size = size or self.size
        if size not in self._cases_by_size:
            self._cases_by_size[size] = ArchiveCases(self.references[size])
        return self._cases_by_size[size].cases()

    @property
    def storage(self) -> Storage:
        """The storage that On Record reads and writes."""
        return self.databases or SqliteFiles(self.folder)

    def url(self, size: int | None = None) -> str:
        """Return the database URL of an archive."""
        return self.storage.url(size_label(size or self.size))

    @contextmanager
    def onrecord(self, workers: int = 1, size: int | None = None, target: str = "/readyz") -> Iterator[Server]:
        """Serve an archive by On Record. CPU of the PostgreSQL server is counted too."""
        beside = self.storage.server_pid()
        with serving.onrecord(self.url(size), self.log, workers, target) as server:
            yield replace(server, beside=beside)

    @contextmanager
    def datasette(self) -> Iterator[Server | None]:
        """Serve the reference file of the largest archive by Datasette; None where On Record reads from PostgreSQL."""
        if self.databases:
            yield None
            return
        with serving.datasette(self.reference, STATEMENTS, self.log) as server:
            yield server

    @contextmanager
    def ceiling(self, answers: RecordedAnswers, workers: int = 1) -> Iterator[Server]:
        """Serve recorded answers, by path, from memory."""
        file = self.folder / "answers.json"
        file.write_bytes(orjson.dumps(answers))
        with serving.ceiling(file, self.log, workers) as server:
            yield server

    def seconds_of(self, runs: int) -> float:
        """Return the seconds that a run of requests may take in a part with this number of runs."""
        return min(max(self.seconds / runs, SHORTEST_S), LONGEST_S)

    def series(self, case: Case, ours: Server, theirs: Server | None = None, ceiling: Server | None = None) -> dict[str, RequestSeries]:
        """Return the requests of a case for each server: as they are, translated for Datasette, and recorded answers for the ceiling."""
        series = {"onrecord": RequestSeries(self.client, ours, (request.target for request in case.requests), case.number)}
        if theirs:
            same = self.cases()[case.name]
            series["datasette"] = RequestSeries(
                self.client, theirs, (canned_query_target(same, request) for request in same.requests), same.number
            )
        if theirs and case.statement in TABLE_PAGES:
            again = self.cases()[case.name]
            series["datasette_table"] = RequestSeries(
                self.client, theirs, (table_page_target(again, request) for request in again.requests), again.number
            )
        if ceiling:
            series["ceiling"] = RequestSeries(self.client, ceiling, cycle(f"/{case.name}/{number}" for number in range(RECORDED)))
        return series


def record_answers(server: Server, case: Case) -> RecordedAnswers:
    """Send some requests of a case; return the answers under paths of their own, for the ceiling to send."""
    targets = [request.target for request in case.take(min(RECORDED, case.number // 4))]
    return {f"/{case.name}/{number}": record_answer(server, targets[number % len(targets)]) for number in range(RECORDED)}


def record_answer(server: Server, target: str) -> RecordedAnswer:
    """Send a request; return headers and body of the answer, ready to be sent again."""
    _, headers, body = server.get(target)
    return {name: value for name, value in headers.items() if name not in ("date", "server")}, body.decode()


def log_progress(line: str, started: float = monotonic()) -> None:
    """Write a line of progress to stderr, with the seconds since the start."""
    sys.stderr.write(f"{monotonic() - started:6.0f} s  {line}\n")
