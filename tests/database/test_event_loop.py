"""The event loop's connection: what it sees, and when it opens the file anew."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DatabaseError

from app.database.engines import read_engine
from app.database.event_loop import EventLoopConnection, ReadTooLong

EVERY_NUMBER = text("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) SELECT MAX(i) FROM n")


def read_number(connection: Connection) -> int:
    driver: Any = connection.connection.dbapi_connection
    return int(driver.execute("SELECT number FROM numbers").fetchone()[0])


def write_number(file: Path, number: int) -> Path:
    """Make a database that holds one number."""
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript("PRAGMA journal_mode = WAL; CREATE TABLE numbers (number)")
        with connection:
            connection.execute("INSERT INTO numbers VALUES (?)", (number,))
    return file


@pytest.fixture
def loop_connection(tmp_path: Path) -> Iterator[EventLoopConnection]:
    engine = read_engine(f"sqlite:///{write_number(tmp_path / 'some.db', 1)}")
    opened = EventLoopConnection(engine)
    yield opened
    opened.close()
    engine.dispose()


def test_a_connection_of_the_event_loop_sees_what_was_committed(loop_connection: EventLoopConnection, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "some.db", isolation_level=None)) as writing:
        for wanted in range(1, 4):
            assert (loop_connection.read(read_number), loop_connection.read_statement(read_number)) == (wanted, wanted)
            writing.execute("UPDATE numbers SET number = number + 1")


def test_a_file_that_is_replaced_is_seen_within_a_second_and_not_looked_for_each_time(
    loop_connection: EventLoopConnection, tmp_path: Path
) -> None:
    assert loop_connection.read(read_number) == 1
    first = loop_connection.file
    write_number(tmp_path / "other.db", 2).replace(tmp_path / "some.db")
    with patch("app.database.engines.os.stat", side_effect=AssertionError):
        assert [loop_connection.read(read_number), loop_connection.read_statement(read_number)] == [1, 1]
    time.sleep(1)
    assert (loop_connection.read_statement(read_number), loop_connection.read(read_number), loop_connection.file == first) == (2, 2, False)


def test_a_file_that_is_gone_or_damaged_is_opened_again_once_it_is_there(loop_connection: EventLoopConnection, tmp_path: Path) -> None:
    """For example a backup that is copied back in place while the server reads."""
    file, away = tmp_path / "some.db", tmp_path / "away.db"
    loop_connection.close()
    file.rename(away)
    with pytest.raises(DatabaseError):
        loop_connection.read(read_number)
    file.write_bytes(b"no database at all, for the moment" * 100)
    for _ in range(2):
        with pytest.raises(DatabaseError):
            loop_connection.read(read_number)
    away.replace(file)
    assert loop_connection.read(read_number) == 1


def test_a_read_that_takes_more_steps_than_it_may_is_interrupted_and_the_next_is_not(loop_connection: EventLoopConnection) -> None:
    with pytest.raises(ReadTooLong):
        loop_connection.read(lambda connection: connection.execute(EVERY_NUMBER).scalar_one(), 20_000)
    assert loop_connection.read(read_number, 20_000) == 1
    assert loop_connection.read(lambda connection: connection.execute(EVERY_NUMBER).scalar_one()) == 100_000
