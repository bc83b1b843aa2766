"""The command ``check``: what is damaged, or does not fit together, is named by table and id."""

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text

from app.database.engines import database_url, write_engine
from app.ingest.preparing.documents import prepare
from app.ingest.reading.validation import validated
from tests import generated
from tests.cli.running import Run, invoke, saying, write
from tests.conftest import DATABASES
from tests.databases import Templates
from tests.loading import load_batch
from tests.tables import execute

FIRST = {"FIRST_CLAIM": "(SELECT min(number) FROM claims)", "FIRST_ARTICLE": "(SELECT min(number) FROM articles)"}


def load_articles(url: str) -> None:
    """Load some articles together."""
    documents = [*generated.documents(8), *(saying(title) for title in ("On the quay", "On the pier"))]
    engine = write_engine(url)
    load_batch(engine, [prepare(validated(document)) for document in documents])
    engine.dispose()


@pytest.fixture(params=DATABASES)
def loaded_url(request: pytest.FixtureRequest, templates: Templates) -> Iterator[str]:
    with templates.copy(request.param, load=load_articles) as url:
        yield url


@pytest.fixture
def checked(loaded_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command over an archive of some articles."""
    monkeypatch.setenv("ONRECORD_DATABASE_URL", loaded_url)
    return invoke


def test_nothing_is_wrong_with_what_was_loaded(checked: Run) -> None:
    result = checked("check")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "0 faults\n", "")


@pytest.mark.parametrize(
    ("statement", "start", "end"),
    [
        ("UPDATE claims SET rendered = 'x' WHERE number = FIRST_CLAIM", "claims clm_", "the stored JSON cannot be read: "),
        (
            "UPDATE claims SET rendered = (SELECT rendered FROM claims ORDER BY number DESC LIMIT 1) WHERE number = FIRST_CLAIM",
            "claims clm_",
            "the stored JSON is of another id",
        ),
        ("UPDATE articles SET rendered = 'x' WHERE number = FIRST_ARTICLE", "articles art_", "the stored JSON cannot be read: "),
        ("UPDATE articles SET text = text || '.' WHERE number = FIRST_ARTICLE", "articles art_", "text_sha256 is not the hash of the text"),
        ("UPDATE documents SET body = 'x' WHERE article_number = FIRST_ARTICLE", "documents art_", "the document cannot be read: "),
        (
            "UPDATE documents SET sha256 = 'x' WHERE article_number = FIRST_ARTICLE",
            "documents art_",
            "sha256 is not the hash of the document",
        ),
        (
            "UPDATE articles SET text = NULL, text_sha256 = 'x' WHERE text IS NOT NULL AND "
            "number = (SELECT min(number) FROM articles WHERE text IS NOT NULL)",
            "documents art_",
            "the document is of another text than its article",
        ),
        (
            "UPDATE claims SET content = '[[0, 9999]]' WHERE number = (SELECT min(number) FROM claims WHERE quote IS NOT NULL)",
            "claims clm_",
            "content has the span [0, 9999], which is not in the text of ",
        ),
        (
            "UPDATE claims SET cue = '[[7, 7]]' WHERE number = (SELECT min(number) FROM claims WHERE quote IS NOT NULL)",
            "claims clm_",
            "cue has the span [7, 7]",
        ),
        ("UPDATE claims SET quote = quote || '.' WHERE quote IS NOT NULL", "claims clm_", "the quote is not what the text has there"),
        ("UPDATE claims SET quote_key = 'x' WHERE quote IS NOT NULL", "claims clm_", "quote_key is not the hash of the quote"),
        ("UPDATE claims SET excerpts = '[[1]]' WHERE quote IS NOT NULL", "claims clm_", "the quote is not what the text has there"),
        ("UPDATE claims SET content = '7' WHERE quote IS NOT NULL", "claims: ", "cannot be read"),
        ("UPDATE events SET mentions = '[[5000, 5001]]'", "events evt_", "mentions has the span [5000, 5001]"),
        ("UPDATE appearances SET mentions = '[[-1, 2]]'", "appearances ", "mentions has the span [-1, 2]"),
        ("INSERT INTO version_starts (version, first_article) VALUES (99999, 99999)", "version_starts: 99999", "later than the version"),
        (
            "INSERT INTO version_starts (version, first_article) SELECT max(version) + 1, 0 FROM version_starts",
            "version_starts: ",
            "starts before the version that precedes it",
        ),
        (
            "INSERT INTO edits (thing_id, article_id, at, before, after) VALUES ('clm_0', 'art_0', '2024-06-27 00:00:00', '{}', '{}')",
            "edit_numbers: of clm_0",
            "is less than the number of its edits",
        ),
        ("DELETE FROM data_version", "data_version: has 0 rows", "in place of one"),
        ("DELETE FROM documents WHERE article_number = FIRST_ARTICLE", "articles art_", "has no document"),
        ("UPDATE articles SET events = events + 2 WHERE number = FIRST_ARTICLE", "articles art_", "events is "),
        ("UPDATE articles SET speakers = 99 WHERE number = FIRST_ARTICLE", "articles art_", "speakers is 99, but counted are "),
        ("UPDATE entities SET claims = claims + 1 WHERE number = survivor_number", "entities ent_", "claims is "),
        ("UPDATE counts SET number = number + 1 WHERE what = 'claims' AND facet = 'kind'", "counts claims/kind/", "number is "),
        (
            "DELETE FROM counts WHERE what = 'articles' AND facet = 'publisher'",
            "counts articles/publisher/",
            "number is 0, but counted are ",
        ),
        ("UPDATE events SET claims = claims + 1", "events evt_", "claims is "),
        ("DELETE FROM changes", "articles art_", "the feed of changes ends with nothing"),
        ("UPDATE changes SET action = 'deleted'", "articles art_", "the feed of changes ends with deleted"),
        ("UPDATE changes SET id = 'art_0' WHERE place = 2", "changes art_0", "the feed ends with created, but nothing of it is stored"),
        ("UPDATE changes SET place = 99 WHERE place = 2", "changes ", "places are missing"),
        ("UPDATE changes SET version = version + 99", "changes ", "is later than the version of the data"),
        (
            "INSERT INTO tombstones (article_id, withdrawn_at, reason) VALUES ('art_0', '2024-06-27 00:00:00', 'error')",
            "tombstones art_0",
            "is withdrawn, but the feed of changes ends with nothing",
        ),
    ],
)
def test_what_is_wrong_is_named_by_table_and_id(checked: Run, loaded_url: str, statement: str, start: str, end: str) -> None:
    for name, number in FIRST.items():
        statement = statement.replace(name, number)
    execute(loaded_url, statement.replace("'x'", r"'\x78'::bytea") if loaded_url.startswith("postgresql") else statement)
    result = checked("check")
    lines = result.stdout.splitlines()
    assert result.exit_code == 1
    assert [line for line in lines if line.startswith(start) and end in line]
    assert lines[-1] in (f"{len(lines) - 1} faults", "1 fault")


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("INSERT INTO claims_fts (rowid, words) VALUES (9999, 'bridge')", r"claims_fts 9999: is indexed, but no row of claims"),
        (
            "INSERT INTO claims_fts (rowid, words) SELECT min(number), 'zquorvane' FROM claims",
            r"claims clm_\w+: is not indexed under its words",
        ),
        ("UPDATE articles SET words = words || ' zquorvane'", r"articles art_\w+: is not indexed under its words"),
        ("INSERT INTO events_fts (events_fts) VALUES ('delete-all')", r"events evt_\w+: is not indexed under its words"),
    ],
)
def test_full_text_that_does_not_fit_its_rows_is_named(run_one: Run, one_url: str, tmp_path: Path, statement: str, found: str) -> None:
    run_one("ingest", write(tmp_path / "a.jsonl", *generated.documents(8), saying("On the quay")))
    execute(one_url, statement)
    result = run_one("check")
    assert (result.exit_code, re.search(found, result.stdout) is not None) == (1, True)


def test_a_row_that_refers_to_nothing_is_named(run_one: Run, one_url: str, tmp_path: Path) -> None:
    run_one("ingest", write(tmp_path / "a.jsonl", saying("On the quay")))
    execute(one_url, "UPDATE claims SET speaker_number = 9999")
    assert "claims 1: speaker_number refers to no row of entities" in run_one("check").stdout


def test_a_damaged_page_is_named(run_one: Run, one_url: str, tmp_path: Path) -> None:
    run_one("ingest", write(tmp_path / "a.jsonl", *(saying(f"On quay {n}") for n in range(20))))
    file = Path(one_url.removeprefix("sqlite:///"))
    content = file.read_bytes()
    at = content.index(b"On quay 7") // 8192 * 8192
    file.write_bytes(content[:at] + b"\xff" * 8192 + content[at + 8192 :])
    result = run_one("check")
    assert result.exit_code == 1
    assert "database: " in result.stdout


@pytest.fixture
def on_postgresql(loaded_url: str) -> str:
    if not loaded_url.startswith("postgresql"):
        pytest.skip("SQLite checks indexes with the pages")
    return loaded_url


@pytest.fixture
def weak_role(on_postgresql: str) -> Iterator[str]:
    """Lend the address of the database for a role that may read, and make no extension."""
    role = f"reader_{uuid4().hex}"
    execute(on_postgresql, f"CREATE ROLE {role} LOGIN PASSWORD 'secret'")
    execute(on_postgresql, f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}")
    yield make_url(on_postgresql).set(username=role, password="secret").render_as_string(hide_password=False)
    execute(on_postgresql, f"DROP OWNED BY {role}")
    execute(on_postgresql, f"DROP ROLE {role}")


def test_an_index_that_differs_from_its_table_is_named(checked: Run, on_postgresql: str) -> None:
    execute(on_postgresql, "CREATE FUNCTION shown(bigint) RETURNS bigint IMMUTABLE LANGUAGE sql AS 'SELECT $1'")
    execute(on_postgresql, "CREATE INDEX claims_shown ON claims (shown(number))")
    execute(on_postgresql, "CREATE OR REPLACE FUNCTION shown(bigint) RETURNS bigint IMMUTABLE LANGUAGE sql AS 'SELECT -$1'")
    result = checked("check")
    assert (result.exit_code, result.stderr) == (1, "")
    assert result.stdout.startswith("claims_shown: ")
    assert 'lacks matching index tuple within index "claims_shown"' in result.stdout


def test_a_check_leaves_no_extension_and_keeps_one_that_is_there(checked: Run, on_postgresql: str) -> None:
    for kept in (0, 1):
        assert checked("check").exit_code == 0
        assert _extensions(on_postgresql) == kept
        execute(on_postgresql, "CREATE EXTENSION IF NOT EXISTS amcheck")


def test_indexes_that_may_not_be_read_are_said_to_be_unchecked(checked: Run, weak_role: str, on_postgresql: str) -> None:
    for reason in ('permission denied to create extension "amcheck"', "permission denied for function bt_index_check"):
        result = checked("check", env={"ONRECORD_DATABASE_URL": weak_role})
        assert (result.exit_code, result.stdout) == (0, "0 faults\n")
        assert result.stderr == f"warning: indexes were not checked: {reason}\n"
        execute(on_postgresql, "CREATE EXTENSION IF NOT EXISTS amcheck")


def test_indexes_are_checked_by_a_reader_who_may(checked: Run, weak_role: str, on_postgresql: str) -> None:
    execute(on_postgresql, 'CREATE SCHEMA "of checks"; CREATE EXTENSION amcheck SCHEMA "of checks"')
    execute(on_postgresql, f'GRANT USAGE ON SCHEMA "of checks" TO {make_url(weak_role).username}')
    execute(on_postgresql, f'GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA "of checks" TO {make_url(weak_role).username}')
    result = checked("check", env={"ONRECORD_DATABASE_URL": weak_role})
    assert (result.exit_code, result.stdout, result.stderr) == (0, "0 faults\n", "")


def _extensions(url: str) -> int:
    engine = create_engine(database_url(url))
    with engine.connect() as connection:
        found = connection.scalar(text("SELECT count(*) FROM pg_extension WHERE extname = 'amcheck'"))
    engine.dispose()
    return int(found or 0)


def test_what_is_not_migrated_is_not_checked(run_one: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_DATABASE_URL", f"sqlite:///{tmp_path}/none.db")
    assert run_one("check").exit_code == 2
