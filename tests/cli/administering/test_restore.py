"""The commands ``restore`` and ``tombstones``: a backup is put in place without what was withdrawn since, whatever interrupts it."""

import json
import os
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from app.database.engines import read_connection, read_engine
from app.queries.administering.tombstones import list_unscrubbed
from tests import generated
from tests.cli.running import Run, ended, saying, start, titles, write
from tests.conftest import asking
from tests.databases import Templates
from tests.needs import POSTGRESQL

SECRET = "zquorvane"  # of the text of B, in no other


@pytest.fixture
def database(one_url: str) -> Path:
    return Path(one_url.removeprefix("sqlite:///"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "backup.db"


@pytest.fixture
def ids(run_one: Run, tmp_path: Path, file: Path) -> list[str]:
    """The ids of the articles A and B, which are loaded and backed up."""
    report = run_one("ingest", write(tmp_path / "a.jsonl", saying("A"), saying(f"B {SECRET}"))).stdout
    assert run_one("backup", file).exit_code == 0
    return [line.split()[1] for line in report.splitlines()[:-1]]


def database_id(url: str) -> str:
    engine = read_engine(url, connections=1)
    with read_connection(engine) as connection:
        (found,) = connection.exec_driver_sql("SELECT database_id FROM data_version").scalars()
    engine.dispose()
    return str(found)


def test_a_restored_database_is_the_backup_under_another_id(run_one: Run, one_url: str, tmp_path: Path, file: Path, ids: list[str]) -> None:
    before = database_id(one_url)
    run_one("ingest", write(tmp_path / "c.jsonl", saying("C")))
    result = run_one("restore", file)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.endswith(": 2 articles with 2 claims; 0 articles withdrawn, 0 keys revoked and 0 texts restricted anew\n")
    assert titles(one_url) == ["A", f"B {SECRET}"]
    assert database_id(one_url) not in (before, database_id(f"sqlite:///{file}"))
    assert run_one("check").stdout == "0 faults\n"
    assert run_one("ingest", tmp_path / "c.jsonl").stdout.startswith("added")


def test_what_was_withdrawn_after_the_backup_is_withdrawn_from_it(
    run_one: Run, one_url: str, tmp_path: Path, database: Path, file: Path, ids: list[str]
) -> None:
    run_one("ingest", write(tmp_path / "c.jsonl", saying("C")))
    (third,) = [line.split("\t")[0] for line in run_one("list").stdout.splitlines() if line.endswith("\tC")]
    assert run_one("delete", ids[1], third, "--reason", "wrong name").exit_code == 0
    listed = {line.split("\t")[0]: line.split("\t")[1:4] for line in run_one("tombstones").stdout.splitlines()}
    assert run_one("restore", file).stderr.endswith(
        ": 1 article with 1 claim; 1 article withdrawn, 0 keys revoked and 0 texts restricted anew\n"
    )
    assert titles(one_url) == ["A"]
    assert {line.split("\t")[0]: line.split("\t")[1:4] for line in run_one("tombstones").stdout.splitlines()} == listed
    assert run_one("ingest", tmp_path / "a.jsonl", tmp_path / "c.jsonl").stdout.splitlines()[-1].endswith("1 same, 0 refused, 2 withdrawn")
    assert run_one("check").stdout == "0 faults\n"
    assert SECRET.encode() in file.read_bytes()
    assert [each.name for each in database.parent.glob(f"{database.name}*") if SECRET.encode() in each.read_bytes()] == []
    engine = read_engine(one_url, connections=1)
    with read_connection(engine) as connection:
        assert list_unscrubbed(connection) == []
    engine.dispose()


def test_a_client_that_follows_changes_is_told_to_start_over(run_one: Run, one_url: str, file: Path, ids: list[str]) -> None:
    with asking(one_url) as client:
        page = client.get("/v1/changes").json()
        etag = client.get("/v1/claims").headers["etag"]
    run_one("restore", file)
    with asking(one_url) as client:
        assert client.get("/v1/changes", params={"after": page["items"][-1]["cursor"]}).status_code == 410
        assert client.get("/v1/claims", headers={"If-None-Match": etag}).status_code == 200
        assert len(client.get("/v1/changes").json()["items"]) == 2


def test_a_file_of_tombstones_is_withdrawn_from_a_new_database(
    run_one: Run, tmp_path: Path, file: Path, ids: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run_one("delete", ids[1], "--reason", "wrong name")
    stones = tmp_path / "tombstones.ndjson"
    stones.write_text(run_one("tombstones", "--format", "ndjson").stdout)
    row = json.loads(stones.read_text())
    assert (row["id"], row["reason"], row["scrubbed_at"] >= row["withdrawn_at"]) == (ids[1], "wrong name", True)
    new = f"sqlite:///{tmp_path}/new.db"
    monkeypatch.setenv("ONRECORD_DATABASE_URL", new)
    assert run_one("restore", file, "--tombstones", stones).exit_code == 0
    assert titles(new) == ["A"]
    with asking(new) as client:
        assert client.get(f"/v1/articles/{ids[1]}").status_code == 410
    Path(f"{tmp_path}/new.db").unlink()
    assert run_one("restore", file, "--tombstones", "-", input=stones.read_text()).exit_code == 0
    assert titles(new) == ["A"]


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=POSTGRESQL.mark)])
def test_a_database_that_another_program_restored_is_made_ready_to_serve(
    run_one: Run, templates: Templates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    run = run_one
    stones = tmp_path / "tombstones.ndjson"
    with templates.copy(kind) as old, templates.copy(kind) as restored:
        for url in (restored, old):
            monkeypatch.setenv("ONRECORD_DATABASE_URL", url)
            report = run("ingest", write(tmp_path / "a.jsonl", saying("A"), saying("B"))).stdout
        second = report.splitlines()[1].split()[1]
        run("delete", second, "--reason", "legal")
        stones.write_text(run("tombstones", "--format", "ndjson").stdout)
        monkeypatch.setenv("ONRECORD_DATABASE_URL", restored)
        before = database_id(restored)
        assert run("restore", "--tombstones", stones).stderr.endswith(
            "1 article with 1 claim; 1 article withdrawn, 0 keys revoked and 0 texts restricted anew\n"
        )
        assert (titles(restored), database_id(restored) == before) == (["A"], False)
        assert run("tombstones").stdout.split("\t")[3] == "legal"
        assert run("check").stdout == "0 faults\n"
        again = database_id(restored)
        assert run("restore", "--tombstones", os.devnull).exit_code == 0
        assert database_id(restored) != again


def test_a_database_that_is_open_elsewhere_is_not_replaced(run_one: Run, one_url: str, file: Path, ids: list[str]) -> None:
    run_one("delete", ids[0], "--reason", "x")
    reader = read_engine(one_url, connections=1)
    with read_connection(reader) as connection:
        connection.exec_driver_sql("SELECT count(*) FROM articles")
        result = run_one("restore", file)
        assert (result.exit_code, "open in another process" in result.stderr) == (2, True)
        assert connection.exec_driver_sql("SELECT count(*) FROM articles").scalar_one() == 1
    reader.dispose()
    assert titles(one_url) == [f"B {SECRET}"]
    assert run_one("restore", file).exit_code == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "other is no backup of On Record: it has no tables"),
        (b"x" * 20_000, "other is no backup that can be read: file is not a database."),
        (None, "There is no backup"),
    ],
    ids=["empty", "text", "none"],
)
def test_what_is_no_backup_replaces_nothing(
    run_one: Run, one_url: str, tmp_path: Path, ids: list[str], content: bytes | None, words: str
) -> None:
    other = tmp_path / "other"
    if content is not None:
        other.write_bytes(content)
    result = run_one("restore", other)
    assert (result.exit_code, words in result.stderr, "ONRECORD_DATABASE_URL" in result.stderr) == (2, True, False)
    assert len(titles(one_url)) == 2


