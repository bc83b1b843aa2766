"""Reads that are interrupted: their thread ends, and their connection is used again where nothing can interrupt it later."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from app.database.engines import read_engine
from app.database.interruptible_reads import InterruptibleRead, ReadInterrupted, end_read, make_interruptible
from tests.databases import Templates
from tests.endless import EndlessRead
from tests.freezing import freezing
from tests.needs import POSTGRESQL
from tests.tables import execute

Read = Callable[[Callable[[Connection], Any]], InterruptibleRead[Any]]


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """Lend an engine that has one connection."""
    opened = read_engine(url, 1)
    make_interruptible(opened)
    yield opened
    opened.dispose()


@pytest.fixture
def read(engine: Engine) -> Read:
    return lambda query: InterruptibleRead(engine, query, 60)


@pytest.fixture
def postgresql(templates: Templates) -> Iterator[str]:
    with templates.copy("postgresql") as copied:
        yield copied


def one(connection: Connection) -> int:
    return int(connection.execute(text("SELECT 1")).scalar_one())


def driver_of(connection: Connection) -> Any:
    return connection.connection.dbapi_connection


def test_a_read_that_is_interrupted_ends_and_its_connection_is_used_again(engine: Engine, read: Read) -> None:
    endless = EndlessRead()
    before = read(driver_of).run()
    with ThreadPoolExecutor(1) as threads:
        interrupted = read(endless)
        future = threads.submit(interrupted.run)
        assert endless.begun.acquire(timeout=20)
        end_read(interrupted, future)
        assert isinstance(future.exception(), DBAPIError)
    assert (read(one).run(), read(driver_of).run() is before) == (1, True)


@POSTGRESQL.mark
def test_the_server_ends_a_statement_that_is_interrupted(postgresql: str) -> None:
    counting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid()"
    engine, endless = read_engine(postgresql, 2), EndlessRead()
    make_interruptible(engine)

    def running() -> int:
        return int(InterruptibleRead(engine, lambda connection: connection.execute(text(counting)).scalar_one(), 60).run())

    with ThreadPoolExecutor(1) as threads:
        interrupted = InterruptibleRead(engine, endless, 60)
        future = threads.submit(interrupted.run)
        assert endless.begun.acquire(timeout=20)
        before = running()
        end_read(interrupted, future)
    time.sleep(0.5)
    assert (before, running()) == (1, 0)
    engine.dispose()


def test_a_read_that_was_not_interrupted_gives_its_connection_back(read: Read) -> None:
    assert read(driver_of).run() is read(driver_of).run()


def test_a_read_is_interrupted_between_two_statements_too(read: Read) -> None:
    begun = Event()

    def query(connection: Connection) -> None:
        while True:
            one(connection)
            begun.set()

    with ThreadPoolExecutor(1) as threads:
        interrupted = read(query)
        future = threads.submit(interrupted.run)
        assert begun.wait(timeout=20)
        end_read(interrupted, future)
        assert isinstance(future.exception(), DBAPIError)


def test_a_read_that_is_interrupted_before_it_has_a_connection_asks_nothing(read: Read) -> None:
    endless = EndlessRead()
    interrupted = read(endless)
    interrupted.interrupt()
    with pytest.raises(ReadInterrupted):
        interrupted.run()
    assert (endless.reads, read(one).run()) == (0, 1)


def test_a_read_that_is_over_is_not_interrupted(read: Read) -> None:
    over = read(driver_of)
    driver = over.run()
    over.interrupt()
    over.interrupt()
    assert read(driver_of).run() is driver


@POSTGRESQL.mark
def test_connections_that_the_server_closed_are_replaced(postgresql: str) -> None:
    engine = read_engine(postgresql, 1)
    make_interruptible(engine)
    assert InterruptibleRead(engine, one, 60).run() == 1
    execute(
        postgresql, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    assert InterruptibleRead(engine, one, 60).run() == 1
    engine.dispose()


@POSTGRESQL.mark
@pytest.mark.parametrize("is_idle", [True, False])
def test_a_read_ends_though_the_server_hangs(postgresql: str, is_idle: bool) -> None:
    """Whether the server hangs while it reads, or since before, which trying the connection meets."""
    with freezing(postgresql) as (proxy, url), ThreadPoolExecutor(1) as threads:
        engine, endless = read_engine(url, 1), EndlessRead()
        make_interruptible(engine)
        InterruptibleRead(engine, one, 60).run()
        if is_idle:
            proxy.freeze()
        interrupted = InterruptibleRead(engine, endless, 60)
        future = threads.submit(interrupted.run)
        assert is_idle or endless.begun.acquire(timeout=20)
        time.sleep(0.1)
        proxy.freeze()
        began = time.monotonic()
        end_read(interrupted, future)
        assert isinstance(future.exception(), ReadInterrupted if is_idle else DBAPIError)
        assert time.monotonic() - began < 5
        proxy.thaw()
        assert InterruptibleRead(engine, one, 60).run() == 1
        engine.dispose()
