import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select, update

from app.database.tables.jobs import Executor
from app.jobs import executors
from app.jobs.executors import Heartbeat, claim_executor_id
from app.queries.administering.job_figures import SILENT_S
from app.queries.tables import executors as table
from app.settings import Settings

HOLD = """
import sys
from app.jobs.executors import claim_executor_id
from app.settings import Settings
print(claim_executor_id(Settings(database_url=sys.argv[1], worker_id="desk"))[0], flush=True)
sys.stdin.read()
"""


def ids_in(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return sorted(connection.execute(select(table.c.id)).scalars())


def silence(engine: Engine, executor_id: str) -> None:
    with engine.begin() as connection:
        long_ago = datetime.now(UTC) - timedelta(seconds=SILENT_S + 1)
        connection.execute(update(Executor).where(table.c.id == executor_id).values(seen_at=long_ago))


def test_an_id_is_never_shared_and_can_be_given_back(url: str) -> None:
    settings = Settings(database_url=url, worker_id="desk")
    first, release_first = claim_executor_id(settings)
    second, release_second = claim_executor_id(settings)
    assert (first, second) == ("desk-1", "desk-2")
    release_first()
    again, release_again = claim_executor_id(settings)
    assert again == "desk-1"
    release_second()
    release_again()


def test_a_process_that_is_killed_gives_its_id_back(url: str) -> None:
    settings = Settings(database_url=url, worker_id="desk")
    with subprocess.Popen([sys.executable, "-c", HOLD, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "desk-1\n"
        other, release = claim_executor_id(settings)
        assert other == "desk-2"
        release()
        holder.kill()
        holder.wait()
    free, release = claim_executor_id(settings)
    assert free == "desk-1"
    release()


def test_without_a_setting_the_id_has_the_name_of_the_machine(one_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: "vault")
    claimed, release = claim_executor_id(Settings(database_url=one_url))
    assert claimed == "vault-1"
    release()


def test_a_process_that_notes_that_it_is_alive_names_those_that_are_silent(engine: Engine) -> None:
    alive, dead = Heartbeat(engine, "alive-1"), Heartbeat(engine, "dead-1")
    assert dead.beat() == []
    silence(engine, "dead-1")
    assert alive.beat() == []  # its first note: it cannot know yet whether others could write
    assert alive.beat() == ["dead-1"]
    alive.forget(["dead-1"])
    assert ids_in(engine) == ["alive-1"]


def test_a_process_that_could_not_write_in_time_judges_nobody(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    alive, dead = Heartbeat(engine, "alive-1"), Heartbeat(engine, "dead-1")
    dead.beat()
    alive.beat()
    silence(engine, "dead-1")
    monkeypatch.setattr(executors, "HEARTBEAT_S", 0)  # whatever time has passed is too long
    assert alive.beat() == []


def test_a_process_that_came_back_is_not_forgotten(engine: Engine) -> None:
    alive, other = Heartbeat(engine, "alive-1"), Heartbeat(engine, "other-1")
    other.beat()
    alive.forget(["other-1"])
    assert ids_in(engine) == ["other-1"]
