"""Engines and transactions: reads that cannot write, writers that wait, checkpoints."""

import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import quote

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.database.engines import checkpoint, database_url, read_connection, read_engine, server_write_engine, write_engine, write_session
from app.database.migrate import migrate
from tests import make
from tests.cli.running import HEED_INTERRUPTS
from tests.databases import Templates
from tests.needs import POSTGRESQL
from tests.tables import execute

READ_ONLY = "readonly database|read-only transaction"
COUNT = text("SELECT COUNT(*) FROM articles")


@pytest.fixture
def reading(url: str) -> Iterator[Engine]:
    opened = read_engine(url)
    yield opened
    opened.dispose()


def test_read_connections_cannot_write(reading: Engine) -> None:
    for statement in ("UPDATE data_version SET version = 7", "DELETE FROM articles", "CREATE TABLE more (id INTEGER)", "DROP TABLE times"):
        with pytest.raises(DBAPIError, match=READ_ONLY), read_connection(reading) as connection:
            connection.execute(text(statement))


def test_read_connections_cannot_be_switched_to_writing_on_sqlite(one_url: str) -> None:
    engine = read_engine(one_url)
    with read_connection(engine) as connection:
        connection.execute(text("PRAGMA query_only = OFF"))
        with pytest.raises(DBAPIError, match=READ_ONLY):
            connection.execute(text("UPDATE data_version SET version = 7"))
    engine.dispose()


def test_reading_a_sqlite_file_that_is_missing_makes_none(tmp_path: Path) -> None:
    engine = read_engine(f"sqlite:///{tmp_path}/missing.db")
    with pytest.raises(DBAPIError, match="unable to open"), read_connection(engine):
        pass
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["a b.db", "100%.db", "%41.db", "a#b.db", "a?b.db", "ž.db", "a&b=c.db"])
def test_any_file_name_can_be_read(tmp_path: Path, name: str) -> None:
    url = f"sqlite:///{tmp_path}/{quote(name)}"
    migrate(url)
    engine = read_engine(url)
    with read_connection(engine) as connection:
        assert connection.execute(COUNT).scalar_one() == 0
    engine.dispose()


def test_a_reader_sees_one_moment_of_the_data(reading: Engine, load: Callable[..., Any]) -> None:
    with read_connection(reading) as connection:
        before = connection.execute(COUNT).scalar_one()
        load(make.document())
        after = connection.execute(COUNT).scalar_one()
    with read_connection(reading) as connection:
        assert (before, after, connection.execute(COUNT).scalar_one()) == (0, 0, 1)


def test_foreign_keys_are_on(engine: Engine) -> None:
    with pytest.raises(IntegrityError), write_session(engine) as session:
        session.execute(text("INSERT INTO documents (article_number, sha256, body) VALUES (1, '', '')"))


@pytest.mark.parametrize("opened", [read_engine, write_engine])
def test_sqlite_keeps_a_log_and_foreign_keys(one_url: str, opened: Callable[[str], Engine]) -> None:
    engine = opened(one_url)
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
        assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1
    engine.dispose()


def test_an_error_in_a_write_session_leaves_nothing(engine: Engine) -> None:
    def write_and_fail() -> None:
        with write_session(engine) as session:
            session.execute(text("UPDATE data_version SET version = 7"))
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        write_and_fail()
    with engine.connect() as connection:
        assert connection.execute(text("SELECT version FROM data_version")).scalar_one() == 0


@pytest.mark.parametrize("url", ["postgres://u:p@h/n", "postgresql://u:p@h/n", "postgresql+psycopg://u:p@h/n"])
def test_every_scheme_of_postgresql_means_psycopg(url: str) -> None:
    assert database_url(url).render_as_string(hide_password=False) == "postgresql+psycopg://u:p@h/n"


def test_text_compares_by_code_point_on_both_databases(engine: Engine, load: Callable[..., Any]) -> None:
    load(*(make.document(title=title) for title in ("a", "B", "ž", "Z", "é")))
    with engine.connect() as connection:
        assert list(connection.execute(text("SELECT title FROM articles ORDER BY title")).scalars()) == ["B", "Z", "a", "é", "ž"]


WAITING = f"""
import sys
{HEED_INTERRUPTS}
from app.database.engines import write_engine, write_session
print(1, flush=True)
with write_session(write_engine(sys.argv[1])) as session:
    session.connection()
    print(2, flush=True)
"""


def begin_and_end(engine: Engine) -> None:
    with write_session(engine) as session:
        session.connection()


