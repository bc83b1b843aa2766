"""The CPU that an answer costs: that of this thread, and on PostgreSQL that of the process that serves the connection."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from threading import Timer
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from app.database.engines import read_connection
from app.parameters.claims import ClaimQuery
from app.queries.claims import list_claims_json
from tests.scale.costs.limits import LimitRequest

TURNS = 5  # first lists before a request, and as many behind it


class Cost(NamedTuple):
    """The seconds of CPU that an answer costs, and those of first lists of 50 claims just before and behind it."""

    answer_s: float
    first_list_s: float

    @property
    def times(self) -> float:
        """The cost as a multiple of that of a first list."""
        return self.answer_s / self.first_list_s


def cost_of(engine: Engine, request: LimitRequest, longest_s: float) -> Cost:
    """Return what an answer costs; what it did until it was interrupted, if it takes longer than ``longest_s``.

    First lists are read in turn with it, since CPU takes longer where other processes share its caches.
    """
    before = [_cpu_of_first_list(engine) for _ in range(TURNS)]
    answer = _cpu_of(engine, lambda connection: orjson.dumps(request.read(connection)), longest_s)
    return Cost(answer, median([*before, *(_cpu_of_first_list(engine) for _ in range(TURNS))]))


def median_cost(costs: list[Cost]) -> Cost:
    """Return the cost in the middle of several of one request."""
    return sorted(costs, key=lambda cost: cost.times)[len(costs) // 2]


def _cpu_of_first_list(engine: Engine) -> float:
    return _cpu_of(engine, lambda connection: orjson.dumps(list_claims_json(connection, ClaimQuery())))


def _cpu_of(engine: Engine, answer: Callable[[Connection], object], longest_s: float = 60) -> float:
    with read_connection(engine) as connection:
        pid = _server_process(connection)
        with _interrupted_after(connection, longest_s):
            began = time.thread_time() + _cpu_of_server(pid)
            try:
                answer(connection)
            finally:
                took = time.thread_time() + _cpu_of_server(pid) - began
    return took


def _server_process(connection: Connection) -> int | None:
    if connection.dialect.name == "sqlite":
        return None
    pid: int = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    return pid


def _cpu_of_server(pid: int | None) -> float:
    """Return the CPU of a process of PostgreSQL on this machine. Parallel workers are not counted."""
    return 0 if pid is None else int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


@contextmanager
def _interrupted_after(connection: Connection, longest_s: float) -> Iterator[None]:
    driver: Any = connection.connection.driver_connection
    timer = Timer(longest_s, driver.interrupt if connection.dialect.name == "sqlite" else driver.cancel)
    timer.start()
    try:
        yield
    except (DBAPIError, sqlite3.OperationalError) as error:  # the second of statements that are run on the driver
        if not any(word in str(error) for word in ("interrupted", "canceling")):
            raise
    finally:
        timer.cancel()
