"""A load that is killed on the way and started again leaves what a load in peace leaves."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from app.database.engines import write_engine
from tests.cli.running import write
from tests.comparison.closing_server import closing_server
from tests.generated import documents
from tests.scale import kills

KILLS = 3


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write(tmp_path / "documents.jsonl", *documents(120))


@pytest.mark.slow
def test_an_archive_that_was_killed_on_the_way_equals_one_loaded_in_peace(file: Path, tmp_path: Path) -> None:
    assert kills.compare(file, KILLS, tmp_path) == (KILLS, [])


@pytest.mark.slow
def test_what_differs_is_told(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def spoil(file: Path, url: str, batch: int, kills_wanted: int, seconds: float, articles: int) -> int:
        load(file, url, batch, 0, seconds, articles)
        engine = write_engine(url)
        with engine.begin() as connection:
            connection.execute(text("UPDATE counts SET number = number + 1 WHERE what = 'claims' AND facet = 'kind'"))
            connection.execute(text("UPDATE entities SET name = 'Nobody' WHERE name IS NOT NULL"))
            connection.execute(text("UPDATE events SET words = 'nothing' WHERE number = 3"))
            connection.execute(text("DROP INDEX ix_articles_namesake_key"))
        engine.dispose()
        return kills_wanted

    load = kills.load_with_kills
    monkeypatch.setattr(kills, "load_with_kills", spoil)
    found = kills.compare(file, 0, tmp_path)[1]
    assert {difference.partition(":")[0] for difference in found} == {"with-kills", "stored differently", "answered differently"}
    assert [difference for difference in found if difference.startswith("with-kills: counter: ('claims', 'kind'")] != []
    assert [difference for difference in found if difference.startswith("with-kills: events_fts")] != []
    assert {"stored differently: index ix_articles_namesake_key", "stored differently: row (3,) of events"} < {*found}


def test_answers_are_compared_over_connections_that_servers_close(monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def serving(root: Path, url: str) -> Iterator[int]:
        with closing_server() as server:
            yield server.server_port

    monkeypatch.setattr(kills, "serving", serving)
    assert list(kills.different_answers("one", "other")) == []
