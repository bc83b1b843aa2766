"""The command migrate, and the other commands on a database that is not migrated or does not answer."""

import time
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from app.database.engines import database_url, read_engine
from app.database.migrate import migrate
from app.ingest.preparing.documents import prepare
from app.ingest.reading.validation import validated
from app.queries.rendering.placeholders import RENDERED_SHAPE
from tests.cli.running import Run, ended, saying, start, write
from tests.conftest import Load
from tests.generated import documents
from tests.ingest.writing.test_rerendering import outdate, stored_shapes
from tests.loading import load_batch
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
    for revision, version in (("base", []), (None, [0]), ("head", [0])):
        result = run("migrate", *([revision] if revision else []))
        assert (result.exit_code, result.stdout) == (0, "")
        assert _versions(url) == version


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
    assert run("migrate").stderr == ""


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
