"""Frequent reads use indexes, in their order, as the plans for a million claims show."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text

from app.database.engines import read_engine, write_engine
from app.queries import comparison, graph
from app.queries.listing import keyset, scans
from app.queries.searching import full_text
from tests.databases import Templates
from tests.needs import POSTGRESQL
from tests.scale.filling import fill
from tests.scale.frequent_reads import FrequentRead
from tests.scale.plans import faults_of, loop_faults_of, plans_of_frequent_reads, plans_of_limit_requests
from tests.scale.query_plans import Plan, plans_of

RANDOM = 100  # requests, of several parameters
CLAIMS, TIMES = 20_000, 50  # PostgreSQL plans as if there were fifty times as many claims
# PostgreSQL plans these by the number of distinct articles and entities, which stays that of the small tables.
NOT_AS_IN_LARGE = {"claims: added since", "claims: role"}


@pytest.fixture(scope="module")
def large(templates: Templates) -> Iterator[Engine]:
    with templates.copy("postgresql") as url:
        filled, engine = write_engine(url), read_engine(url)
        fill(filled, CLAIMS, TIMES)
        filled.dispose()
        yield engine
        engine.dispose()


@pytest.fixture(scope="module")
def file(templates: Templates) -> Iterator[Engine]:
    """A small archive, which is enough: SQLite plans without statistics of the rows."""
    with templates.copy("sqlite", seeded=True) as url:
        engine = read_engine(url)
        yield engine
        engine.dispose()


def faults(plans_by_read: dict[FrequentRead, list[Plan]]) -> dict[str, list[str]]:
    return {read.name: wrong for read, plans in plans_by_read.items() if (wrong := faults_of(read, plans))}


def loop_faults(engine: Engine) -> dict[str, list[str]]:
    return {name: wrong for name, plans in plans_of_limit_requests(engine, RANDOM).items() if (wrong := loop_faults_of(plans))}


def treat_values_as_common(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no index give few rows, and reads end after a few rows in order, as in a large archive."""
    for module in (scans, full_text, graph, comparison):
        monkeypatch.setattr(module, "MOST_FOUND", 0)
    monkeypatch.setattr(scans, "MOST_SCANNED", 5)
    monkeypatch.setattr(keyset, "FEW_SCANNED", 2)


@POSTGRESQL.mark
@pytest.mark.slow
def test_postgresql_scans_no_table_and_sorts_no_list(large: Engine) -> None:
    plans = {read: plans for read, plans in plans_of_frequent_reads(large).items() if read.name not in NOT_AS_IN_LARGE}
    assert faults(plans) == {}


@POSTGRESQL.mark
@pytest.mark.slow
def test_a_scan_and_a_sort_are_found_on_postgresql(large: Engine) -> None:
    (scan,) = plans_of(large, lambda connection: connection.execute(text("SELECT gist FROM claims ORDER BY addressee, gist LIMIT 1")))
    assert scan.faults == [f"sorts {CLAIMS} rows", "scans all of claims", f"Seq Scan claims of {CLAIMS} rows"]
    (walk,) = plans_of(
        large, lambda connection: connection.execute(text("SELECT id FROM claims WHERE section = 'x' ORDER BY said_order, id LIMIT 1"))
    )
    assert len(walk.faults) > 0


def test_sqlite_scans_no_table_and_sorts_no_list(file: Engine) -> None:
    assert faults(plans_of_frequent_reads(file)) == {}


@pytest.mark.slow
@pytest.mark.parametrize("is_common", [False, True])
def test_sqlite_scans_nothing_in_a_loop_and_looks_for_words_once(file: Engine, is_common: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if is_common:
        treat_values_as_common(monkeypatch)
    assert loop_faults(file) == {}


@POSTGRESQL.mark
@pytest.mark.slow
def test_postgresql_scans_nothing_in_a_loop_and_looks_for_words_once(large: Engine) -> None:
    assert loop_faults(large) == {}


def test_a_scan_in_a_loop_is_found_on_sqlite(file: Engine) -> None:
    statement = "SELECT 1 FROM claims JOIN entities ON instr(claims.words, entities.words) = 1"
    (plan,) = plans_of(file, lambda connection: connection.execute(text(statement)).all())
    assert len(plan.scanned_in_loops) == 1


def test_a_search_that_does_not_stop_is_found(file: Engine) -> None:
    statement = "SELECT count(*) FROM claims WHERE number IN (SELECT rowid FROM claims_fts WHERE claims_fts MATCH 'the')"
    plans = plans_of(file, lambda connection: connection.execute(text(statement)).all())
    assert loop_faults_of(plans) == [f"searches and does not stop: {statement}"]


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("SELECT gist FROM claims", "SCAN claims"),
        ("SELECT id FROM claims WHERE speaker_number = 1 ORDER BY gist", "USE TEMP B-TREE FOR ORDER BY"),
        ("SELECT id FROM claims WHERE speaker_number = 1 ORDER BY said_order, gist", "USE TEMP B-TREE FOR RIGHT PART OF ORDER BY"),
    ],
)
def test_a_scan_and_a_sort_are_found_on_sqlite(file: Engine, statement: str, fault: str) -> None:
    (plan,) = plans_of(file, lambda connection: connection.execute(text(statement)).all())
    assert plan.faults == [fault]


def test_statements_are_recorded_as_they_are_sent(file: Engine) -> None:
    (plan,) = plans_of(file, lambda connection: connection.execute(text("SELECT id FROM claims WHERE id = :id"), {"id": "x"}).all())
    assert (plan.statement, plan.faults) == ("SELECT id FROM claims WHERE id = 'x'", [])
