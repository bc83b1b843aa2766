"""The command ``check``: what is damaged, or does not fit together, is named by table and id."""

from pathlib import Path

import pytest

from tests import generated
from tests.cli.running import Run, saying, write
from tests.tables import execute

FIRST = {"FIRST_CLAIM": "(SELECT min(number) FROM claims)", "FIRST_ARTICLE": "(SELECT min(number) FROM articles)"}


@pytest.fixture
def checked(run: Run, tmp_path: Path) -> Run:
    """As ``run``, over an archive of some articles."""
    documents = [*generated.documents(8), *(saying(title) for title in ("On the quay", "On the pier"))]
    assert run("ingest", write(tmp_path / "a.jsonl", *documents)).exit_code == 0
    return run


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
def test_what_is_wrong_is_named_by_table_and_id(checked: Run, url: str, statement: str, start: str, end: str) -> None:
    for name, number in FIRST.items():
        statement = statement.replace(name, number)
    execute(url, statement.replace("'x'", r"'\x78'::bytea") if url.startswith("postgresql") else statement)
    result = checked("check")
    lines = result.stdout.splitlines()
    assert result.exit_code == 1
    assert [line for line in lines if line.startswith(start) and end in line]
    assert lines[-1] in (f"{len(lines) - 1} faults", "1 fault")


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


def test_what_is_not_migrated_is_not_checked(run_one: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_DATABASE_URL", f"sqlite:///{tmp_path}/none.db")
    assert run_one("check").exit_code == 2
