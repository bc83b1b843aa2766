"""A day from the first process to the last look: servers are started, the day is played and, at the end, judged."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from time import monotonic
from typing import NamedTuple

from app.database.engines import write_engine
from app.ingest.administering.keys import create_key
from app.terms.api_keys import SCOPES
from tests.mirror import Mirror
from tests.newsroom.day import Day
from tests.newsroom.desk import Desk
from tests.newsroom.house import House, kills
from tests.newsroom.judging import faults_of, wait_for_jobs

FOLLOWED_EVERY = 25  # steps


class Plan(NamedTuple):
    """How large a day is.

    Attributes:
        articles: that are posted.
        kills: of servers and workers, at random moments.
        workers: that run jobs in place of the servers.
        seed: of what happens.
    """

    articles: int
    kills: int = 0
    servers: int = 1
    workers: int = 0
    seed: int = 16


def play(url: str, plan: Plan, folder: Path, say: Callable[[str], object]) -> Iterator[str]:
    """Play a day on an empty database; yield a sentence for each thing that is wrong at the end.

    Args:
        folder: for logs.
        say: is told what happened.
    """
    house = House(url, plan.servers, plan.workers, folder)
    desk = Desk(house.addresses, _create_key(url))
    day, mirror = Day(desk, plan.seed), Mirror(desk)
    with closing(desk), house.open():
        began = monotonic()
        with kills(house, plan.kills, plan.seed) as killed:
            while len(day.latest) + len(day.withdrawn) < plan.articles or len(killed) < plan.kills:
                _step(day, mirror)
        steps = ", ".join(f"{number} x {name}" for name, number in day.steps.most_common())
        say(f"{monotonic() - began:.0f} s, {len(killed)} kills: {steps}")
        yield from wait_for_jobs(desk, day)
        yield from _commands(url, say)
        yield from faults_of(desk, day, mirror)
        say(f"{len(day.latest)} stories, {len(mirror.copy['claims'])} claims, {len(mirror.changes)} changes followed")


def _step(day: Day, mirror: Mirror) -> None:
    day.step()
    if not day.steps.total() % FOLLOWED_EVERY:
        mirror.follow()


def _commands(url: str, say: Callable[[str], object]) -> Iterator[str]:
    """Load seeds/ twice, and check the archive, while it is served."""
    for arguments in (["ingest", "seeds"], ["ingest", "seeds"], ["check"]):
        command = [sys.executable, "-m", "app", *arguments]
        run = subprocess.run(command, env={**os.environ, "ONRECORD_DATABASE_URL": url}, capture_output=True, text=True, check=False)
        say(f"onrecord {' '.join(arguments)}: {run.stdout.strip().splitlines()[-1:]}")
        if run.returncode:
            yield f"onrecord {' '.join(arguments)} ended with {run.returncode}: {run.stdout}{run.stderr}"


def _create_key(url: str) -> str:
    engine = write_engine(url)
    try:
        return create_key(engine, "newsroom", SCOPES)
    finally:
        engine.dispose()