@pytest.mark.slow
def test_a_writer_waits_for_another_and_an_interrupt_ends_the_waiting(one_url: str) -> None:
    holding, engine = write_engine(one_url), write_engine(one_url)
    with write_session(holding) as session:
        session.connection()
        command = [sys.executable, "-c", WAITING, one_url]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"1\n"
            time.sleep(2.5)  # longer than SQLite itself waits
            assert process.poll() is None
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=10) != 0
            assert process.stdout.read() == b""
        other = threading.Thread(target=begin_and_end, args=(engine,))
        other.start()
        other.join(1.5)
        assert other.is_alive()
    other.join(10)
    assert not other.is_alive()
    holding.dispose()
    engine.dispose()


@POSTGRESQL.mark
@pytest.mark.parametrize("engine_for", [write_engine, partial(server_write_engine, timeout_s=10)])
def test_a_writer_that_waited_sees_what_the_one_before_wrote_whatever_isolation_the_server_sets(
    templates: Templates, engine_for: Callable[[str], Engine]
) -> None:
    with templates.copy("postgresql") as url:
        database = database_url(url).database
        execute(url, f'ALTER DATABASE "{database}" SET default_transaction_isolation = serializable')
        engine = engine_for(url)
        with write_session(engine) as session:
            assert session.scalar(text("SHOW transaction_isolation")) == "read committed"
        engine.dispose()


def test_the_disk_has_what_the_server_said_it_stored(one_url: str) -> None:
    engine = server_write_engine(one_url, 10)
    with write_session(engine) as session:
        assert session.scalar(text("PRAGMA synchronous")) == 2  # FULL
    engine.dispose()


def insert_in_the_log(url: str) -> Path:
    """Make a table in the write-ahead log of a file, by a process that ends as if it was killed, and return the file."""
    program = "import os, sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('PRAGMA journal_mode = WAL'); "
    program += "c.execute('CREATE TABLE noted (id INTEGER)'); c.commit(); os._exit(0)"
    file = Path(url.removeprefix("sqlite:///"))
    subprocess.run([sys.executable, "-c", program, file], check=True)
    return file


def tables_of_the_file_alone(file: Path) -> set[str]:
    with closing(sqlite3.connect(f"file:{quote(str(file))}?immutable=1", uri=True)) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}


def log_of(file: Path) -> Path:
    return file.with_name(f"{file.name}-wal")


def test_a_checkpoint_makes_the_file_whole_and_removes_the_log(one_url: str) -> None:
    file = insert_in_the_log(one_url)
    assert (log_of(file).stat().st_size > 0, "noted" in tables_of_the_file_alone(file)) == (True, False)
    checkpoint(one_url)
    assert (log_of(file).exists(), "noted" in tables_of_the_file_alone(file)) == (False, True)


def test_a_checkpoint_empties_the_log_of_a_file_that_others_have_open(one_url: str) -> None:
    file = insert_in_the_log(one_url)
    with closing(sqlite3.connect(file)) as other:
        other.execute("SELECT * FROM noted").fetchall()
        checkpoint(one_url)
        assert (log_of(file).stat().st_size, "noted" in tables_of_the_file_alone(file)) == (0, True)
        assert other.execute("SELECT COUNT(*) FROM noted").fetchone() == (0,)


@pytest.mark.parametrize("begin", ["BEGIN IMMEDIATE; INSERT INTO noted VALUES (1)", "BEGIN; SELECT * FROM noted"])
def test_a_checkpoint_of_a_log_in_use_leaves_it_and_logs_nothing(one_url: str, begin: str, caplog: pytest.LogCaptureFixture) -> None:
    file = insert_in_the_log(one_url)
    with closing(sqlite3.connect(file)) as other:
        other.isolation_level = None
        for statement in begin.split("; "):
            other.execute(statement)
        checkpoint(one_url)
        assert (log_of(file).exists(), caplog.messages) == (True, [])
        other.execute("COMMIT")
    assert "noted" in tables_of_the_file_alone(file)


def test_a_checkpoint_without_a_log_makes_no_file_and_logs_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    checkpoint("postgresql://nobody@127.0.0.1:1/nothing")
    checkpoint(f"sqlite:///{tmp_path}/missing.db")
    (tmp_path / "missing.db-wal").write_bytes(b"x")
    checkpoint(f"sqlite:///{tmp_path}/missing.db")
    assert ([file.name for file in tmp_path.iterdir()], caplog.messages) == (["missing.db-wal"], [])


def test_a_checkpoint_that_fails_otherwise_is_logged(one_url: str, caplog: pytest.LogCaptureFixture) -> None:
    insert_in_the_log(one_url)
    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorcode = sqlite3.SQLITE_FULL
    with caplog.at_level("WARNING"), patch("app.database.engines.sqlite3.connect", side_effect=full):
        checkpoint(one_url)
    assert [("nothing is lost" in record.getMessage(), record.exc_info) for record in caplog.records] == [(True, None)]  # one line
