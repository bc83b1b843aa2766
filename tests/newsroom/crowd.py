"""Fifty readers beside ten writers on SQLite: ``python -m tests.newsroom.crowd [--minutes 5]``.

Serves an archive, and measures readers alone, then beside writers who post, import, revise, correct, merge and withdraw, then alone again.
All make pauses, half a second on the average unless it is said otherwise. Prints statuses, and how many times as long the slowest hundredth
of reads took beside writers. Exit status 1 if the database was locked for anybody, an answer was a 5xx, or that is over three times.
"""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from random import Random
from threading import Event, Thread
from typing import Any, NamedTuple
from urllib.parse import quote

from app.database.engines import write_engine
from app.ingest.administering.keys import create_key
from app.terms.api_keys import SCOPES
from tests.abuse.helpers import Helper, helper
from tests.abuse.prober import Probe
from tests.api.servers import serving
from tests.benchmark.archives.building import build_archive, size_label
from tests.benchmark.archives.storage import SqliteFiles
from tests.newsroom.day import Day
from tests.newsroom.desk import Desk
from tests.newsroom.judging import wait_for_jobs

READERS, WRITERS, CLAIMS, PAUSE_S = 50, 10, 20_000, 0.5
MOST_TIMES = 3.0
LOCKED = "database is locked"
PEACE_SHARE = 0.4  # of the time beside writers, in which readers are alone, half before and half after
MOST_IMPORTED = 20
STORIES_OF_A_WRITER = 1_000_000
LISTS = (
    *("/v1/claims?limit=20&speaker={speaker}", "/v1/claims?limit=20&kind={kind}&speaker={speaker}", "/v1/claims?limit=20&q={word}"),
    *("/v1/speakers/{speaker}", "/v1/claims/{claim}", "/v1/claims/{claim}", "/v1/articles/{article}", "/v1/claims?article={article}"),
    *("/v1/claims?limit=20", "/v1/articles?limit=20", "/v1/events?limit=20", "/v1/speakers?limit=20", "/v1/stats"),
)


class Undisturbed:
    """Nobody disturbs writers, and nothing is begun beside them."""

    def call(self, write: str) -> None:
        """Do nothing."""

    def begin(self, *arguments: str) -> None:
        """Do nothing."""


class Writer:
    """A desk with a key of its own, and its day, in a thread."""

    def __init__(self, address: str, url: str, number: int) -> None:
        self.desk = Desk([address], _create_key(url, number))
        self.day = Day(self.desk, number, MOST_IMPORTED, Undisturbed(), number * STORIES_OF_A_WRITER + 1)
        self.failure: BaseException | None = None
        self._chance = Random(number)

    def write_until(self, is_over: Event, pause_s: float) -> None:
        """Do one thing after another, with pauses of this length on the average."""
        try:
            while not is_over.wait(self._chance.uniform(0, 2 * pause_s)):
                self.day.step()
        except Exception as error:  # it is reported at the end
            self.failure = error


