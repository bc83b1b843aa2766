"""What is asked most is answered from indexes, in their order: the plans, as they are with a million claims."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text

from app.database.engines import read_engine, write_engine
from tests.conftest import WITHOUT_POSTGRES, Templates
from tests.scale.explaining import Plan, plans_of
from tests.scale.filling import fill
from tests.scale.hot import Hot
from tests.scale.plans import faults_of, hot_plans

CLAIMS, AS_MANY = 20_000, 50  # PostgreSQL plans as for fifty times as many


@pytest.fixture(scope="module")
def large(templates: Templates) -> Iterator[Engine]:
    with templates.copy("postgresql") as url:
        filled, engine = write_engine(url), read_engine(url)
        fill(filled, CLAIMS, AS_MANY)
        filled.dispose()
        yield engine
        engine.dispose()


@pytest.fixture(scope="module")
def file(templates: Templates) -> Iterator[Engine]:
    """SQLite plans without looking at the rows."""
    with templates.copy("sqlite", seeded=True) as url:
        engine = read_engine(url)
        yield engine
        engine.dispose()


def wrong(found: dict[Hot, list[Plan]]) -> dict[str, list[str]]:
    return {hot.name: faults for hot, plans in found.items() if (faults := faults_of(hot, plans))}


@WITHOUT_POSTGRES
@pytest.mark.slow
def test_postgresql_goes_through_no_table_and_sorts_no_list(large: Engine) -> None:
    assert wrong(hot_plans(large)) == {}


@WITHOUT_POSTGRES
@pytest.mark.slow
def test_what_goes_through_a_table_or_sorts_it_would_be_seen_on_postgresql(large: Engine) -> None:
    (scan,) = plans_of(large, lambda connection: connection.execute(text("SELECT gist FROM claims ORDER BY addressee, gist LIMIT 1")))
    assert scan.faults == [f"sorts {CLAIMS} rows", "goes through all of claims", f"Seq Scan claims of {CLAIMS} rows"]
    (walk,) = plans_of(
        large, lambda connection: connection.execute(text("SELECT id FROM claims WHERE section = 'x' ORDER BY said_order, id LIMIT 1"))
    )
    assert len(walk.faults) > 0


def test_sqlite_goes_through_no_table_and_sorts_no_list(file: Engine) -> None:
    assert wrong(hot_plans(file)) == {}


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("SELECT gist FROM claims", "SCAN claims"),
        ("SELECT id FROM claims WHERE speaker_id = '' ORDER BY gist", "USE TEMP B-TREE FOR ORDER BY"),
        ("SELECT id FROM claims WHERE speaker_id = '' ORDER BY said_order, gist", "USE TEMP B-TREE FOR RIGHT PART OF ORDER BY"),
    ],
)
def test_what_goes_through_a_table_or_sorts_it_would_be_seen_on_sqlite(file: Engine, statement: str, fault: str) -> None:
    (plan,) = plans_of(file, lambda connection: connection.execute(text(statement)).all())
    assert plan.faults == [fault]


def test_statements_are_seen_as_they_are_sent(file: Engine) -> None:
    (plan,) = plans_of(file, lambda connection: connection.execute(text("SELECT id FROM claims WHERE id = :id"), {"id": "x"}).all())
    assert (plan.statement, plan.faults) == ("SELECT id FROM claims WHERE id = 'x'", [])
