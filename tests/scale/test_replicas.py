"""A server over a replica serves the data of the replica, under ETags of that data."""

import time
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from app.database.engines import write_engine
from app.database.migrate import migrate
from app.ingest.reading.validation import validated
from app.main import create_app
from app.settings import Settings
from tests import make
from tests.conftest import asking
from tests.databases import Templates
from tests.loading import load_document
from tests.needs import REPLICAS
from tests.scale.replicas import primary_and_replica
from tests.tables import execute


def reading(url: str, replica: str) -> TestClient:
    return TestClient(create_app(Settings(database_url=url, read_database_url=replica, access_log=False)), raise_server_exceptions=False)


def load(url: str, title: str) -> None:
    engine = write_engine(url)
    load_document(engine, validated(make.document(title=title)))
    engine.dispose()


def test_reads_go_to_the_database_that_is_set_for_them(templates: Templates) -> None:
    with templates.copy("sqlite") as url, templates.copy("sqlite") as replica, reading(url, replica) as client:
        load(url, "Written")
        assert client.get("/v1/articles").json()["items"] == []
        assert client.get("/readyz").json()["data_version"] == 0
        load(replica, "Read")
        assert [article["title"] for article in client.get("/v1/articles").json()["items"]] == ["Read"]


def test_without_a_read_database_reads_go_to_the_database_of_writes() -> None:
    assert Settings(database_url="sqlite:///a.db").served_url == "sqlite:///a.db"
    assert Settings(database_url="sqlite:///a.db", read_database_url="postgresql://u@h/n").served_url == "postgresql://u@h/n"


@pytest.mark.parametrize("wrong", ["mysql://u@h/n", "sqlite://", "b.db"])
def test_a_read_database_that_the_other_setting_would_refuse_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="give sqlite:///FILE or postgresql://"):
        Settings(read_database_url=wrong)


def wait_until(holds: Callable[[], bool]) -> None:
    for _ in range(200):
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError("the condition never held")


@REPLICAS.mark
@pytest.mark.slow
def test_a_replica_that_lags_serves_its_own_state_under_its_own_etags() -> None:
    with primary_and_replica() as (url, replica_url):
        migrate(url)
        load(url, "First")
        with asking(url) as primary, reading(url, replica_url) as replica:
            wait_until(lambda: replica.get("/readyz").status_code == 200)
            wait_until(lambda: seen(replica) == seen(primary))
            early = seen(replica)
            execute(replica_url, "SELECT pg_wal_replay_pause()")
            load(url, "Second")
            assert (versions(primary, replica), seen(replica)) == ([2, 1], early)
            assert replica.get("/v1/articles", headers={"If-None-Match": early[0]}).status_code == 304
            assert replica.get("/v1/articles", headers={"If-None-Match": seen(primary)[0]}).status_code == 200
            execute(replica_url, "SELECT pg_wal_replay_resume()")
            wait_until(lambda: seen(replica) == seen(primary))
            assert primary.get("/v1/articles", headers={"If-None-Match": early[0]}).status_code == 200
            assert versions(primary, replica) == [2, 2]


def seen(client: TestClient) -> tuple[str, bytes]:
    """Return the ETag and the body of the list of articles."""
    answer = client.get("/v1/articles")
    return answer.headers.get("etag", ""), answer.content


def versions(*clients: TestClient) -> list[int]:
    return [client.get("/readyz").json()["data_version"] for client in clients]
