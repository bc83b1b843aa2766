"""How requests reach the database: what runs on the event loop, and what a database that changes under the server does."""

import asyncio
import shutil
import time
from pathlib import Path
from threading import Event, current_thread, main_thread
from unittest.mock import patch

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Connection

from app.api.serving.session import Reader
from app.database.engines import read_engine, write_engine
from app.database.migrate import migrate
from app.ingest.reading.validation import validated
from app.main import create_app
from app.parameters.claims import ClaimQuery
from app.queries.listing.versions import get_data_state
from tests import make
from tests.conftest import Load, asking, settings_for
from tests.loading import load_document


def test_a_bounded_read_does_not_wait_for_slow_ones(one_url: str) -> None:
    engine = read_engine(one_url, 2)
    reader, hold = Reader(engine), Event()

    def slow(_: Connection) -> bool:
        return hold.wait(timeout=20)

    def fast(_: Connection) -> bool:
        return current_thread() is main_thread()

    async def both() -> tuple[bool, bool]:
        waiting = asyncio.create_task(reader.read(slow, is_bounded=False))
        await asyncio.sleep(0.05)
        on_the_loop = await reader.read(fast, is_bounded=True)
        hold.set()
        return on_the_loop, await waiting

    assert asyncio.run(both()) == (True, True)
    engine.dispose()


def test_requests_that_came_together_share_one_look_at_the_state_and_no_later_one_does(one_url: str) -> None:
    reading, writing = read_engine(one_url), write_engine(one_url)
    reader, looks = Reader(reading), list[str]()

    def look(connection: Connection) -> str:
        looks.append(get_data_state(connection))
        return looks[-1]

    async def ask() -> tuple[list[object], object, object]:
        together = await asyncio.gather(*(reader.data_state() for _ in range(3)))
        await asyncio.sleep(0)
        later = await reader.data_state()
        load_document(writing, validated(make.document()))
        await asyncio.sleep(0)
        return together, later, await reader.data_state()

    with patch("app.api.serving.session.get_data_state", look):
        together, later, after = asyncio.run(ask())
    assert together == [later] * 3
    assert (len(looks), after == later) == (3, False)
    reader.close()
    reading.dispose()
    writing.dispose()


@pytest.mark.parametrize(
    ("params", "is_bounded"),
    [
        ({}, True),
        ({"limit": 9, "cursor": "x", "units": "utf16", "count": "none", "sort": "-said"}, True),
        ({"sort": "position"}, True),
        ({"speaker": ["a"]}, True),
        ({"id": ["a", "b"], "sort": "said"}, True),
        ({"speaker": ["a"], "sort": "-published"}, False),
        ({"speaker": ["a", "b"]}, False),
        ({"speaker": ["a"], "article": ["b"]}, False),
        ({"q": "a"}, False),
        ({"facet": ["kind"]}, False),
        ({"count": "exact"}, False),
    ],
)
def test_only_what_one_index_answers_in_order_is_bounded(params: dict[str, object], is_bounded: bool) -> None:
    assert ClaimQuery.model_validate(params).is_bounded is is_bounded


def test_a_database_that_is_put_in_the_place_of_another_is_served_within_a_second(one_url: str, tmp_path: Path) -> None:
    file = Path(one_url.removeprefix("sqlite:///"))
    other = tmp_path / "other.db"
    shutil.copyfile(file, other)
    engine = write_engine(f"sqlite:///{other}")
    load_document(engine, validated(make.document()))
    engine.dispose()
    with asking(one_url) as client:
        assert client.get("/v1/claims").json()["items"] == []
        other.replace(file)
        time.sleep(1)
        assert len(client.get("/v1/claims").json()["items"]) == 1
        away = file.rename(tmp_path / "away.db")
        time.sleep(1)
        assert (client.get("/readyz").status_code, client.get("/v1/claims").status_code) == (503, 503)
        away.rename(file)
        assert client.get("/readyz").status_code == 200


def test_another_database_at_the_same_number_is_not_taken_for_the_same(client: TestClient, load: Load, url: str) -> None:
    load(make.document())
    etag = client.get("/v1/claims").headers["etag"]
    migrate(url, "base")
    migrate(url)
    load(make.document("<s0>Ana Novak</s0> <q0>said</q0> <c0>it rains</c0>."))
    answer = client.get("/v1/claims", headers={"If-None-Match": etag})
    assert (answer.status_code, answer.json()["items"][0]["quote"]) == (200, "it rains")


def test_a_file_that_is_no_database_is_a_problem_of_the_database(tmp_path: Path) -> None:
    junk = tmp_path / "junk.db"
    junk.write_bytes(bytes(range(256)) * 100)
    with TestClient(create_app(settings_for(f"sqlite:///{junk}")), raise_server_exceptions=False) as client:
        assert [client.get(path).status_code for path in ("/readyz", "/v1/claims")] == [503, 503]


@pytest.mark.parametrize("query", ["limit=5&limit=6", "q=a&q=b", "anonymous=true&anonymous=false", "sort=said&sort=-said"])
def test_a_parameter_that_takes_one_value_is_not_given_two(client: TestClient, query: str) -> None:
    answer = client.get(f"/v1/claims?{query}")
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (422, query.partition("=")[0])
