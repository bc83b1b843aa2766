"""What every part of the benchmark is given."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import cycle
from pathlib import Path
from time import monotonic

import orjson

from tests.benchmark.archives.building import Load, label_of
from tests.benchmark.archives.storage import Databases, Files, Place
from tests.benchmark.load.client import Client
from tests.benchmark.load.rounds import Line
from tests.benchmark.requests.cases import Case, Supply
from tests.benchmark.requests.checks import canned, table_page
from tests.benchmark.requests.statements import STATEMENTS, TABLE_PAGES
from tests.benchmark.servers import serving
from tests.benchmark.servers.serving import Server

RECORDED = 50  # answers of each case that the ceiling sends in turn
Answer = tuple[dict[str, str], str]
Answers = dict[str, Answer]  # by path
SHORTEST_S, LONGEST_S = 0.05, 1.0  # of a run of requests


@dataclass
class Bench:
    """Archives by number of claims, who asks, and how many seconds the part that runs may take.

    The archives are SQLite files, which tell what is asked and what is right. With ``databases`` On Record serves the same from there,
    and Datasette, which cannot, is left out.
    """

    folder: Path
    client: Client
    archives: dict[int, Path] = field(default_factory=dict)
    loads: dict[int, Load] = field(default_factory=dict)
    seconds: float = 60
    databases: Databases | None = None
    _supplies: dict[int, Supply] = field(default_factory=dict)

    @property
    def log(self) -> Path:
        return self.folder / "log"

    @property
    def size(self) -> int:
        """Claims of the largest archive, which goals are measured at."""
        return max(self.archives)

    @property
    def archive(self) -> Path:
        return self.archives[self.size]

    def cases(self, size: int | None = None) -> dict[str, Case]:
        """Return all cases of an archive, with nothing asked yet."""
        size = size or self.size
        if size not in self._supplies:
            self._supplies[size] = Supply(self.archives[size])
        return self._supplies[size].cases()

    @property
    def place(self) -> Place:
        """Where On Record reads and writes."""
        return self.databases or Files(self.folder)

    def url(self, size: int | None = None) -> str:
        """Return where On Record finds an archive."""
        return self.place.url(label_of(size or self.size))

    @contextmanager
    def onrecord(self, workers: int = 1, size: int | None = None, target: str = "/readyz") -> Iterator[Server]:
        """Serve an archive; what PostgreSQL takes for it counts, too."""
        beside = self.databases.server_pid() if self.databases else None
        with serving.onrecord(self.url(size), self.log, workers, target) as server:
            yield replace(server, beside=beside)

    @contextmanager
    def datasette(self) -> Iterator[Server | None]:
        if self.databases:
            yield None
            return
        with serving.datasette(self.archive, STATEMENTS, self.log) as server:
            yield server

    @contextmanager
    def ceiling(self, answers: Answers, workers: int = 1) -> Iterator[Server]:
        """Serve recorded answers by path."""
        file = self.folder / "answers.json"
        file.write_bytes(orjson.dumps(answers))
        with serving.ceiling(file, self.log, workers) as server:
            yield server

    def seconds_of(self, runs: int) -> float:
        """How long a run of requests may be, if the part that runs has so many."""
        return min(max(self.seconds / runs, SHORTEST_S), LONGEST_S)

    def lines(self, case: Case, ours: Server, theirs: Server | None = None, ceiling: Server | None = None) -> dict[str, Line]:
        """Return a line for each server: the case's requests, the same at Datasette, what was ``recorded`` at the ceiling."""
        lines = {"onrecord": Line(self.client, ours, (asked.target for asked in case.requests), case.number)}
        if theirs:
            same = self.cases()[case.name]
            lines["datasette"] = Line(self.client, theirs, (canned(same, asked) for asked in same.requests), same.number)
        if theirs and case.statement in TABLE_PAGES:
            again = self.cases()[case.name]
            lines["datasette_table"] = Line(self.client, theirs, (table_page(again, asked) for asked in again.requests), again.number)
        if ceiling:
            lines["ceiling"] = Line(self.client, ceiling, cycle(f"/{case.name}/{number}" for number in range(RECORDED)))
        return lines


def recorded(server: Server, case: Case) -> Answers:
    """Ask some of a case's requests; return the answers by paths of their own, for the ceiling to send in turn."""
    targets = [asked.target for asked in case.take(min(RECORDED, case.number // 4))]
    return {f"/{case.name}/{number}": answer_of(server, targets[number % len(targets)]) for number in range(RECORDED)}


def answer_of(server: Server, target: str) -> Answer:
    """Ask once; return headers and body as they can be sent again."""
    _, headers, body = server.get(target)
    return {name: value for name, value in headers.items() if name not in ("date", "server")}, body.decode()


def say(line: str, started: float = monotonic()) -> None:
    """Tell a person what is done now."""
    sys.stderr.write(f"{monotonic() - started:6.0f} s  {line}\n")
