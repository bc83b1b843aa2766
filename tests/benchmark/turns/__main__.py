"""Measure this commit and one before it in turns: ``python -m tests.benchmark.turns BEFORE``, or ``make bench-turns BEFORE=...``.

Both load the same documents, each by its own command line, and answer the same requests. It goes on in the background, survives the
terminal, and writes each measurement to ``bench-turns.json`` at once: a second start goes on after the last. ``--status`` shows ratios.
"""

import argparse
import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import IO

import orjson

from tests.benchmark.archives.building import write_documents
from tests.benchmark.archives.storage import PostgresDatabases, SqliteFiles, Storage
from tests.benchmark.bench import log_progress
from tests.benchmark.load.client import client
from tests.benchmark.report.tables import COMMITS
from tests.benchmark.servers.serving import ROOT
from tests.benchmark.turns.answers import KINDS, measure_answers
from tests.benchmark.turns.answers import ROUNDS as ANSWER_ROUNDS
from tests.benchmark.turns.programs import program, remove, resolve
from tests.benchmark.turns.state import TURNS, State
from tests.benchmark.turns.summary import render
from tests.benchmark.turns.turns import COPY, Sizes, TimeOver, Turns, archive_name


def main(arguments: Sequence[str]) -> int:
    """Start the measurements in the background, or make them here; return the exit status."""
    options = _options(arguments)
    options.folder.mkdir(parents=True, exist_ok=True)
    if options.status:
        return _show(options.output, is_running=_locked(options.folder) is None)
    try:
        settings = _settings(options)
        if not options.fresh:
            State.read(options.output, settings)
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return _measure_alone(options, settings) if options.foreground else _detach(options.folder, arguments)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmark.turns", description=__doc__)
    parser.add_argument("before", nargs="?", help="the commit before")
    parser.add_argument("--after", default="HEAD", help="the commit that is compared with it")
    parser.add_argument("--claims", type=int, default=1_000_000, help="claims of the archives")
    parser.add_argument("--added", type=int, default=50_000, help="claims that are added to them")
    parser.add_argument("--bulk-rounds", type=int, default=3, help="loads of an archive, by each commit")
    parser.add_argument("--append-rounds", type=int, default=5, help="loads of the added claims, by each commit")
    parser.add_argument("--postgres", metavar="URL", help="load into databases made and dropped on this PostgreSQL server")
    parser.add_argument("--minutes", type=float, default=360, help="the time that it may take; a second start goes on")
    parser.add_argument("--foreground", action="store_true", help="measure here, not in the background")
    parser.add_argument("--status", action="store_true", help="show what was measured up to now, and whether it goes on")
    parser.add_argument("--fresh", action="store_true", help="forget what was measured before")
    parser.add_argument("--keep", action="store_true", help="keep archives and checked-out commits when all is measured")
    parser.add_argument("--folder", type=Path, default=ROOT / ".benchmark" / "turns", help="where archives and commits are kept meanwhile")
    parser.add_argument("--output", type=Path, default=TURNS, help="where measurements and ratios are written")
    options = parser.parse_args(arguments)
    if not options.before and not options.status:
        parser.error("name the commit before")
    return options


def _settings(options: argparse.Namespace) -> dict[str, str | int]:
    commits = {"before": resolve(options.before), "after": resolve(options.after)}
    return {**commits, "claims": options.claims, "added": options.added, "database": "postgresql" if options.postgres else "sqlite"}


def _detach(folder: Path, arguments: Sequence[str]) -> int:
    """Go on in a session of its own, which outlives the terminal."""
    log = folder / "log"
    command = [sys.executable, "-m", "tests.benchmark.turns", *arguments, "--foreground"]
    with log.open("ab") as stream:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=stream, stderr=stream, start_new_session=True)
    sys.stdout.write(f"Measuring in process {process.pid}. Progress: {log}\nRatios up to now: python -m tests.benchmark.turns --status\n")
    return 0


def _locked(folder: Path) -> IO[bytes] | None:
    """Return the lock of a folder, held until it is closed; None where another process holds it."""
    lock = (folder / "lock").open("wb")
    with suppress(BlockingIOError):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.set_inheritable(lock.fileno(), True)  # a load that outlives this program keeps it
        return lock
    lock.close()
    return None


def _measure_alone(options: argparse.Namespace, settings: dict[str, str | int]) -> int:
    lock = _locked(options.folder)
    if lock is None:
        sys.stderr.write("It is being measured already. See --status.\n")
        return 2
    with lock:
        return _measure(options, settings)


def _measure(options: argparse.Namespace, settings: dict[str, str | int]) -> int:
    """Measure what is left, until the time is over; print the ratios. The status is 3 where something is left, 1 where a commit failed."""
    deadline = monotonic() + options.minutes * 60
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that what was started is ended too
    work = options.folder / "-".join(str(value)[:8] for value in settings.values())
    storage = PostgresDatabases(options.postgres) if options.postgres else SqliteFiles(work)
    if options.fresh:
        _remove(work, storage)
        options.output.unlink(missing_ok=True)
    state, sizes = State.read(options.output, settings), Sizes(options.claims, options.added, options.bulk_rounds, options.append_rounds)
    if not is_complete(state, sizes):
        work.mkdir(exist_ok=True)
        programs = [program(name, str(settings[name]), work) for name in COMMITS]
        try:
            _measure_left(Turns(programs, work, storage, state, deadline), sizes)
        except TimeOver:
            log_progress("the time is over; start again to go on")
            return 3
        except (RuntimeError, AssertionError) as error:
            log_progress(f"{error}\nWhat was measured is kept; start again to go on")
            return 1
    if not options.keep:
        _remove(work, storage)
    return _show(options.output, is_running=False)


def _remove(work: Path, storage: Storage) -> None:
    storage.drop([COPY, *(archive_name(name) for name in COMMITS)])
    remove(work)


def is_complete(state: State, sizes: Sizes) -> bool:
    """Return whether all rounds of everything were measured."""
    rounds = {"bulk": sizes.bulk_rounds, **dict.fromkeys(KINDS, ANSWER_ROUNDS), "append": sizes.append_rounds}
    return all(state.find(what, number, commit) for what, most in rounds.items() for number in range(most) for commit in COMMITS)


def _measure_left(turns: Turns, sizes: Sizes) -> None:
    documents, added = write_documents(turns.folder, sizes.claims), write_documents(turns.folder, sizes.added, 2, sizes.claims)
    turns.load_in_bulk(documents, sizes)
    turns.need_archives(documents)
    with client() as load_client:
        measure_answers(turns, load_client, documents, sizes.claims)
    turns.append(added, sizes)


def _show(output: Path, *, is_running: bool) -> int:
    sys.stdout.write("It is being measured.\n" if is_running else "")
    sys.stdout.write(f"{render(orjson.loads(output.read_bytes())['summary'])}\n" if output.exists() else "Nothing is measured yet.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
