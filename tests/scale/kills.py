"""Kill loads on the way: ``python -m tests.scale.kills DOCUMENTS KILLS [FOLDER]``.

Loads DOCUMENTS (JSON Lines) by ``onrecord ingest`` into a SQLite file in peace, then into another that is killed KILLS times at random
moments and started again. Compares both: all rows, and the answers to the recorded requests. Checks each by itself: the file, references,
full text, and counters with the rows they count. Exit status 1 if anything differs. An hour a load at most.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from math import inf
from pathlib import Path
from random import Random
from threading import Timer
from typing import Any

from sqlalchemy import Connection, select, text

from app.database.engines import read_connection, read_engine
from app.database.migrate import migrate
from app.database.tables.counts import Count
from app.ingest.loading import BATCH
from app.queries.checking.counting import countings, countings_of_open_ends
from tests.comparison.client import Server
from tests.comparison.commands import command, environment
from tests.comparison.serving import serving
from tests.scale.own_requests import answers_of, own_requests
from tests.scale.stored_differences import full_text_faults, stored_differences

ROOT = Path(__file__).parent.parent.parent
SEED, LOADING_S = 13, 3600.0
TRANSACTIONS = 5  # between two kills, about
SIZE = text("SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM claims)")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def is_killed(file: Path, url: str, batch: int, articles: float = inf, seconds: float = 0) -> bool:
    """Load a file; some seconds after so many articles were added, kill the process and all that it started.

    Returns:
        Whether it was killed. Else it had ended by itself.

    Raises:
        RuntimeError: the load failed, or took longer than an hour; the message is what it wrote.
    """
    load, variables = command("ingest", str(file), "--batch", str(batch)), {**environment(ROOT, url), "PYTHONUNBUFFERED": "1"}
    with (
        tempfile.TemporaryFile() as log,
        subprocess.Popen(load, cwd=ROOT, env=variables, start_new_session=True, stdout=subprocess.PIPE, stderr=log) as process,
    ):
        limit = Timer(LOADING_S, _kill, [process])
        limit.start()
        try:
            if _has_added(process, articles) and _goes_on(process, seconds):
                return True
            process.wait()
        finally:
            limit.cancel()
            _kill(process)
        if process.returncode:
            log.seek(0)
            raise RuntimeError(f"the load ended with {process.returncode}: {log.read().decode()}")
    return False


def _has_added(process: subprocess.Popen[bytes], articles: float) -> bool:
    """Read what a load reports of each article, until it has added so many; return whether it has. It reports when they are stored."""
    added = 0
    for line in process.stdout or ():
        added += line.startswith(b"added ")
        if added >= articles:
            return True
    return False


def _goes_on(process: subprocess.Popen[bytes], seconds: float) -> bool:
    with suppress(subprocess.TimeoutExpired):
        process.wait(seconds)
    return process.poll() is None


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def load_in_peace(file: Path, url: str, batch: int) -> float:
    """Load a file to its end; return the seconds that it took."""
    began = time.monotonic()
    is_killed(file, url, batch)
    return time.monotonic() - began


def load_with_kills(file: Path, url: str, batch: int, kills: int, seconds: float, articles: int) -> int:
    """Load a file into a new database, killed at random moments on the way, then to its end; return the number of kills.

    Args:
        seconds: that the load takes in peace.
        articles: in the file.
    """
    migrate(url)
    chance, transaction_s = Random(SEED), seconds * batch / articles
    for number in range(kills):
        missing, delay = articles - size_of(url)[0], chance.random() * transaction_s
        if not is_killed(file, url, batch, 1.5 * chance.random() * missing / (kills - number + 1), delay):
            say(f"the load ended before kill {number + 1}")
            return number
        say(f"kill {number + 1}: {described(url)}")
    say(f"finished in {load_in_peace(file, url, batch):.1f} s: {described(url)}")
    return kills


def size_of(url: str) -> tuple[int, int]:
    """Return the number of articles and claims in a database."""
    engine = read_engine(url)
    with read_connection(engine) as connection:
        articles, claims = connection.execute(SIZE).one()
    engine.dispose()
    return articles, claims


def described(url: str) -> str:
    """Return the size of a database in words."""
    articles, claims = size_of(url)
    return f"{articles:,} articles, {claims:,} claims"


def faults_of(url: str) -> list[str]:
    """Return what is wrong in a database by itself: SQLite's check, foreign keys, full text, and counters that differ from their rows."""
    engine = read_engine(url)
    with read_connection(engine) as connection:
        checked = [str(row[0]) for row in connection.execute(text("PRAGMA integrity_check"))]
        dangling = [f"foreign key: {tuple(row)}" for row in connection.execute(text("PRAGMA foreign_key_check"))]
        counted = [f"counter: {key}" for key in _wrong_counters(connection)]
    engine.dispose()
    return [fault for fault in checked if fault != "ok"] + dangling + counted + [*full_text_faults(url)]


def _wrong_counters(connection: Connection) -> list[tuple[Any, ...]]:
    stored: dict[tuple[Any, ...], int] = {tuple(row[:-1]): row[-1] for row in connection.execute(select(Count.__table__))}  # type: ignore[attr-defined]
    counted = Counter[tuple[Any, ...]]()
    for counting in [*countings(), *countings_of_open_ends()]:
        for row in connection.execute(text(counting)):
            counted[tuple(row[:-1])] += row[-1]
    return [key for key in stored.keys() | counted.keys() if stored.get(key, 0) != counted[key]]


def different_answers(url: str, other: str) -> Iterator[str]:
    """Serve two archives of the same documents; yield the requests that they answer differently."""
    with (
        serving(ROOT, url) as port,
        serving(ROOT, other) as other_port,
        closing(Server(port)) as server,
        closing(Server(other_port)) as other_server,
    ):
        requests = own_requests(server)
        pairs = [(request, answers_of(server, request), answers_of(other_server, request)) for request in requests]
    statuses = Counter(answer.status for _, answers, _ in pairs for answer in answers)
    say(f"{len(requests)} requests, {sum(statuses.values())} answers: {', '.join(f'{n} x {status}' for status, n in statuses.items())}")
    yield from (request for request, one, two in pairs if one != two)


def compare(file: Path, kills: int, folder: Path) -> tuple[int, list[str]]:
    """Load a file in peace and with kills into new databases of a folder; return the number of kills, and all differences and faults."""
    in_peace, with_kills = (f"sqlite:///{folder / name}.db" for name in ("in-peace", "with-kills"))
    with file.open("rb") as lines:
        batch = min(sum(1 for _ in lines) // (TRANSACTIONS * (kills + 1)) + 1, BATCH)
    migrate(in_peace)
    seconds = load_in_peace(file, in_peace, batch)
    say(f"loaded in peace in {seconds:.1f} s, in transactions of at most {batch} articles: {described(in_peace)}")
    killed = load_with_kills(file, with_kills, batch, kills, seconds, size_of(in_peace)[0])
    faults = [f"{Path(url).stem}: {fault}" for url in (in_peace, with_kills) for fault in faults_of(url)]
    stored = [f"stored differently: {difference}" for difference in stored_differences(in_peace, with_kills)]
    return killed, faults + stored + [f"answered differently: {request}" for request in different_answers(in_peace, with_kills)]


def main(file: str, kills: str, folder: str = "") -> None:
    with tempfile.TemporaryDirectory(dir=folder or None) as databases:
        killed, differences = compare(Path(file).resolve(), int(kills), Path(databases))
    for difference in differences:
        say(difference)
    say(f"{killed} kills, {len(differences)} differences")
    raise SystemExit(1 if differences else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
