"""The command migrate, and the other commands on a database that is not migrated or does not answer."""

import os
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from app.commands.revisions import database_name, warn_of_revision
from app.database.engines import database_url, read_engine, write_engine
from app.database.migrate import migrate
from app.database.tables.version import REVISION
from app.ingest.preparing.documents import prepare
from app.ingest.reading.validation import validated
from app.queries.rendering.placeholders import RENDERED_SHAPE
from tests.cli.running import Run, ended, saying, start, write
from tests.conftest import Load
from tests.generated import documents
from tests.ingest.writing.test_rerendering import outdate, stored_shapes
from tests.loading import load_batch
from tests.needs import POSTGRES_URL, POSTGRESQL
from tests.tables import dump, stamp


def test_commands_on_a_database_that_is_not_migrated_name_the_command_migrate(run: Run, url: str, tmp_path: Path) -> None:
    migrate(url, "base")
    file = write(tmp_path / "a.json", saying("A"))
    for result in (run("ingest", file), run("export", "claims"), run("export", "documents")):
        assert (result.exit_code, result.stdout) == (2, "")
        assert "onrecord migrate" in result.stderr
        assert "Traceback" not in result.stderr


def test_commands_on_a_database_that_does_not_answer_name_its_address(run_one: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    for arguments in (["migrate"], ["export", "claims"]):
        result = run_one(*arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "127.0.0.1" in result.stderr
        assert "Traceback" not in result.stderr


def test_migrate_goes_up_and_down(run: Run, url: str) -> None:
    down, up, no = (
        f"from the tables of revision {REVISION} to no tables",
        f"from no tables to the tables of revision {REVISION}",
        "nothing to do",
    )
    steps: list[tuple[list[str], list[int], str]]
    steps = [(["base", "--yes"], [], down), (["base"], [], no), ([], [0], up), (["head"], [0], no), ([], [0], no)]
    for arguments, version, said in steps:
        result = run("migrate", *arguments)
        assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (0, "", 1)
        assert said in result.stderr
        assert _versions(url) == version


def test_migrate_names_the_database_without_its_password(run_one: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_DATABASE_URL", f"sqlite:///{tmp_path}/new.db")
    assert run_one("migrate", "base").stderr == f"{tmp_path}/new.db: nothing to do, it has no tables\n"
    assert list(tmp_path.iterdir()) == []
    assert run_one("migrate").stderr.startswith(f"{tmp_path}/new.db: migrated from no tables to ")
    assert database_name("postgresql://ana:secret@db.example/archive") == "postgresql://ana:***@db.example/archive"


def test_tables_are_not_dropped_unasked_and_the_loss_is_named(run: Run, url: str, load: Load) -> None:
    load(saying("A"), saying("B"))
    refused = run("migrate", "base")
    assert (refused.exit_code, refused.stdout, _versions(url)) == (2, "", [2])
    assert "2 articles with 2 claims" in refused.stderr
    assert "--yes" in refused.stderr


@pytest.mark.parametrize(("answer", "version"), [("n", [1]), ("y", [])])
def test_on_a_terminal_it_asks_whether_tables_may_go(one_url: str, answer: str, version: list[int]) -> None:
    engine = write_engine(one_url)
    load_batch(engine, [prepare(validated(saying("A")))])
    engine.dispose()
    terminal, its_end = os.openpty()
    process = start(one_url, "migrate", "base", stdin=its_end)
    os.write(terminal, f"{answer}\n".encode())
    _, stderr = ended(process)
    assert ("1 article with 1 claim" in stderr, process.returncode, _versions(one_url)) == (True, int(answer == "n"), version)
    os.close(terminal)
    os.close(its_end)


def test_serve_refuses_a_missing_file_one_without_tables_and_one_that_is_no_database(
    run_one: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONRECORD_DATABASE_URL", f"sqlite:///{tmp_path}/none.db")
    for said, content in (("There is no database", ""), ("has no tables", "no database " * 100), ("is no database of SQLite", "")):
        result = run_one("serve", "--port", "0")
        assert (result.exit_code, result.stdout) == (2, "")
        assert [part in result.stderr for part in (said, f"{tmp_path}/none.db", "`onrecord migrate`")] == [True] * 3
        (tmp_path / "none.db").write_text(content)


def test_other_commands_name_a_missing_file(run_one: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_DATABASE_URL", f"sqlite:///{tmp_path}/none.db")
    for arguments in (
        ["list"],
        ["export", "claims"],
        ["ingest", write(tmp_path / "a.json", saying("A"))],
        ["delete", "x", "--reason", "x"],
    ):
        result = run_one(*arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert f"{tmp_path}/none.db" in result.stderr
    assert not (tmp_path / "none.db").exists()


@POSTGRESQL.mark
def test_a_missing_database_of_postgresql_is_to_be_created(
    run_one: Run, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    url = database_url(POSTGRES_URL).set(database="no such archive").render_as_string(hide_password=False)
    monkeypatch.setenv("ONRECORD_DATABASE_URL", url)
    for command in (["migrate"], ["list"]):
        result = run_one(*command)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "`createdb 'no such archive'`" in result.stderr
    warn_of_revision(url)
    assert "createdb" in caplog.text


@pytest.mark.parametrize(
    ("revision", "advice"), [("0001", "onrecord export documents"), ("0009", "onrecord export documents"), ("0999", "later version")]
)
def test_a_database_of_a_revision_that_is_not_supported_is_refused_by_name(
    run: Run, url: str, tmp_path: Path, revision: str, advice: str
) -> None:
    stamp(url, revision)
    file = write(tmp_path / "a.json", saying("A"))
    for result in (run("migrate"), run("migrate", "base"), run("ingest", file), run("export", "documents"), run("export", "claims")):
        assert (result.exit_code, result.stdout) == (2, "")
        assert f"revision '{revision}'" in result.stderr
        assert advice in result.stderr
        assert "Traceback" not in result.stderr
    assert _versions(url) == [0]


@pytest.mark.slow
def test_serve_warns_of_a_database_of_another_revision(url: str) -> None:
    stamp(url, "0009")
    process = start(url, "serve", "--port", "0")
    try:
        assert process.stderr
        assert any("revision '0009'" in line and "onrecord export documents" in line for line in process.stderr)
    finally:
        process.terminate()
        ended(process)


def test_migrate_renders_stored_json_of_another_shape_anew(run: Run, url: str, engine: Engine, load: Load) -> None:
    load(saying("A"), saying("B"))
    fresh = dump(engine)
    outdate(engine)
    result = run("migrate")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "2 articles rendered anew\n")
    assert dump(engine) == fresh
    assert "nothing to do" in run("migrate").stderr


@pytest.mark.slow
def test_migrate_that_is_killed_goes_on_where_it_stopped(url: str, engine: Engine) -> None:
    articles = 600
    load_batch(engine, [prepare(validated(document)) for document in documents(articles)])
    fresh = dump(engine)
    outdate(engine)
    reader = read_engine(url)  # the engine that writes would wait for its turn, which may come when all is done
    process = start(url, "migrate")
    try:
        while not stored_shapes(reader).count(RENDERED_SHAPE) and process.poll() is None:
            time.sleep(0.01)
    finally:
        process.kill()
        ended(process)
        reader.dispose()
    done = stored_shapes(engine).count(RENDERED_SHAPE)
    assert 0 < done < articles
    rerun = start(url, "migrate")
    assert ended(rerun) == ("", f"{articles - done} articles rendered anew\n")
    assert dump(engine) == fresh


def test_migrate_to_an_unknown_revision_is_refused(run_one: Run) -> None:
    result = run_one("migrate", "9999")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "9999" in result.stderr


def _versions(url: str) -> list[int]:
    engine = create_engine(database_url(url))
    with engine.connect() as connection:
        has_tables = engine.dialect.has_table(connection, "data_version")
        versions = list(connection.exec_driver_sql("SELECT version FROM data_version").scalars()) if has_tables else []
    engine.dispose()
    return versions
