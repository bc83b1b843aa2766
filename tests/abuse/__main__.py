"""Attack a server and print what others feel: ``python -m tests.abuse [--postgres URL]``, some seven minutes.

Builds an archive, serves it by ``onrecord serve`` on the loopback, plays one attack after another, each for some seconds, and compares
with goals. Exit status 1 if one was missed.
"""

import argparse
import shutil
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from app.database.engines import read_connection, read_engine
from tests.abuse.attacking import Arena, arena
from tests.abuse.attacks import Attack, all_attacks
from tests.abuse.beside import Target, frozen_database
from tests.abuse.judging import Outcome
from tests.benchmark.archives.building import build_archive, size_label
from tests.benchmark.archives.storage import PostgresDatabases, SqliteFiles, Storage
from tests.benchmark.servers.serving import ROOT, onrecord
from tests.freezing import Proxy, freezing
from tests.scale.costs.values import Values, commonest_values

CLAIMS, FILLING_S, PEACE_S, ATTACK_S = 200_000, 15.0, 4.0, 15.0
COPY = "attacked"


def main(arguments: Sequence[str] | None = None) -> int:
    """Play the attacks that the arguments name; return how many missed a goal."""
    options = _parse_arguments(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(2))  # so that servers and databases go at the end
    options.folder.mkdir(parents=True, exist_ok=True)
    storage: Storage = PostgresDatabases(options.postgres, "onrecord_abuse") if options.postgres else SqliteFiles(options.folder)
    name = size_label(options.claims)
    try:
        _say(f"building an archive of {options.claims:,} claims")
        build_archive(storage, options.folder, options.claims, options.folder / "build.log")
        with storage.copy_of(name, COPY) as url:
            return _play(url, options)
    finally:
        if not options.keep:
            storage.drop([name])
            shutil.rmtree(options.folder)


def _play(url: str, options: argparse.Namespace) -> int:
    """Play the attacks that are chosen; those that freeze PostgreSQL on a server of their own, since all others would pay for the proxy."""
    values = _commonest_values(url)
    chosen = [attack for attack in all_attacks(values) if _is_chosen(attack, options)]
    frozen = [attack for attack in chosen if attack.beside is frozen_database]
    others = [attack for attack in chosen if attack not in frozen]
    outcomes = list[Outcome]()
    if others:
        with _arena(url, url, None, values, options) as arena:
            outcomes += _outcomes(arena, others)
    if frozen:
        with freezing(url) as (proxy, through), _arena(url, through, proxy, values, options) as arena:
            outcomes += _outcomes(arena, frozen)
    missed = [outcome.attack.name for outcome in outcomes if any(outcome.missed())]
    _say(f"goals missed under: {', '.join(missed)}" if missed else f"all goals met under {len(outcomes)} attacks")
    return len(missed)


@contextmanager
def _arena(url: str, served_url: str, proxy: Proxy | None, values: Values, options: argparse.Namespace) -> Iterator[Arena]:
    target = Target(url, options.claims, options.folder, _say, proxy)
    with (
        onrecord(served_url, options.folder / "server.log", options.workers, settings={}) as server,
        arena(server, target, values, options.filling, options.peace, options.seconds) as opened,
    ):
        _say(f"the server has {opened.full.memory_mb:.0f} MB with full caches")
        yield opened


def _outcomes(arena: Arena, attacks: Sequence[Attack]) -> Iterator[Outcome]:
    for attack in attacks:
        outcome = arena.run(attack)
        _say(outcome.report())
        yield outcome


def _commonest_values(url: str) -> Values:
    engine = read_engine(url)
    with read_connection(engine) as connection:
        values = commonest_values(connection)
    engine.dispose()
    return values


def _is_chosen(attack: Attack, options: argparse.Namespace) -> bool:
    database = "postgresql" if options.postgres else "sqlite"
    return attack.needs in ("", database) and (not options.attacks or attack.name in options.attacks)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _parse_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.abuse", description=__doc__)
    parser.add_argument("--claims", type=int, default=CLAIMS, help="of the archive")
    parser.add_argument("--attacks", type=lambda names: names.split(","), help="names of attacks, with commas between; all if not given")
    parser.add_argument("--seconds", type=float, default=ATTACK_S, help="that an attack lasts")
    parser.add_argument("--filling", type=float, default=FILLING_S, metavar="SECONDS", help="in which the server's caches are filled")
    parser.add_argument("--peace", type=float, default=PEACE_S, metavar="SECONDS", help="that are measured before each")
    parser.add_argument("--workers", type=int, default=1, help="processes that serve")
    parser.add_argument("--postgres", metavar="URL", help="serve from PostgreSQL, from a database made and dropped on this server")
    parser.add_argument("--folder", type=Path, default=ROOT / ".benchmark", help="in which a folder for the archive is made")
    parser.add_argument("--keep", action="store_true", help="keep the archive for the next run")
    options = parser.parse_args(arguments)
    options.folder /= "abuse"  # all of it is removed at the end
    return options


if __name__ == "__main__":
    sys.exit(main() > 0)
