"""The header of the wal-index changes with every commit, of any process, and with nothing else."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from mmap import mmap
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from app.db import Lasting, read_engine
from app.wal_index import mapped_index

WRITE = "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute(sys.argv[2]); db.commit(); db.close()"


def written(database: Path, statement: str = "UPDATE numbers SET number = number + 1") -> None:
    """Write to a database in another process."""
    subprocess.run([sys.executable, "-c", WRITE, str(database), statement], check=True)


def number(connection: Connection) -> str:
    driver: Any = connection.connection.dbapi_connection
    return str(driver.execute("SELECT number FROM numbers").fetchone()[0])


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Path]:
    with closing(sqlite3.connect(tmp_path / "some.db")) as connection:
        connection.executescript("PRAGMA journal_mode = WAL; CREATE TABLE numbers (number); INSERT INTO numbers VALUES (0)")
        yield tmp_path / "some.db"


@pytest.fixture
def index(database: Path) -> mmap:
    found = mapped_index(str(database))
    assert found is not None
    return found


def test_every_commit_changes_the_header(database: Path, index: mmap) -> None:
    seen = {index[:]}
    for _ in range(5):
        written(database)
        seen.add(index[:])
    assert len(seen) == 6


def test_what_is_not_committed_changes_nothing(database: Path, index: mmap) -> None:
    before = index[:]
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE numbers SET number = 9")
        assert index[:] == before
        other.execute("ROLLBACK")
        assert other.execute("SELECT number FROM numbers").fetchone() == (0,)
        other.execute("PRAGMA wal_checkpoint(PASSIVE)")
    assert index[:] == before


def test_it_is_mapped_once_for_a_file(database: Path, index: mmap) -> None:
    assert mapped_index(str(database)) is index


def test_a_file_without_one_has_none(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "rolled.db")) as connection:
        connection.execute("CREATE TABLE numbers (number)")
        assert mapped_index(str(tmp_path / "rolled.db")) is None
    assert mapped_index(str(tmp_path / "nowhere.db")) is None
    for content in (b"", b"\0" * 200):
        (tmp_path / "odd.db-shm").write_bytes(content)
        assert mapped_index(str(tmp_path / "odd.db")) is None
        (tmp_path / "odd.db-shm").unlink()


@pytest.mark.parametrize("mode", ["WAL", "DELETE"])
def test_a_glance_sees_every_write_and_reads_again_only_for_one(tmp_path: Path, mode: str) -> None:
    file, asked = tmp_path / "some.db", list[str]()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(f"PRAGMA journal_mode = {mode}")
        connection.executescript("CREATE TABLE numbers (number); INSERT INTO numbers VALUES (0)")

    def asking(connection: Connection) -> str:
        asked.append(number(connection))
        return asked[-1]

    engine = read_engine(f"sqlite:///{file}")
    lasting = Lasting(engine)
    for wanted in range(4):
        assert [lasting.glance(asking) for _ in range(3)] == [str(wanted)] * 3
        written(file)
    assert len(asked) == (4 if mode == "WAL" else 12)
    lasting.close()
    engine.dispose()


def test_locks_outlive_what_is_mapped(database: Path, index: mmap) -> None:
    """A descriptor that is closed would take the locks of this process with it, and another one could begin the wal-index anew."""
    with closing(sqlite3.connect(database)) as reading:
        reading.execute("BEGIN")
        assert reading.execute("SELECT number FROM numbers").fetchone() == (0,)
        for _ in range(3):
            assert mapped_index(str(database)) is index
        written(database)
        written(database, "PRAGMA wal_checkpoint(TRUNCATE)")  # which the reader's lock holds up
        assert reading.execute("SELECT number FROM numbers").fetchone() == (0,)


def test_one_that_was_left_over_beside_a_file_of_another_mode_is_not_trusted(tmp_path: Path) -> None:
    file = tmp_path / "some.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript("PRAGMA journal_mode = WAL; CREATE TABLE numbers (number); INSERT INTO numbers VALUES (0)")
        left_over = file.with_name("some.db-shm").read_bytes()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    file.with_name("some.db-shm").write_bytes(left_over)
    engine = read_engine(f"sqlite:///{file}")
    lasting = Lasting(engine)
    for wanted in ("0", "1"):
        assert lasting.glance(number) == wanted
        written(file)
    lasting.close()
    engine.dispose()


def test_what_is_opened_half_is_opened_again(database: Path, tmp_path: Path) -> None:
    """A backup that is copied back in place while the server asks, for one."""
    backup = tmp_path / "backup.db"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute(f"VACUUM INTO '{backup}'")
    engine = read_engine(f"sqlite:///{database}")
    lasting = Lasting(engine)
    assert lasting.glance(number) == "0"
    for suffix in ("", "-wal", "-shm"):
        database.with_name(f"{database.name}{suffix}").unlink()
    database.write_bytes(b"no database at all, for the moment" * 100)
    for _ in range(2):
        with pytest.raises(DatabaseError):
            lasting.glance(number)
    assert lasting.still() is None
    database.write_bytes(backup.read_bytes())
    for wanted in ("0", "1"):
        assert lasting.glance(number) == wanted
        written(database)
    lasting.close()
    engine.dispose()