class Felt(NamedTuple):
    """What readers felt."""

    probes: Sequence[Probe]

    def ms(self, share: float) -> float:
        """Return within how many ms this share of the answers came."""
        took = sorted(ms for _, ms in self.probes)
        return took[min(len(took) - 1, int(len(took) * share))]

    @property
    def statuses(self) -> Counter[str]:
        return Counter(f"GET {status or 'none'}" for status, _ in self.probes)

    def report(self) -> str:
        """Return it in words."""
        return f"{_counted(self.statuses)}; p50 {self.ms(0.5):.1f} ms, p99 {self.ms(0.99):.1f} ms"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; return how many goals were missed."""
    options = _parse_arguments(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        storage = SqliteFiles(folder)
        build_archive(storage, folder, options.claims, folder / "build.log")
        with storage.copy_of(size_label(options.claims), "crowd") as url:
            missed = [*_measure(url, folder, options)]
    for each in missed:
        _say(f"MISSED: {each}")
    return len(missed)


def _measure(url: str, folder: Path, options: argparse.Namespace) -> Iterator[str]:
    log = folder / "server.log"
    with serving(url, log, ONRECORD_LOG_LEVEL="warning") as (_, address), helper("tests.newsroom.readers") as readers:
        writers = [Writer(address, url, number) for number in range(options.writers)]
        with ExitStack() as stack:
            for writer in writers:
                stack.enter_context(closing(writer.desk))
            desk = writers[0].desk
            job = {"port": int(address.rpartition(":")[2]), "readers": options.readers, "pause_s": options.pause, "targets": _targets(desk)}
            peace_s = options.minutes * 60 * PEACE_SHARE / 2
            before = _felt(readers, job, peace_s)
            beside = _beside(writers, readers, job, options)
            wait_for_jobs(desk)
            after = _felt(readers, job, peace_s)
    yield from _report(writers, before, beside, after, log.read_text().count(LOCKED))


def _beside(writers: Sequence[Writer], readers: Helper, job: dict[str, Any], options: argparse.Namespace) -> Felt:
    is_over = Event()
    threads = [Thread(target=writer.write_until, args=[is_over, options.writing_pause]) for writer in writers]
    for thread in threads:
        thread.start()
    try:
        return _felt(readers, job, options.minutes * 60)
    finally:
        is_over.set()
        for thread in threads:
            thread.join()


def _felt(readers: Helper, job: dict[str, Any], seconds: float) -> Felt:
    return Felt([(status, ms) for status, ms in readers.run({**job, "seconds": seconds})])


def _report(writers: Sequence[Writer], before: Felt, beside: Felt, after: Felt, locked: int) -> Iterator[str]:
    """Print what was measured; yield the goals that were missed."""
    steps, statuses = (
        sum(counters, Counter[str]()) for counters in ([each.day.steps for each in writers], [each.desk.statuses for each in writers])
    )
    peace = Felt([*before.probes, *after.probes])
    times = beside.ms(0.99) / peace.ms(0.99)
    errors = sum(number for status, number in (statuses + beside.statuses + peace.statuses).items() if not status.split()[1] < "5")
    for name, felt in (("before", before), ("beside writers", beside), ("after", after)):
        _say(f"readers {name}: {felt.report()}")
    _say(f"writers: {_counted(steps)}")
    _say(f"their answers: {_counted(statuses)}")
    _say(f"{LOCKED}: {locked}; answers of 500 and more, or none: {errors}; p99 of reads {times:.1f} times that without writers")
    if locked:
        yield f"{LOCKED} stands {locked} times in the log"
    if errors:
        yield f"{errors} answers of 500 and more, or none"
    if times > MOST_TIMES:
        yield f"p99 of reads beside writers is {times:.1f} times that without, over {MOST_TIMES:g}"
    yield from (f"a writer stopped: {each.failure!r}" for each in writers if each.failure)


def _targets(desk: Desk) -> list[str]:
    """Return what readers ask for: lists, and single things of the archive."""
    claims = desk.get("/v1/claims?limit=200").json()["items"]
    return [address.format(**_values(claim)) for claim in claims if claim["speaker"] for address in LISTS]


def _values(claim: dict[str, Any]) -> dict[str, str]:
    words = [word for word in (claim["quote"] or claim["cue"] or "the").split() if word.isalpha()] or ["the"]
    return {
        "claim": claim["id"],
        "speaker": claim["speaker"]["id"],
        "kind": claim["kind"],
        "article": claim["article"]["id"],
        "word": quote(max(words, key=len)),
    }


def _create_key(url: str, number: int) -> str:
    engine = write_engine(url)
    try:
        return create_key(engine, f"desk {number}", SCOPES)
    finally:
        engine.dispose()


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{number:,} x {name}" for name, number in counts.most_common()) or "nothing"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _parse_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.newsroom.crowd", description=__doc__)
    parser.add_argument("--minutes", type=float, default=5.0, help="beside writers")
    parser.add_argument("--readers", type=int, default=READERS)
    parser.add_argument("--writers", type=int, default=WRITERS)
    parser.add_argument("--pause", type=float, default=PAUSE_S, metavar="SECONDS", help="that a reader makes on the average")
    parser.add_argument("--writing-pause", type=float, default=PAUSE_S, metavar="SECONDS", help="that a writer makes on the average")
    parser.add_argument("--claims", type=int, default=CLAIMS, help="of the archive")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main() > 0)
