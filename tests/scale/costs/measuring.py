"""The CPU that an answer costs: that of this process, and on PostgreSQL that of the process that serves the connection."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from app.database.engines import read_connection
from app.parameters.claims import ClaimQuery
from app.queries.claims import list_claims_json
from tests.scale.costs.limits import LimitRequest

REPEATS = 20  # of the first list


def cost_of_first_list(engine: Engine) -> float:
    """Return the seconds of CPU that a first list of 50 claims costs."""
    return min(_cpu_of(engine, lambda connection: orjson.dumps(list_claims_json(connection, ClaimQuery()))) for _ in range(REPEATS))


def cost_of(engine: Engine, request: LimitRequest, longest_s: float) -> float:
    """Return the seconds of CPU that an answer costs; those until it was interrupted, if it takes longer than ``longest_s``."""
    return _cpu_of(engine, lambda connection: orjson.dumps(request.read(connection)), longest_s)


def _cpu_of(engine: Engine, answer: Callable[[Connection], object], longest_s: float = 60) -> float:
    with read_connection(engine) as connection:
        pid = _server_process(connection)
        began = time.process_time() + _cpu_of_server(pid)
        with _interrupted_after(connection, longest_s):
            answer(connection)
        return time.process_time() + _cpu_of_server(pid) - began


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
    except DBAPIError as error:
        if not any(word in str(error.orig) for word in ("interrupted", "canceling")):
            raise
    finally:
        timer.cancel()
