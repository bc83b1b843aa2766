"""Reads over PostgreSQL that the event loop awaits: one moment each, over connections that may be lost."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import Connection, bindparam, select, text
from sqlalchemy.exc import DBAPIError

from app.database.driver import NotCompiled, on_driver
from app.database.engines import read_engine
from app.database.pipelines import MAX_PREPARED, positional
from app.database.waiting import WaitingConnections
from app.queries.listing.versions import DATA_STATE_SQL, get_data_state
from app.queries.statements.compiled import Parameter, Statement
from app.queries.tables import articles
from tests import make
from tests.conftest import WITHOUT_POSTGRES, Load
from tests.tables import execute

pytestmark = [WITHOUT_POSTGRES, pytest.mark.parametrize("url", ["postgresql"], indirect=True)]
TITLES: Parameter = bindparam("titles", expanding=True)
BY_TITLES = Statement(select(articles.c.title).where(articles.c.title.in_(TITLES)).order_by(articles.c.title))
TERMINATE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


def reading(url: str, steps: Callable[[WaitingConnections], Awaitable[Any]]) -> Any:
    """Run steps over waiting connections, which are closed afterwards."""

    async def run() -> Any:
        engine = read_engine(url)
        waiting = WaitingConnections(engine, DATA_STATE_SQL)
        try:
            return await steps(waiting)
        finally:
            await waiting.close()
            engine.dispose()

    return asyncio.run(run())


def titles(connection: Connection) -> list[str]:
    return [row.title for row in BY_TITLES.rows(connection, titles=["a", "100 %", "ž"])]


def pid(connection: Connection) -> int:
    rows, _ = on_driver(connection, "SELECT pg_backend_pid()", ())
    return int(rows[0][0])


def test_a_read_sees_one_moment_of_the_data(url: str, load: Load) -> None:
    def read_twice(connection: Connection) -> list[Any]:
        seen = [get_data_state(connection), titles(connection)]
        load(make.document(title="a"))
        return [*seen, get_data_state(connection), titles(connection)]

    async def steps(waiting: WaitingConnections) -> Any:
        return await waiting.read(read_twice), await waiting.read(titles)

    (state, before, same_state, same), after = reading(url, steps)
    assert (state == same_state, before, same, after) == (True, [], [], ["a"])


def test_values_arrive_as_they_are(url: str, load: Load) -> None:
    load(*(make.document(title=title) for title in ("a", "100 %", "ž", "b")))
    assert reading(url, lambda waiting: waiting.read(titles)) == ["100 %", "a", "ž"]


def test_a_read_after_the_server_ended_the_connection_opens_another(url: str) -> None:
    async def steps(waiting: WaitingConnections) -> Any:
        first = await waiting.read(pid), await waiting.read(pid)
        execute(url, TERMINATE)
        return *first, await waiting.read(pid), await waiting.read(get_data_state, is_single=True)

    first, second, third, state = reading(url, steps)
    assert (first == second, first == third, state.endswith(".0")) == (True, False, True)


def test_a_statement_that_fails_leaves_no_connection(url: str) -> None:
    async def steps(waiting: WaitingConnections) -> Any:
        before = await waiting.read(pid)
        for sql in ("SELECT nothing", "DELETE FROM articles", "SELECT 1 / 0"):
            with pytest.raises(DBAPIError, match=r"nothing|read-only|zero"):
                await waiting.read(lambda connection, sql=sql: on_driver(connection, sql, ()))  # type: ignore[misc]
        return before, await waiting.read(pid)

    before, after = reading(url, steps)
    assert before != after


def test_a_read_that_is_not_compiled_is_refused_and_the_connection_is_kept(url: str) -> None:
    async def steps(waiting: WaitingConnections) -> Any:
        before = await waiting.read(pid)
        with pytest.raises(NotCompiled):
            await waiting.read(lambda connection: connection.execute(text("SELECT 1")))
        return before, await waiting.read(pid)

    before, after = reading(url, steps)
    assert before == after


def test_a_read_that_is_cancelled_leaves_no_connection(url: str) -> None:
    async def steps(waiting: WaitingConnections) -> Any:
        before = await waiting.read(pid)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(waiting.read(lambda connection: on_driver(connection, "SELECT pg_sleep(20)::text", ())), 0.2)
        return before, await waiting.read(pid)

    before, after = reading(url, steps)
    assert before != after


def test_more_reads_than_connections_wait_for_each_other(url: str) -> None:
    async def steps(waiting: WaitingConnections) -> Any:
        return await asyncio.gather(*(waiting.read(pid) for _ in range(20)))

    assert 1 <= len(set(reading(url, steps))) <= 4


def test_a_connection_with_many_prepared_statements_is_replaced(url: str) -> None:
    async def steps(waiting: WaitingConnections) -> Any:
        before = await waiting.read(pid)
        for number in range(MAX_PREPARED + 1):
            await waiting.read(lambda connection, number=number: on_driver(connection, f"SELECT {number}", ()))  # type: ignore[misc]
        return before, await waiting.read(pid)

    before, after = reading(url, steps)
    assert before != after


def test_parameters_get_numbers(url: str) -> None:
    assert positional("a = %(a)s AND b LIKE '%%' AND c = %(c_1)s OR a > %(a)s") == (
        b"a = $1 AND b LIKE '%' AND c = $2 OR a > $1",
        ["a", "c_1"],
    )
