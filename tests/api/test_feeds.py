"""The feed of changes as Server-Sent Events, over real connections: what comes, what is held meanwhile, and when it ends."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx2
import orjson
import pytest
from sqlalchemy import Engine

from app.api.reading import event_streams
from app.ingest.administering.keys import create_key, revoke_key
from app.main import create_app
from tests import make
from tests.api.servers import serving_here
from tests.conftest import Load, settings_for
from tests.tables import execute

PATIENCE_S = 20
EVENTS = {"Accept": "text/event-stream"}
Json = dict[str, Any]


def story(number: int) -> Json:
    return make.document(title=f"Story {number}", own_id=str(number))


@pytest.fixture(autouse=True)
def _look_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_streams, "LOOK_S", 0.02)


@contextmanager
def server(url: str, **more: Any) -> Iterator[tuple[Any, str]]:
    """Lend an application with other settings, and the address at which it is served."""
    app = create_app(settings_for(url).model_copy(update=more))
    with serving_here(app) as address:
        yield app, f"{address}/v1/changes"


@contextmanager
def opened(address: str, **headers: str) -> Iterator[tuple[httpx2.Response, Iterator[str]]]:
    """Open a feed; lend the response and its lines."""
    with httpx2.stream("GET", address, headers=EVENTS | headers, timeout=PATIENCE_S) as response:
        yield response, response.iter_lines()


def next_event(lines: Iterator[str]) -> tuple[str, Json]:
    """Return the id and the data of the next event."""
    fields: dict[str, str] = {}
    for line in lines:
        if line and not line.startswith(":"):
            name, _, value = line.partition(": ")
            fields[name] = value
        elif fields:
            return fields["id"], orjson.loads(fields["data"])
    raise AssertionError("the feed has ended")


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def reader_of(app: Any) -> Any:
    while not hasattr(app, "state"):
        app = app.app
    return app.state.reader


def test_changes_come_as_they_are_committed_and_are_continued_from(url: str, load: Load) -> None:
    (first,) = load(story(1))
    with server(url) as (_, address):
        with opened(address) as (response, lines):
            assert (response.status_code, response.headers["Content-Type"]) == (200, "text/event-stream; charset=utf-8")
            position, change = next_event(lines)
            assert (change["id"], change["action"], change["cursor"]) == (first.article_id, "created", position)
            (second,) = load(story(2))
            assert next_event(lines)[1]["id"] == second.article_id
        (third,) = load(story(3))
        for start in ({"Last-Event-ID": position}, {}):
            with opened(address if start else f"{address}?after={position}", **start) as (_, lines):
                assert [next_event(lines)[1]["id"] for _ in range(2)] == [second.article_id, third.article_id]


def test_more_changes_than_one_read_gives_come_without_gap(url: str, load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.api.serving.feeds.EVENTS_AT_ONCE", 2)
    loaded = load(*map(story, range(5)))
    with server(url) as (_, address), opened(f"{address}?fields=id") as (_, lines):
        assert [next_event(lines)[1] for _ in range(5)] == [{"id": outcome.article_id} for outcome in loaded]


def test_no_proxy_is_given_a_reason_to_hold_events_back(one_url: str) -> None:
    with server(one_url) as (_, address), opened(address, **{"Accept-Encoding": "gzip, zstd"}) as (response, _):
        assert "Content-Encoding" not in response.headers
        assert (response.headers["Cache-Control"], response.headers["X-Accel-Buffering"]) == ("no-store", "no")


def test_a_quiet_feed_sends_comments_and_holds_no_connection_and_no_thread(url: str, load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_streams, "KEEP_ALIVE_S", 0.05)
    load(story(1))
    with server(url) as (app, address):
        httpx2.get(address)
        pool, threads = reader_of(app)._engine.pool, reader_of(app)._threads
        held = pool.checkedout()  # SQLite: by the event loop, whether a feed is open or not
        with opened(address) as (_, lines):
            next_event(lines)
            assert ": ping" in (next(lines) for _ in range(5))
            monkeypatch.setattr(event_streams, "LOOK_S", 3600)  # no look comes between this line and the next
            wait_until(lambda: pool.checkedout() == held and not threads._unfinished)
            monkeypatch.setattr(event_streams, "LOOK_S", 0.02)


def test_few_feeds_are_open_at_once_and_one_that_is_left_makes_room(one_url: str, load: Load) -> None:
    with server(one_url, feeds=1) as (_, address):
        with opened(address) as (_, _lines):
            refused = httpx2.get(address, headers=EVENTS)
            assert (refused.status_code, refused.json()["title"]) == (503, "Too busy")
            assert "feeds" in refused.json()["detail"]
            assert refused.headers["Retry-After"]
            assert httpx2.get(address).status_code == 200  # as a list
            assert httpx2.head(address, headers=EVENTS).status_code == 200
        wait_until(lambda: _is_open(address))


def _is_open(address: str) -> bool:
    with opened(address) as (response, _):
        return response.status_code == 200


def test_a_feed_ends_when_the_server_stops(one_url: str) -> None:
    with server(one_url) as (_, address):
        response = httpx2.Client(timeout=PATIENCE_S)
        stream = response.stream("GET", address, headers=EVENTS)
        lines = stream.__enter__().iter_lines()
        stopped = time.monotonic()
    assert [*lines] == []  # it came to an end, and was not broken off
    assert time.monotonic() - stopped < PATIENCE_S
    stream.__exit__(None, None, None)
    response.close()


def test_a_position_of_another_database_is_refused_before_the_feed_begins(one_url: str) -> None:
    with server(one_url) as (_, address):
        for headers in ({"Last-Event-ID": "0123456789ab.1.1"}, {"Last-Event-ID": "nonsense"}):
            answer = httpx2.get(address, headers=EVENTS | headers)
            assert answer.headers["Content-Type"] == "application/problem+json"
            assert answer.status_code == (404 if headers["Last-Event-ID"] == "nonsense" else 410)


def test_a_feed_ends_when_the_database_becomes_another(url: str, load: Load) -> None:
    load(story(1))
    with server(url) as (_, address), opened(address) as (_, lines):
        position, _ = next_event(lines)
        execute(url, "UPDATE data_version SET database_id = 'another'")
        assert [line for line in lines if not line.startswith(":")] == [""][:0]
        assert httpx2.get(address, headers=EVENTS | {"Last-Event-ID": position}).status_code == 410


def test_nothing_is_sent_to_a_key_that_was_revoked_since(url: str, engine: Engine, load: Load) -> None:
    key = create_key(engine, "reader", ["read"])
    with server(url, open_reading=False) as (_, address), opened(address, Authorization=f"Bearer {key}") as (response, lines):
        assert response.status_code == 200
        revoke_key(engine, "reader")
        load(story(1))
        assert [line for line in lines if line and not line.startswith(":")] == []
