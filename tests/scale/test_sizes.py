"""Sizes cover every table and every index, with full text apart."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, inspect, text

from app.database.engines import read_connection, read_engine
from app.database.tables import Table
from tests.scale.sizes import report, sizes


@pytest.fixture
def connection(seeded_url: str) -> Iterator[Connection]:
    engine = read_engine(seeded_url)
    with read_connection(engine) as opened:
        yield opened
    engine.dispose()


def test_every_table_and_every_index_of_claims_has_a_size(connection: Connection) -> None:
    found = {(size.table, size.part): size.size for size in sizes(connection)}
    assert {name for name in Table.metadata.tables if (name, "") not in found} == set()
    # PostgreSQL gives an empty table no page, unless it has a column of any length.
    assert {table for (table, part), size in found.items() if not part and not size} <= {"spools"}
    index_names = {str(index["name"]) for index in inspect(connection).get_indexes("claims")} - {"ix_claims_words"}
    assert index_names | {"", "full text"} <= {part for table, part in found if table == "claims"}


def test_the_sizes_are_within_that_of_the_database(connection: Connection) -> None:
    pages = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
    whole = "SELECT pg_database_size(current_database())" if connection.dialect.name == "postgresql" else pages
    assert 0 < sum(size.size for size in sizes(connection)) <= connection.execute(text(whole)).scalar_one()


def test_the_report_adds_up(connection: Connection) -> None:
    lines = [[cell.strip() for cell in line.split("|")[1:-1]] for line in report(connection, [1_000_000]) if line.startswith("|")]
    rows, indexes, words, all_of_it = (int(cell.replace(",", "")) for cell in lines[-1][2:6])
    assert lines[-1][0] == "all"
    assert abs(rows + indexes + words - all_of_it) <= 2
