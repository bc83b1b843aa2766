"""Answers kept in memory: how many, how long, and never older than the data was when they were asked for."""

import signal
import threading
import time
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import Engine

from app.api.cache.memory import OVERHEAD, ResponseCache, size_of
from app.api.serving.responses import CompleteResponse
from app.ingest.reading.validation import validated
from tests import make
from tests.api.servers import serving
from tests.loading import load_document

ARTICLES, ASKED = 12, ("/v1/stats", "/v1/articles?limit=200", "/v1/claims?limit=200")


def response(size: int) -> CompleteResponse:
    return CompleteResponse((), b"x" * size, "")


def test_an_answer_is_found_by_state_and_key() -> None:
    kept = ResponseCache(1 << 20)
    assert kept.find("a.1", "/x") is None
    kept.store("a.1", "/x", response(3))
    assert (kept.find("a.1", "/x"), kept.find("a.1", "/y")) == (response(3), None)
    assert (kept.find("a.2", "/x"), kept.find("a.1", "/x"), kept.size_bytes) == (None, None, 0)


def test_an_answer_of_a_state_that_is_gone_is_not_kept() -> None:
    kept = ResponseCache(1 << 20)
    kept.find("a.2", "/x")
    kept.store("a.1", "/x", response(3))
    assert (kept.find("a.2", "/x"), kept.size_bytes) == (None, 0)


def test_the_one_used_longest_ago_goes_first() -> None:
    kept = ResponseCache(10 * (100 + OVERHEAD))
    kept.find("a.1", "")
    for key in range(10):
        kept.store("a.1", key, response(100))
    kept.find("a.1", 0)
    kept.store("a.1", 10, response(100))
    assert [kept.find("a.1", key) is None for key in range(11)] == [key == 1 for key in range(11)]


def test_it_never_holds_more_than_it_may() -> None:
    most = 100_000
    kept = ResponseCache(most)
    kept.find("a.1", "")
    for key in range(300):
        kept.store("a.1", key, response(key * 97 % 20_000))
        assert kept.size_bytes <= most
        held = [found for n in range(key + 1) if (found := kept._responses.get(n))]
        assert kept.size_bytes == sum(size_of(found) for found in held)
    assert max(size_of(found) for found in kept._responses.values()) < most // 8


def test_no_memory_keeps_nothing() -> None:
    kept = ResponseCache(0)
    kept.find("a.1", "")
    kept.store("a.1", "/x", response(0))
    assert (kept.find("a.1", "/x"), kept.size_bytes) == (None, 0)


def counted(address: str, path: str) -> int:
    found = httpx2.get(f"{address}{path}").json()
    return int(found["articles"] if "articles" in found else len(found["items"]))


@pytest.mark.slow
def test_no_answer_is_older_than_the_last_write_before_it_was_asked_for(url: str, engine: Engine, tmp_path: Path) -> None:
    """Each article has one claim, so that every answer tells how many articles it knows.

    While this process writes, one process is asked, and two workers that share a port: by a connection each time, so that either answers.
    """
    begun, committed, seen = [0], [0], list[tuple[str, int, int, int]]()

    def write() -> None:
        for number in range(1, ARTICLES + 1):
            begun[0] = number
            load_document(engine, validated(make.document(title=f"Article {number}")))
            committed[0], answered = number, len(seen)
            while len(seen) < answered + 2:  # so that answers come between writes, however slow either is
                time.sleep(0.001)

    with serving(url, tmp_path / "one") as (_, one), serving(url, tmp_path / "two", ONRECORD_WORKERS="2") as (workers, two):
        writer = threading.Thread(target=write)
        writer.start()
        while writer.is_alive() or committed[0] > max([low for _, low, _, _ in seen], default=-1):
            for address in (one, two, two, one):
                for path in ASKED:
                    low = committed[0]
                    found = counted(address, path)
                    seen.append((path, low, found, begun[0]))
        writer.join()
        assert [(path, low, found, high) for path, low, found, high in seen if not low <= found <= high] == []
        found_at_last = [counted(address, path) for address in (one, two, two) for path in ASKED]
        workers.send_signal(signal.SIGINT)
        workers.wait(timeout=60)
    assert found_at_last == [ARTICLES] * 9
    assert len({found for _, _, found, _ in seen}) > ARTICLES // 2
