"""The reference file holds what the documents say, once, whole or not at all."""

import sqlite3
from contextlib import closing
from pathlib import Path

import orjson
import pytest

from tests.benchmark.archives.documents import documents
from tests.benchmark.archives.reference.building import build, claims_of
from tests.make import Json

NUMBER = 300
FOUND = list(documents(NUMBER))


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reference")
    (folder / "documents").write_bytes(b"".join(orjson.dumps(document, option=orjson.OPT_APPEND_NEWLINE) for document in FOUND))
    assert build(folder / "documents", folder / "reference.db") == NUMBER
    return folder / "reference.db"


def _rows(file: Path, statement: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(statement).fetchall()


def _number(of: str) -> int:
    return sum(len(things) for document in FOUND for things in [document[of]])


def test_every_article_claim_and_event_has_a_row_and_a_named_entity_has_one_for_all_articles(reference: Path) -> None:
    numbers = {table: _rows(reference, f"SELECT count(*) FROM {table}")[0][0] for table in ("articles", "claims", "events", "appearances")}
    assert numbers == {"articles": len(FOUND), "claims": NUMBER, "events": _number("events"), "appearances": _number("entities")}
    named = {(entity["kind"], entity["name"]) for document in FOUND for entity in document["entities"] if entity["name"]}
    assert set(_rows(reference, "SELECT kind, name FROM entities WHERE name IS NOT NULL")) == named
    assert _rows(reference, "SELECT count(*) - count(DISTINCT kind || name) FROM entities WHERE name IS NOT NULL") == [(0,)]


def test_rows_are_joined_to_those_of_their_own_article(reference: Path) -> None:
    joined = """
    SELECT a.url, c.gist, coalesce(s.name, p.descriptor), (SELECT count(*) FROM abouts WHERE claim = c.number)
    FROM claims c JOIN articles a ON a.number = c.article JOIN entities s ON s.number = c.speaker
    JOIN appearances p ON p.article = c.article AND p.position = c.speaker_position AND p.entity = c.speaker
    """
    assert sorted(_rows(reference, joined)) == sorted(_claim(document, claim) for document in FOUND for claim in document["claims"])


def _claim(document: Json, claim: Json) -> tuple[object, ...]:
    speaker = next(entity for entity in document["entities"] if entity["id"] == claim["speaker"])
    return document["article"]["url"], claim["gist"], speaker["name"] or speaker["descriptor"], len(claim["about"])


def test_words_of_gist_quote_and_speaker_are_found(reference: Path) -> None:
    quote, name, gist = _rows(
        reference, "SELECT quote, s.name, gist FROM claims JOIN entities s ON s.number = speaker WHERE quote NOT NULL AND s.name NOT NULL"
    )[0]
    for words in (quote, name, gist):
        phrase = str(words).replace("“", "").replace("”", "")
        assert _rows(reference, f"""SELECT count(*) FROM claims_fts WHERE claims_fts MATCH '"{phrase}"'""")[0][0] != 0


def test_a_whole_file_is_kept_and_one_that_was_not_finished_is_built_again(reference: Path, tmp_path: Path) -> None:
    assert claims_of(reference) == NUMBER
    assert build(tmp_path / "no documents", reference) == NUMBER
    (tmp_path / "documents").write_bytes(orjson.dumps(FOUND[0]))
    with closing(sqlite3.connect(tmp_path / "part.db")) as connection:
        connection.execute("CREATE TABLE articles (number)")
    assert claims_of(tmp_path / "part.db") is None
    assert build(tmp_path / "documents", tmp_path / "part.db") == len(FOUND[0]["claims"])
