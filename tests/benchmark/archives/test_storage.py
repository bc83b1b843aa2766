"""Archives are made, copied, renamed and removed alike in files and in databases of PostgreSQL."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.database.engines import read_connection, read_engine
from app.database.migrate import migrate
from app.queries.listing.versions import get_readiness
from tests.benchmark.archives.storage import Databases, Files, Place
from tests.conftest import POSTGRES_URL, WITHOUT_POSTGRES


def in_files(folder: Path) -> Place:
    return Files(folder)


def in_databases(_: Path) -> Place:
    return Databases(POSTGRES_URL)


@pytest.fixture(params=[in_files, pytest.param(in_databases, marks=WITHOUT_POSTGRES)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    made: Callable[[Path], Place] = request.param
    return made(tmp_path)


def is_ready(url: str) -> bool:
    engine = read_engine(url)
    with read_connection(engine) as connection:
        ready = get_readiness(connection)["status"] == "ready"
    engine.dispose()
    return ready


def test_an_archive_is_lent_and_gone_afterwards(place: Place) -> None:
    with place.emptied("made-1") as url:
        assert not place.is_whole("made-1", 0)
        migrate(url)
        assert (place.is_whole("made-1", 0), place.is_whole("made-1", 5)) == (True, False)
        with place.copied("made-1", "copy-1") as copy:
            assert is_ready(copy)
            assert copy != url
        assert not place.is_whole("copy-1", 0)
    assert not place.is_whole("made-1", 0)


def test_an_archive_that_is_renamed_stays(place: Place) -> None:
    with place.emptied("made-2") as url:
        migrate(url)
        place.rename("made-2", "kept-2")
    assert place.is_whole("kept-2", 0)
    with place.emptied("kept-2"):
        assert not place.is_whole("kept-2", 0)


@WITHOUT_POSTGRES
def test_the_server_is_found_by_its_process() -> None:
    pid = Databases(POSTGRES_URL).server_pid()
    assert pid is None or "postgres" in Path(f"/proc/{pid}/status").read_text().splitlines()[0]
