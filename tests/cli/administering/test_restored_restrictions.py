"""A restore brings back no key that was revoked, and no text that was hidden, after the backup."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlalchemy import text

from app.database.engines import read_connection, read_engine, write_engine, write_session
from app.ingest.administering.replaced import read_replaced
from app.ingest.administering.restrictions import Withdrawal
from app.queries.administering.edits import get_article_history
from tests.cli.running import Run, saying, write
from tests.conftest import asking


@pytest.fixture
def ids(run: Run, tmp_path: Path) -> list[str]:
    """The ids of the articles A and B, which everybody sees all of."""
    report = run("ingest", write(tmp_path / "a.jsonl", saying("A"), saying("B"))).stdout
    return [line.split()[1] for line in report.splitlines()[:-1]]


def seen(url: str, ids: list[str], key: str) -> tuple[list[str], int]:
    """Return the policies of articles, as everybody sees them, and the status of an answer to a key."""
    with asking(url) as client:
        policies = [client.get(f"/v1/articles/{each}").json()["text_policy"] for each in ids]
        return policies, client.get("/v1/articles", headers={"Authorization": f"Bearer {key}"}).status_code


def history(url: str, article_id: str) -> list[Any]:
    engine = read_engine(url, connections=1)
    with read_connection(engine) as connection:
        items = get_article_history(connection, article_id)["items"]
    engine.dispose()
    return [(each["at"], each["actor"], each["reason"], each["before"]["text_policy"], each["after"]["text_policy"]) for each in items]


def forget(url: str) -> None:
    """Make a database what a backup was: nobody had revoked a key, or changed a policy."""
    engine = write_engine(url)
    with write_session(engine) as session:
        for statement in ("UPDATE api_keys SET revoked_at = NULL", "DELETE FROM edits", "DELETE FROM edit_numbers"):
            session.execute(text(statement))
    engine.dispose()


def test_what_was_revoked_and_hidden_after_the_backup_is_so_in_the_restored_database(run_one: Run, one_url: str, tmp_path: Path) -> None:
    report = run_one("ingest", write(tmp_path / "a.jsonl", saying("A"), saying("B"))).stdout
    ids = [line.split()[1] for line in report.splitlines()[:-1]]
    key = run_one("keys", "create", "reader", "--scope", "read").stdout.splitlines()[-1]
    run_one("policy", "quotes", ids[1])
    run_one("backup", file := tmp_path / "backup.db")
    run_one("keys", "revoke", "reader")
    run_one("policy", "hidden", ids[0], "--reason", "contract")
    run_one("policy", "full", ids[1])
    before, listed = history(one_url, ids[0]), run_one("keys", "list").stdout
    assert run_one("restore", file).stderr.endswith("; 0 articles withdrawn, 1 key revoked and 1 text restricted anew\n")
    assert seen(one_url, ids, key) == (["hidden", "quotes"], 401)
    assert (history(one_url, ids[0]), run_one("keys", "list").stdout) == (before, listed)
    assert before[0][2:] == ("contract", "full", "hidden")
    assert run_one("check").stdout == "0 faults\n"


def test_a_file_carries_revocations_and_policies_to_what_another_program_restored(
    run: Run, url: str, tmp_path: Path, ids: list[str]
) -> None:
    key = run("keys", "create", "reader", "--scope", "read").stdout.splitlines()[-1]
    run("keys", "create", "writer", "--scope", "write")
    run("keys", "revoke", "reader")
    run("policy", "quotes", *ids)
    run("policy", "hidden", ids[0], "--reason", "contract")
    (kept := tmp_path / "kept.ndjson").write_text(run("tombstones", "--format", "ndjson").stdout)
    assert [orjson.loads(line)["type"] for line in kept.read_text().splitlines()] == ["revocation", "policy", "policy", "policy"]
    before = history(url, ids[0])
    run("policy", "full", "--all")
    forget(url)
    assert seen(url, ids, key) == (["full", "full"], 200)
    assert run("restore", "--tombstones", kept).stderr.endswith("; 0 articles withdrawn, 1 key revoked and 2 texts restricted anew\n")
    assert seen(url, ids, key) == (["hidden", "quotes"], 401)
    assert history(url, ids[0]) == before
    assert run("check").stdout == "0 faults\n"
    assert run("restore", "--tombstones", kept).stderr.endswith("; 0 articles withdrawn, 0 keys revoked and 0 texts restricted anew\n")
    run("policy", "full", ids[0], "--reason", "a new contract")
    assert run("restore", "--tombstones", kept).stderr.endswith("0 texts restricted anew\n"), "the later change counts"


def test_a_database_of_a_version_before_keys_and_policies_is_read() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE tombstones (article_id, withdrawn_at, actor, reason)")
        connection.execute("INSERT INTO tombstones VALUES ('art_1', '2026-01-02 03:04:05.000006', NULL, 'x')")
        assert read_replaced(connection, "a.db") == [Withdrawal("art_1", datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC), None, "x")]
