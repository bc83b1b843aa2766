"""Servers that are killed at random moments, also between inbox and engine: what was acknowledged is loaded, once, and in order."""

import signal
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random
from time import sleep

import httpx2
import pytest
from sqlalchemy import Engine, func, select

from app.ingest.administering.keys import create_key
from app.queries.tables import jobs
from tests.api.servers import serving
from tests.jobs.posting import inbox_size, texts, wait_until
from tests.tables import dump

LIVES, POSTS_IN_A_LIFE = 4, 3
KILLED_WITHIN_S = 3.0


def posts() -> Iterator[tuple[str, str]]:
    """Yield the URL and text of each post. Every article is posted twice."""
    for number in range(LIVES * POSTS_IN_A_LIFE):
        words = " ".join(f'"Bridge {number} part {part} will open in May," said Ana Novak, the mayor.' for part in range(5))
        yield f"https://example.org/{number // 2}", words


def post(address: str, key: str, url: str, text: str) -> None:
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "text/plain"}
    answer = httpx2.post(f"{address}/v1/articles", params={"url": url, "title": "A bridge"}, content=text, headers=headers, timeout=60)
    assert answer.status_code == 202


def count_unfinished(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.execute(select(func.count()).where(jobs.c.finished_at.is_(None))).scalar_one()


@pytest.mark.slow
def test_what_was_acknowledged_is_loaded_once_and_in_order(url: str, engine: Engine, tmp_path: Path) -> None:
    key, random, waiting, latest = create_key(engine, "newsroom", ["write"]), Random(7), posts(), dict[str, str]()
    settings = {"ONRECORD_WORKER_ID": "desk", "ONRECORD_LOG_LEVEL": "error"}
    for _ in range(LIVES):
        with serving(url, tmp_path / "log", **settings) as (process, address):
            for article, text in islice(waiting, POSTS_IN_A_LIFE):
                post(address, key, article, text)
                latest[article] = text
            sleep(random.random() * KILLED_WITHIN_S)
            process.send_signal(signal.SIGKILL)
    with serving(url, tmp_path / "log", **settings):
        wait_until(lambda: count_unfinished(engine) == 0)
    found = dump(engine)
    assert {row["state"] for row in found["jobs"]} == {"succeeded"}
    assert len(found["job_items"]) == LIVES * POSTS_IN_A_LIFE
    assert {str(row["url"]): row["text"] for row in found["articles"]} == latest
    assert (len(texts(engine)), inbox_size(engine)) == (len(latest), 0)
