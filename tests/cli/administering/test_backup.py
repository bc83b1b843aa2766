"""The command ``backup``: a copy of one moment, made while others write, and checked."""

import os
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

import pytest

from app.database import backups
from app.database.backups import copy_database
from app.database.engines import read_connection, read_engine, write_engine
from app.ingest.reading.validation import validated
from app.queries.checking.counters import check_counters
from app.queries.listing.versions import get_data_version
from tests import generated
from tests.cli.running import Run, saying, titles, write
from tests.loading import load_document
from tests.tables import stamp


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "backup.db"


def loaded(run: Run, folder: Path, *names: str) -> None:
    assert run("ingest", write(folder / "a.jsonl", *map(saying, names))).exit_code == 0


def test_a_backup_is_one_file_that_holds_the_archive(run_one: Run, one_url: str, tmp_path: Path, file: Path) -> None:
    loaded(run_one, tmp_path, "A", "B")
    result = run_one("backup", file)
    assert (result.exit_code, result.stdout) == (0, "")
    assert f"{file}: 2 articles with 2 claims, " in result.stderr
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.jsonl", "backup.db"]
    assert titles(f"sqlite:///{file}") == ["A", "B"] == titles(one_url)


def test_a_backup_has_what_is_in_the_write_ahead_log_alone(run_one: Run, one_url: str, file: Path) -> None:
    engine = write_engine(one_url)
    load_document(engine, validated(saying("A")))
    assert os.path.getsize(f"{one_url.removeprefix('sqlite:///')}-wal") > 0
    assert run_one("backup", file).exit_code == 0
    engine.dispose()
    assert titles(f"sqlite:///{file}") == ["A"]


def test_a_backup_is_of_one_moment_while_others_write(
    run_one: Run, one_url: str, tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = generated.documents(24)
    run_one("ingest", write(tmp_path / "a.jsonl", *documents[:12]))
    monkeypatch.setattr(backups, "PAGES_AT_ONCE", 3)
    is_copying, is_written = Event(), Event()

    def write_meanwhile() -> None:
        is_copying.wait(60)
        engine = write_engine(one_url)
        for document in documents[12:]:
            load_document(engine, validated(document))
        engine.dispose()
        is_written.set()

    def wait_once(_: int) -> None:
        is_copying.set()
        is_written.wait(60)

    writer = Thread(target=write_meanwhile)
    writer.start()
    file.touch()
    copy_database(one_url, str(file), wait_once)
    writer.join()
    assert (len(titles(f"sqlite:///{file}")), len(titles(one_url))) == (12, 24)
    faults_of = _reading(f"sqlite:///{file}")
    assert faults_of(lambda connection: [*check_counters(connection)]) == []
    assert faults_of(get_data_version) == 12


def _reading(url: str) -> Callable[..., object]:
    def read(function: Callable[..., object]) -> object:
        engine = read_engine(url, connections=1)
        with read_connection(engine) as connection:
            found = function(connection)
        engine.dispose()
        return found

    return read


def test_a_damaged_database_is_not_backed_up_and_the_backup_before_stays(run_one: Run, one_url: str, tmp_path: Path, file: Path) -> None:
    loaded(run_one, tmp_path, *(f"A{n}" for n in range(20)))
    assert run_one("backup", file).exit_code == 0
    before = file.read_bytes()
    database = Path(one_url.removeprefix("sqlite:///"))
    body = bytearray(database.read_bytes())
    body[8192 * 20 : 8192 * 30] = b"\xff" * 8192 * 10
    database.write_bytes(body)
    result = run_one("backup", file)
    assert (result.exit_code, "damaged" in result.stderr) == (2, True)
    assert file.read_bytes() == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.jsonl", "backup.db"]


def test_a_backup_replaces_no_database_in_use_no_device_and_not_what_it_copies(run_one: Run, one_url: str, tmp_path: Path) -> None:
    used = tmp_path / "used.db"
    run_one("backup", used)
    Path(f"{used}-wal").touch()
    odd = tmp_path / "why?.db"
    for target, words in (
        (used, "in use"),
        (one_url.removeprefix("sqlite:///"), "in use"),
        ("/dev/null", "no file"),
        (odd, "question mark"),
    ):
        result = run_one("backup", target)
        assert (result.exit_code, words in result.stderr) == (2, True)
    (tmp_path / "pipe").mkdir()
    assert run_one("backup", tmp_path / "pipe").exit_code == 2


def test_there_is_nothing_to_back_up_where_there_is_no_database(run_one: Run, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_DATABASE_URL", f"sqlite:///{file.parent}/none.db")
    result = run_one("backup", file)
    assert (result.exit_code, "There is no database" in result.stderr, file.exists()) == (2, True, False)


def test_a_database_of_an_earlier_version_can_be_backed_up(run_one: Run, one_url: str, file: Path) -> None:
    stamp(one_url, "0019")
    assert run_one("backup", file).exit_code == 0


def test_postgresql_is_named_its_own_program(run_one: Run, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_DATABASE_URL", "postgresql://a:b@127.0.0.1:1/none")
    result = run_one("backup", file)
    assert (result.exit_code, "pg_dump" in result.stderr, file.exists()) == (2, True, False)