def test_a_backup_of_a_later_version_is_named(run_one: Run, file: Path, ids: list[str]) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = 'later'")
    result = run_one("restore", file)
    assert (result.exit_code, result.stderr.startswith(f"{file} is no backup"), "'later'" in result.stderr) == (2, True, True)
    assert "ONRECORD_DATABASE_URL" not in result.stderr


def test_a_damaged_backup_replaces_nothing(run_one: Run, one_url: str, file: Path, database: Path, ids: list[str]) -> None:
    body = bytearray(file.read_bytes())
    body[8192 * 20 : 8192 * 30] = b"\xff" * 8192 * 10
    file.write_bytes(body)
    result = run_one("restore", file)
    assert (result.exit_code, str(file) in result.stderr) == (2, True)
    assert len(titles(one_url)) == 2
    assert [*database.parent.glob(".onrecord-*")] == []


def test_a_damaged_database_is_replaced_only_once_it_is_moved_away(
    run_one: Run, one_url: str, database: Path, file: Path, ids: list[str]
) -> None:
    database.write_bytes(b"x" * 50_000)
    result = run_one("restore", file)
    assert (result.exit_code, "tombstones" in result.stderr or "no database" in result.stderr) == (2, True)
    moved = database.with_suffix(".damaged")
    database.rename(moved)
    log = Path(f"{database}-wal")
    log.write_bytes(b"x" * 100)
    assert "Move it away" in run_one("restore", file).stderr
    log.unlink()
    assert run_one("restore", file).exit_code == 0
    assert len(titles(one_url)) == 2


