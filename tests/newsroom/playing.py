"""A day from the first process to the last look: servers are started, the day is played and, at the end, judged."""

import os
import subprocess
import sys
from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from secrets import token_bytes
from time import monotonic
from typing import NamedTuple

from app.database.engines import write_engine
from app.ingest.administering.keys import create_key
from app.settings import SECRET_KEY_BYTES
from app.terms.api_keys import SCOPES
from tests.jobs.delivering.receiving import LOOPBACK, Receiver, receiving
from tests.mirror import Mirror
from tests.newsroom.day import Day
from tests.newsroom.desk import Desk
from tests.newsroom.house import KILLED, House
from tests.newsroom.judging import faults_of, wait_for_jobs
from tests.newsroom.killing import Killer
from tests.newsroom.subscribing import Subscribers

FOLLOWED_EVERY, REEXTRACTED_AT = 25, 10  # steps; the archive is extracted again then in any case
RETRY_S = "0.5"  # after which a message that was refused is sent again
NOTHING_LEFT = "0 articles to extract again"
FAILED = 1  # an article was not extracted again: its job is judged with the others


class Plan(NamedTuple):
    """How large a day is.

    Attributes:
        articles: that are posted.
        kills: of servers, workers and commands, all along the day.
        workers: that run jobs in place of the servers.
        seed: of what happens.
        is_short: whether seeds/ are left out, and the question at the end what is left to extract again.
    """

    articles: int
    kills: int = 0
    servers: int = 1
    workers: int = 0
    seed: int = 16
    is_short: bool = False


class Surroundings(NamedTuple):
    """What happens beside the desk."""

    house: House
    killer: Killer

    def call(self, write: str) -> None:
        self.killer.call(write)

    def begin(self, *arguments: str) -> None:
        self.house.begin(*arguments)


def play(url: str, plan: Plan, folder: Path, say: Callable[[str], object]) -> Iterator[str]:
    """Play a day on an empty database; yield a sentence for each thing that is wrong at the end.

    Args:
        folder: for logs.
        say: is told what happened.
    """
    with receiving(folder) as receiver:
        settings = _settings(url, receiver)
        house = House(settings, plan.servers, plan.workers, folder)
        with closing(Desk(house.addresses, _create_key(url))) as desk, house.open():
            yield from _play(desk, house, plan, Subscribers(receiver, plan.seed), settings, say)


def _play(
    desk: Desk, house: House, plan: Plan, subscribers: Subscribers, settings: Mapping[str, str], say: Callable[[str], object]
) -> Iterator[str]:
    killer = Killer(house, plan.kills, plan.seed, lambda: _progress(day, plan))
    day, mirror = Day(desk, plan.seed, plan.articles // 4, Surroundings(house, killer)), Mirror(desk)
    subscribers.subscribe(desk)
    subscribers.subscribe(desk, ["article"], ["created", "deleted", "undeleted"])
    began = monotonic()
    with killer.at_work():
        while _progress(day, plan) < 1 or not killer.is_done:
            _step(day, mirror)
    say(f"{monotonic() - began:.0f} s, {killer.kills.total()} kills: {_counted(day.steps)}")
    say(f"killed: {_counted(killer.killed)}; during: {_counted(killer.kills)}")
    yield from _commands(desk, house, plan, settings, say)
    yield from faults_of(desk, day, mirror)
    yield from subscribers.faults(mirror.changes)
    say(f"webhooks: {subscribers.report()}")
    say(f"{len(day.latest)} stories, {len(mirror.copy['claims'])} claims, {len(mirror.changes)} changes followed")


def _progress(day: Day, plan: Plan) -> float:
    return (len(day.latest) + len(day.withdrawn)) / plan.articles


def _step(day: Day, mirror: Mirror) -> None:
    day.step()
    if day.steps.total() == REEXTRACTED_AT:
        day.reextract()
    if not day.steps.total() % FOLLOWED_EVERY:
        mirror.follow()


def _commands(desk: Desk, house: House, plan: Plan, settings: Mapping[str, str], say: Callable[[str], object]) -> Iterator[str]:
    """Go on with what killed commands had begun, extract again what is left, load seeds/ twice, and check, while all is served."""
    ends = Counter(house.ends())
    yield from (f"onrecord {name} ended with {status}" for name, status in ends if status not in (0, FAILED, KILLED))
    say("begun beside: " + (", ".join(f"{number} x {name}, ended by {status}" for (name, status), number in ends.items()) or "nothing"))
    if any(status == KILLED for _, status in ends):
        yield from _run(["reextract"], settings, say)
    wait_for_jobs(desk)
    yield from _run(["reextract"], settings, say)
    if not plan.is_short:
        for _ in range(2):
            yield from _run(["ingest", "seeds"], settings, say)
        yield from _run(["reextract", "--dry-run"], settings, say, NOTHING_LEFT)
    yield from _run(["check"], settings, say)


def _run(arguments: list[str], settings: Mapping[str, str], say: Callable[[str], object], expected: str = "") -> Iterator[str]:
    command, environment = [sys.executable, "-m", "app", *arguments], {**os.environ, **settings, "ONRECORD_WORKER_ID": "desk"}
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    say(f"onrecord {' '.join(arguments)}: {run.stdout.strip().splitlines()[-1:]}")
    if run.returncode or expected not in run.stdout:
        yield f"onrecord {' '.join(arguments)} ended with {run.returncode}: {run.stdout}{run.stderr}"


def _settings(url: str, receiver: Receiver) -> dict[str, str]:
    return {
        "ONRECORD_DATABASE_URL": url,
        "ONRECORD_SECRET_KEY": urlsafe_b64encode(token_bytes(SECRET_KEY_BYTES)).decode(),
        "ONRECORD_WEBHOOK_NETWORKS": LOOPBACK,
        "ONRECORD_WEBHOOK_RETRY_S": RETRY_S,
        "SSL_CERT_FILE": str(receiver.authority_file),
    }


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{number} x {name}" for name, number in counts.most_common()) or "nothing"


def _create_key(url: str) -> str:
    engine = write_engine(url)
    try:
        return create_key(engine, "newsroom", SCOPES)
    finally:
        engine.dispose()
