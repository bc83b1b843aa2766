"""The writer of a process: what it does while others write, when too many writes wait, and on read-only media."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, event, text

from app.api.writing.writer import Writer
from app.database.engines import server_write_engine, write_session
from app.errors import ServerBusy, WriterBusy
from app.main import create_app
from tests import make
from tests.api.writing.conftest import bearer
from tests.conftest import api_of, settings_for


def test_a_write_waits_for_another_writer_then_says_that_it_is_busy(url: str, engine: Engine) -> None:
    writer = Writer(url, timeout_s=0.3, queue=5)
    with writing(engine), pytest.raises(WriterBusy):
        asyncio.run(writer.run(write))
    assert asyncio.run(writer.run(write)) == "written"
    writer.close()


@contextmanager
def writing(engine: Engine) -> Iterator[None]:
    """Be in the transaction of a write, as a load is."""
    with write_session(engine) as session:
        session.execute(text("SELECT 1"))
        yield


def write(engine: Engine) -> str:
    with writing(engine):
        return "written"


def test_a_busy_writer_is_answered_with_503_and_a_time(url: str, engine: Engine, keys: dict[str, str]) -> None:
    settings = settings_for(url).model_copy(update={"write_timeout_s": 0.3})
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        with writing(engine):
            answer = client.post("/v1/articles", json=make.document(), headers=bearer(keys["write"]))
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
            assert "has been writing" in answer.json()["detail"]
        assert client.post("/v1/articles", json=make.document(), headers=bearer(keys["write"])).status_code == 201


def test_more_writes_than_may_wait_are_refused_at_once(one_url: str) -> None:
    writer, may_end = Writer(one_url, timeout_s=1, queue=1), Event()

    async def write_three() -> list[Any]:
        writes = [asyncio.create_task(writer.run(lambda _: may_end.wait(60))) for _ in range(3)]
        refused, _ = await asyncio.wait(writes, return_when=asyncio.FIRST_COMPLETED)
        may_end.set()
        assert [type(each.exception()) for each in refused] == [ServerBusy]
        return await asyncio.gather(*writes, return_exceptions=True)

    assert [type(outcome) for outcome in asyncio.run(write_three())] == [bool, bool, ServerBusy]
    writer.close()


def test_nothing_is_written_on_read_only_media(url: str, keys: dict[str, str]) -> None:
    with TestClient(create_app(settings_for(url)), raise_server_exceptions=False) as client:
        api_of(client).state.writer = Writer(url, 1, 1, is_read_only=True)
        answer = client.post("/v1/articles", json=make.document(), headers=bearer(keys["write"]))
        assert (answer.status_code, answer.json()["title"]) == (503, "Read-only")


def test_a_write_that_the_disk_has_no_room_for_is_answered_with_507_and_reading_goes_on(
    url: str, engine: Engine, keys: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with TestClient(create_app(settings_for(url)), raise_server_exceptions=False) as client:
        assert client.post("/v1/articles", json=make.document(), headers=bearer(keys["write"])).status_code == 201
    monkeypatch.setattr("app.api.writing.writer.server_write_engine", without_room)
    more = make.document(f"<c0>{'The bridge will open. ' * 2000}</c0>", title="Long", own_id="2", article={"language": "en"})
    with TestClient(create_app(settings_for(url)), raise_server_exceptions=False) as client:
        answer = client.post("/v1/articles", json=more, headers=bearer(keys["write"]))
        assert (answer.status_code, answer.headers["retry-after"]) == (507, "60")
        assert (answer.json()["type"], answer.json()["detail"][:25]) == ("/problems/no-room-to-write", "The disk has no room left")
        assert len(client.get("/v1/articles").json()["items"]) == 1
        assert "507" in client.get("/openapi.json").json()["paths"]["/v1/articles"]["post"]["responses"]


def without_room(url: str, timeout_s: float) -> Engine:
    """Return the engine of a writer whose database may not grow: by a limit of SQLite, or by the error that PostgreSQL then raises."""
    engine = server_write_engine(url, timeout_s)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA max_page_count = 1").close())
    else:
        event.listen(engine, "before_cursor_execute", _raise_disk_full)
    return engine


def _raise_disk_full(_: Any, cursor: Any, statement: str, *__: Any) -> None:
    if statement.startswith("UPDATE data_version"):
        cursor.execute("DO $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$")
