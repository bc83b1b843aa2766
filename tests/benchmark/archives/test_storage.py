"""Files and PostgreSQL databases behave alike: create, copy, rename, remove."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.database.engines import read_connection, read_engine
from app.database.migrate import migrate
from app.queries.listing.versions import get_readiness
from tests.benchmark.archives.storage import PostgresDatabases, SqliteFiles, Storage
from tests.needs import POSTGRES_URL, POSTGRESQL


def in_files(folder: Path) -> Storage:
    return SqliteFiles(folder)


def in_databases(_: Path) -> Storage:
    return PostgresDatabases(POSTGRES_URL)


@pytest.fixture(params=[in_files, pytest.param(in_databases, marks=POSTGRESQL.mark)])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    create: Callable[[Path], Storage] = request.param
    return create(tmp_path)


def is_ready(url: str) -> bool:
    engine = read_engine(url)
    with read_connection(engine) as connection:
        ready = get_readiness(connection)["status"] == "ready"
    engine.dispose()
    return ready


def test_an_archive_is_removed_after_its_use(storage: Storage) -> None:
    with storage.empty_database("made-1") as url:
        assert not storage.is_complete("made-1", 0)
        migrate(url)
        assert (storage.is_complete("made-1", 0), storage.is_complete("made-1", 5)) == (True, False)
        with storage.copy_of("made-1", "copy-1") as copy:
            assert is_ready(copy)
            assert copy != url
            assert storage.size("copy-1") >= 100_000
        assert not storage.is_complete("copy-1", 0)
    assert not storage.is_complete("made-1", 0)


def test_an_archive_that_was_renamed_is_kept(storage: Storage) -> None:
    with storage.empty_database("made-2") as url:
        migrate(url)
        storage.rename("made-2", "kept-2")
    assert storage.is_complete("kept-2", 0)
    assert (storage.exists("kept-2"), storage.exists("made-2")) == (True, False)
    with storage.empty_database("kept-2"):
        assert not storage.is_complete("kept-2", 0)


def test_archives_are_dropped_whether_they_exist_or_not(storage: Storage) -> None:
    with storage.empty_database("made-3") as url:
        migrate(url)
        storage.rename("made-3", "kept-3")
    storage.drop(["kept-3", "made-3"])
    assert not storage.exists("kept-3")


@POSTGRESQL.mark
def test_the_pid_of_the_server_is_that_of_a_postgres_process() -> None:
    pid = PostgresDatabases(POSTGRES_URL).server_pid()
    assert pid is None or "postgres" in Path(f"/proc/{pid}/status").read_text().splitlines()[0]
