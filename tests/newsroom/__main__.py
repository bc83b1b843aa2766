"""Play a day in a newsroom: ``python -m tests.newsroom [--articles 500] [--kills 50] [--postgres URL --servers 2 --workers 3]``.

Serves an empty database, posts, imports, corrects, merges, revises, verifies and withdraws over HTTP, extracts again beside, follows the
feed and receives webhooks all the while, and loads seeds/ twice. At the end every acknowledged write must be there, once and whole, a copy
that followed the feed must equal the server, each subscriber must have been told of all that it asked for, and ``onrecord check`` must find
nothing. With --kills processes are killed on the way, and started again. Exit status 1 if anything is wrong.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from app.database.migrate import migrate
from tests.benchmark.archives.storage import PostgresDatabases, SqliteFiles, Storage
from tests.newsroom.playing import Plan, play


def main(arguments: Sequence[str] | None = None) -> int:
    """Play a day; return how much was wrong at the end."""
    options = vars(_parse_arguments(arguments))
    postgres, logs = options.pop("postgres"), options.pop("logs")
    with tempfile.TemporaryDirectory() as folder:
        storage: Storage = PostgresDatabases(postgres, "onrecord") if postgres else SqliteFiles(Path(folder))
        with storage.empty_database("newsroom") as url:
            migrate(url)
            faults = [*play(url, Plan(**options), logs or Path(folder), _say)]
    for fault in faults:
        _say(f"WRONG: {fault}")
    _say(f"{len(faults)} faults")
    return len(faults)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _parse_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.newsroom", description=__doc__)
    parser.add_argument("--articles", type=int, default=500, help="that are posted")
    parser.add_argument("--kills", type=int, default=0, help="of servers and workers, at random moments")
    parser.add_argument("--servers", type=int, default=1)
    parser.add_argument("--workers", type=int, default=0, help="that run jobs in place of the servers")
    parser.add_argument("--postgres", metavar="URL", help="a server, on which a database is made and dropped")
    parser.add_argument("--logs", type=Path, metavar="FOLDER", help="that is there, for logs of the processes")
    parser.add_argument("--seed", type=int, default=16)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main() > 0)
