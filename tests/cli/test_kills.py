"""Ingest killed again and again: served articles are whole at every moment, and in the end all are loaded."""

import gzip
import json
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from subprocess import Popen
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Connection, Engine, func, select

from app.database.engines import read_connection, read_engine, write_engine
from app.database.tables import Table
from app.ingest.preparing.numbering import assign_ids
from app.ingest.reading.validation import validated
from tests.cli.running import ended, start
from tests.conftest import asking
from tests.databases import Templates
from tests.generated import documents
from tests.loading import load_document
from tests.tables import dump

DOCUMENTS, KILLS, LATEST_MS = 500, 20, 40
BATCH = "7"  # articles in a transaction: a kill falls into the middle of one
TABLES = {"entities": "appearances", "claims": "claims", "events": "events", "relations": "relations", "times": "times"}
PARTS = tuple(TABLES)
Rows = dict[str, list[dict[str, Any]]]


class Archive:
    """The documents, by the ids of their articles, in the order in which they are loaded."""

    def __init__(self) -> None:
        self.by_id = {assign_ids(validated(document)).article_id: document for document in documents(DOCUMENTS)}
        self.parts = {article: tuple(len(document[part]) for part in PARTS) for article, document in self.by_id.items()}

    def write(self, folder: Path) -> list[Path]:
        """Write the documents to three files, the last of them compressed."""
        lines = [json.dumps(document) + "\n" for document in self.by_id.values()]
        files = [folder / "a.jsonl", folder / "b.jsonl", folder / "c.jsonl.gz"]
        for n, file in enumerate(files):
            written = "".join(lines[n * DOCUMENTS // 3 : (n + 1) * DOCUMENTS // 3]).encode()
            file.write_bytes(gzip.compress(written) if file.suffix == ".gz" else written)
        return files


@pytest.fixture(scope="module")
def archive() -> Archive:
    return Archive()


@pytest.fixture(scope="module")
def undisturbed(templates: Templates, archive: Archive) -> Iterator[Rows]:
    """All rows of a database into which the documents were loaded without a disturbance, one after the other."""
    with templates.copy("sqlite") as url:
        engine = write_engine(url)
        for document in archive.by_id.values():
            load_document(engine, validated(document))
        yield dump(engine, "data_version")
        engine.dispose()


class LoadChecker:
    """Checks a database while it is loaded: in a snapshot of its tables, and through the API."""

    def __init__(self, engine: Engine, client: TestClient, archive: Archive, chance: Random) -> None:
        self._engine, self._client, self._archive, self._chance = engine, client, archive, chance
        self._order = list(archive.by_id)

    def check_all(self) -> int:
        """Check that every article of which a row is stored is stored whole; return how many there are."""
        with read_connection(self._engine) as connection:
            stored = [_rows_by_article(connection, name) for name in ("articles", "documents", *TABLES.values())]
        articles = set().union(*stored)
        assert {key: [rows[key] for rows in stored] for key in articles} == {key: [1, 1, *self._archive.parts[key]] for key in articles}
        return len(articles)

    def check_some(self, loaded: int) -> None:
        """Ask for the article that is loaded next, which need not be there yet; the one loaded last; and any other."""
        for place in (loaded, loaded - 1, self._chance.randrange(loaded)):
            assert self._serves_whole(self._order[place]) or place == loaded

    def _serves_whole(self, article: str) -> bool:
        answer = self._client.get(f"/v1/articles/{article}/document")
        if answer.status_code == 404:
            return False
        assert answer.json() == self._archive.by_id[article]
        detail = self._client.get(f"/v1/articles/{article}").json()
        for name in ("claims", "events"):
            items = self._client.get(f"/v1/{name}", params={"article": article, "limit": 200}).json()["items"]
            expected = self._archive.parts[article][PARTS.index(name)]
            assert [detail["counts"][name], len(detail[name]), len(items)] == [expected] * 3
        return True


def _rows_by_article(connection: Connection, name: str) -> Counter[str]:
    table, articles = Table.metadata.tables[name], Table.metadata.tables["articles"]
    counted = select(articles.c.id, func.count()).group_by(articles.c.id)
    joined = articles if name == "articles" else articles.join(table, table.c.article_number == articles.c.number)
    return Counter(dict(connection.execute(counted.select_from(joined)).all()))


@contextmanager
def _killed_at_the_end(process: Popen[str]) -> Iterator[Popen[str]]:
    try:
        yield process
    finally:
        process.kill()
        ended(process)


def _wait_for(process: Popen[str], least: int) -> None:
    """Wait until a process that ingests has reported at least so many documents and then an added one."""
    assert process.stdout
    for reported, line in enumerate(process.stdout, 1):
        if line.startswith("added") and reported >= least:
            return


@pytest.mark.slow
def test_killed_twenty_times_it_serves_whole_articles_and_ends_with_all_of_them(
    url: str, archive: Archive, undisturbed: Rows, tmp_path: Path
) -> None:
    chance, files, loaded = Random(20), archive.write(tmp_path), 0
    engine = read_engine(url)
    with asking(url) as client:
        checker = LoadChecker(engine, client, archive, chance)
        for least in sorted(chance.sample(range(1, DOCUMENTS - 100), KILLS)):
            with _killed_at_the_end(start(url, "ingest", "--batch", BATCH, *files)) as process:
                _wait_for(process, least)
                checker.check_some(checker.check_all())
                time.sleep(chance.uniform(0, LATEST_MS) / 1000)
                assert process.poll() is None
            assert process.returncode == -signal.SIGKILL
            before, loaded = loaded, checker.check_all()
            assert before < loaded < DOCUMENTS
            checker.check_some(loaded)
    rerun = start(url, "ingest", *files)
    assert ended(rerun)[0].splitlines()[-1] == f"{DOCUMENTS - loaded} added, 0 changed, {loaded} same, 0 refused"
    assert dump(engine, "data_version") == undisturbed
    engine.dispose()