def test_the_database_of_another_program_is_not_replaced(run_one: Run, database: Path, file: Path, ids: list[str]) -> None:
    database.unlink()
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    result = run_one("restore", file)
    assert (result.exit_code, "no database of On Record" in result.stderr) == (2, True)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "Line 2 is no JSON"),
        ('{"id": "art_1"}', "Line 2 is no tombstone: id"),
        ('{"id": "art_1q7d8m4z0k3n5c6v2b9x", "withdrawn_at": "2026-01-01", "reason": "x"}', "withdrawn_at"),
        ("[]", "Line 2 is no tombstone"),
        ('{"type": "key"}', "Line 2 has a type that is none of tombstone, revocation, policy"),
        (
            '{"type": "policy", "id": "art_1q7d8m4z0k3n5c6v2b9x", "at": "2026-01-01T00:00:00Z", "before": "full"}',
            "Line 2 is no policy: after",
        ),
    ],
)
def test_a_line_that_is_no_tombstone_is_named_and_nothing_is_done(
    run_one: Run, one_url: str, tmp_path: Path, file: Path, ids: list[str], line: str, words: str
) -> None:
    stones = tmp_path / "tombstones.ndjson"
    stones.write_text(f'{{"id": "{ids[0]}", "withdrawn_at": "2026-01-01T00:00:00Z", "reason": "x"}}\n{line}\n')
    for arguments in (("restore", file), ("restore",)):
        result = run_one(*arguments, "--tombstones", stones)
        assert (result.exit_code, words in result.stderr) == (2, True)
    assert len(titles(one_url)) == 2


def test_restore_needs_a_backup_or_tombstones_and_postgresql_its_own_program(
    run_one: Run, file: Path, ids: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run_one("restore").exit_code == 2
    assert run_one("restore", os.environ["ONRECORD_DATABASE_URL"].removeprefix("sqlite:///")).exit_code == 2
    monkeypatch.setenv("ONRECORD_DATABASE_URL", "postgresql://a:b@127.0.0.1:1/none")
    result = run_one("restore", file)
    assert (result.exit_code, "pg_restore" in result.stderr) == (2, True)


def test_a_backup_of_an_earlier_version_is_migrated(run_one: Run, one_url: str, tmp_path: Path) -> None:
    earlier = f"sqlite:///{tmp_path}/earlier.db"
    run_one("migrate", "0019", env={"ONRECORD_DATABASE_URL": earlier})
    assert run_one("restore", tmp_path / "earlier.db").exit_code == 0
    assert titles(one_url) == []


@pytest.mark.slow
def test_a_restore_that_is_killed_leaves_the_old_database_whole(
    run_one: Run, one_url: str, tmp_path: Path, database: Path, file: Path
) -> None:
    run_one("ingest", write(tmp_path / "a.jsonl", *generated.documents(200)))
    run_one("backup", file)
    first = run_one("list").stdout.split("\t")[0]
    run_one("delete", first, "--reason", "x")
    kills = 0
    for delay_s in (0.0, 0.1, 0.3):
        process = start(one_url, "restore", file)
        deadline = time.monotonic() + 60
        while process.poll() is None and not [*database.parent.glob(".onrecord-*.part")] and time.monotonic() < deadline:
            time.sleep(0.002)
        time.sleep(delay_s)
        if process.poll() is None:
            kills += 1
            process.send_signal(signal.SIGKILL)
        ended(process)
        assert run_one("tombstones").stdout.startswith(first)
        assert len(titles(one_url)) == 199
        assert run_one("check").stdout == "0 faults\n"
    assert kills > 0
    for left in database.parent.glob(".onrecord-*"):
        left.unlink()
    assert run_one("restore", file).exit_code == 0
    assert len(titles(one_url)) == 199
