"""Reads of requests: on the event loop or in threads, and a database that changes under the server."""

import asyncio
import shutil
import time
from pathlib import Path
from threading import Event, current_thread, main_thread
from unittest.mock import patch

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Connection

from app.api.reading.session import Reader
from app.database.engines import read_engine, write_engine
from app.database.migrate import migrate
from app.errors import ReadTimedOut
from app.ingest.reading.validation import validated
from app.main import create_app
from app.parameters.claims import ClaimQuery
from app.queries.listing.versions import get_data_state
from tests import make
from tests.conftest import Load, asking, settings_for
from tests.databases import Templates
from tests.endless import EndlessRead
from tests.loading import load_document
from tests.needs import POSTGRESQL
from tests.queries.archive import UNKNOWN


def test_a_bounded_read_does_not_wait_for_slow_ones(one_url: str) -> None:
    engine = read_engine(one_url, 2)
    reader, event = Reader(engine), Event()

    def wait_for_event(_: Connection) -> bool:
        return event.wait(timeout=20)

    def is_on_event_loop(_: Connection) -> bool:
        return current_thread() is main_thread()

    async def both() -> tuple[bool, bool]:
        waiting = asyncio.create_task(reader.read(wait_for_event, is_bounded=False))
        await asyncio.sleep(0.05)
        on_event_loop = await reader.read(is_on_event_loop, is_bounded=True)
        event.set()
        return on_event_loop, await waiting

    assert asyncio.run(both()) == (True, True)
    engine.dispose()


def test_a_probe_has_no_more_time_where_it_waits_behind_others(one_url: str) -> None:
    engine, ended = read_engine(one_url, 2), list[str]()
    reader = Reader(engine, threads=1, timeout_s=0.4)

    async def probe(name: str, begin_s: float) -> None:
        await asyncio.sleep(begin_s)
        with pytest.raises(ReadTimedOut):
            await reader.probe(EndlessRead())
        ended.append(name)

    async def mark() -> None:
        await asyncio.sleep(0.75)  # what begins when the first two end, at .4, would take until .8
        ended.append("mark")

    async def all_of_them() -> None:
        await asyncio.gather(probe("first", 0), probe("second", 0), probe("third", 0.3), mark())

    asyncio.run(all_of_them())
    assert (sorted(ended[:2]), ended[2:]) == (["first", "second"], ["third", "mark"])
    reader.close()
    engine.dispose()


def test_requests_of_one_turn_of_the_event_loop_share_one_read_of_the_data_state(url: str) -> None:
    reading, writing = read_engine(url), write_engine(url)
    reader, states = Reader(reading), list[str]()

    def record_state(connection: Connection) -> str:
        states.append(get_data_state(connection))
        return states[-1]

    async def read_states() -> tuple[list[object], object, object]:
        together = await asyncio.gather(*(reader.data_state() for _ in range(3)))
        await asyncio.sleep(0)
        later = await reader.data_state()
        load_document(writing, validated(make.document()))
        await asyncio.sleep(0)
        return together, later, await reader.data_state()

    with patch("app.api.reading.session.get_data_state", record_state):
        together, later, after = asyncio.run(read_states())
    assert together == [later] * 3
    assert (len(states), after == later) == (3, False)
    reader.close()
    reading.dispose()
    writing.dispose()


@POSTGRESQL.mark
def test_requests_that_come_in_while_the_data_state_is_read_share_the_next_read(templates: Templates) -> None:
    begun, released, states = Event(), Event(), list[str]()

    def slow_state(connection: Connection) -> str:
        begun.set()
        assert released.wait(timeout=20)
        states.append(get_data_state(connection))
        return states[-1]

    async def read_states(reader: Reader) -> None:
        first = asyncio.create_task(reader.data_state())
        await asyncio.to_thread(begun.wait, 20)
        others = [asyncio.create_task(reader.data_state()) for _ in range(3)]
        await asyncio.sleep(0.05)
        assert not any(task.done() for task in (first, *others))
        released.set()
        assert set(await asyncio.gather(first, *others)) == {*states}

    with templates.copy("postgresql") as url, patch("app.api.reading.session.get_data_state", slow_state):
        engine = read_engine(url)
        reader = Reader(engine)
        asyncio.run(read_states(reader))
        reader.close()
        engine.dispose()
    assert len(states) == 2


@pytest.mark.parametrize(
    ("params", "is_bounded"),
    [
        ({}, True),
        ({"limit": 9, "cursor": "x", "units": "utf16", "count": "none", "sort": "-said"}, True),
        ({"sort": "position"}, True),
        ({"speaker": [UNKNOWN["ent"]]}, True),
        ({"id": [UNKNOWN["clm"]] * 2, "sort": "said"}, True),
        ({"speaker": [UNKNOWN["ent"]], "sort": "-published"}, False),
        ({"speaker": [UNKNOWN["ent"]] * 2}, False),
        ({"speaker": [UNKNOWN["ent"]], "article": [UNKNOWN["art"]]}, False),
        ({"q": "a"}, False),
        ({"facet": ["kind"]}, False),
        ({"count": "exact"}, False),
    ],
)
def test_only_queries_that_one_index_answers_in_order_are_bounded(params: dict[str, object], is_bounded: bool) -> None:
    assert ClaimQuery.model_validate(params).is_bounded is is_bounded


def test_a_replaced_database_file_is_served_within_a_second(one_url: str, tmp_path: Path) -> None:
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


def test_the_etag_of_another_database_at_the_same_version_does_not_match(client: TestClient, load: Load, url: str) -> None:
    load(make.document())
    etag = client.get("/v1/claims").headers["etag"]
    migrate(url, "base")
    migrate(url)
    load(make.document("<s0>Ana Novak</s0> <q0>said</q0> <c0>it rains</c0>."))
    answer = client.get("/v1/claims", headers={"If-None-Match": etag})
    assert (answer.status_code, answer.json()["items"][0]["quote"]) == (200, "it rains")


def test_a_file_that_is_no_database_is_503(tmp_path: Path) -> None:
    junk = tmp_path / "junk.db"
    junk.write_bytes(bytes(range(256)) * 100)
    with TestClient(create_app(settings_for(f"sqlite:///{junk}")), raise_server_exceptions=False) as client:
        assert [client.get(path).status_code for path in ("/readyz", "/v1/claims")] == [503, 503]


@pytest.mark.parametrize("query", ["limit=5&limit=6", "q=a&q=b", "anonymous=true&anonymous=false", "sort=said&sort=-said"])
def test_two_values_for_a_parameter_that_takes_one_are_refused(client: TestClient, query: str) -> None:
    answer = client.get(f"/v1/claims?{query}")
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (422, query.partition("=")[0])
