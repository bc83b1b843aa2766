"""The cache of responses: its bounds, and that no response is older than the data at its request."""

import signal
import threading
import time
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import Engine

from app.api.cache.memory import OVERHEAD_BYTES, ResponseCache, size_of
from app.api.serving.responses import CompleteResponse
from app.ingest.reading.validation import validated
from tests import make
from tests.api.servers import serving
from tests.loading import load_document

ARTICLES, PATHS = 12, ("/v1/stats", "/v1/articles?limit=200", "/v1/claims?limit=200")


def response(size: int) -> CompleteResponse:
    return CompleteResponse((), b"x" * size, "")


def test_a_response_is_found_by_data_state_and_key() -> None:
    cache = ResponseCache(1 << 20)
    assert cache.find("a.1", "/x") is None
    cache.store("a.1", "/x", response(3))
    assert (cache.find("a.1", "/x"), cache.find("a.1", "/y")) == (response(3), None)
    assert (cache.find("a.2", "/x"), cache.find("a.1", "/x"), cache.size_bytes) == (None, None, 0)


def test_a_response_of_an_earlier_data_state_is_not_stored() -> None:
    cache = ResponseCache(1 << 20)
    cache.find("a.2", "/x")
    cache.store("a.1", "/x", response(3))
    assert (cache.find("a.2", "/x"), cache.size_bytes) == (None, 0)


def test_the_least_recently_used_response_goes_first() -> None:
    cache = ResponseCache(10 * (100 + OVERHEAD_BYTES))
    cache.find("a.1", "")
    for key in range(10):
        cache.store("a.1", key, response(100))
    cache.find("a.1", 0)
    cache.store("a.1", 10, response(100))
    assert [cache.find("a.1", key) is None for key in range(11)] == [key == 1 for key in range(11)]


def test_the_cache_never_holds_more_than_its_size() -> None:
    max_bytes = 100_000
    cache = ResponseCache(max_bytes)
    cache.find("a.1", "")
    for key in range(300):
        cache.store("a.1", key, response(key * 97 % 20_000))
        assert cache.size_bytes <= max_bytes
        stored = [each for n in range(key + 1) if (each := cache._responses.get(n))]
        assert cache.size_bytes == sum(size_of(each) for each in stored)
    assert max(size_of(each) for each in cache._responses.values()) < max_bytes // 8


def test_a_cache_of_no_size_stores_nothing() -> None:
    cache = ResponseCache(0)
    cache.find("a.1", "")
    cache.store("a.1", "/x", response(0))
    assert (cache.find("a.1", "/x"), cache.size_bytes) == (None, 0)


def count_articles(address: str, path: str) -> int:
    answer = httpx2.get(f"{address}{path}").json()
    return int(answer["articles"] if "articles" in answer else len(answer["items"]))


@pytest.mark.slow
def test_no_answer_is_older_than_the_last_write_before_its_request(url: str, engine: Engine, tmp_path: Path) -> None:
    """Each article has one claim, so that every answer shows how many articles it is made of.

    While this process writes, requests go to a server of one process and to one of two workers, each by a new connection.
    """
    begun, committed, answers = [0], [0], list[tuple[str, int, int, int]]()

    def write() -> None:
        for number in range(1, ARTICLES + 1):
            begun[0] = number
            load_document(engine, validated(make.document(title=f"Article {number}")))
            committed[0], answered = number, len(answers)
            while len(answers) < answered + 2:  # so that answers come between writes, however slow either is
                time.sleep(0.001)

    with serving(url, tmp_path / "one") as (_, one), serving(url, tmp_path / "two", ONRECORD_WORKERS="2") as (workers, two):
        writer = threading.Thread(target=write)
        writer.start()
        while writer.is_alive() or committed[0] > max([low for _, low, _, _ in answers], default=-1):
            for address in (one, two, two, one):
                for path in PATHS:
                    low = committed[0]
                    count = count_articles(address, path)
                    answers.append((path, low, count, begun[0]))
        writer.join()
        assert [(path, low, count, high) for path, low, count, high in answers if not low <= count <= high] == []
        last_counts = [count_articles(address, path) for address in (one, two, two) for path in PATHS]
        workers.send_signal(signal.SIGINT)
        workers.wait(timeout=60)
    assert last_counts == [ARTICLES] * 9
    assert len({count for _, _, count, _ in answers}) > ARTICLES // 2
