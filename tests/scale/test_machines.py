"""Several API processes behind a proxy give the same answers, and one that is left is enough."""

import time
from pathlib import Path

import httpx2
import pytest

from app.database.engines import write_engine
from app.ingest.administering.keys import create_key
from tests.api.test_feeds import next_event, opened
from tests.cli.running import saying, write
from tests.databases import SEEDS
from tests.needs import PROXY
from tests.scale.machines import Machines, load, machines

TARGETS = ("/v1/claims?limit=3", "/v1/speakers", "/v1/timeline?bucket=year", "/v1/claims?format=ndjson")


@pytest.mark.slow
@pytest.mark.parametrize("with_nginx", [pytest.param(True, marks=PROXY.mark), False])
def test_two_processes_answer_as_one_and_one_is_enough(url: str, tmp_path: Path, with_nginx: bool) -> None:
    load(url, SEEDS)
    with machines(url, tmp_path, with_nginx=with_nginx) as served:
        check_equal_answers(served)
        load(url, write(tmp_path / "more.jsonl", saying("More")))
        check_equal_answers(served)
        served.processes[0].kill()
        served.processes[0].wait()
        assert [httpx2.get(f"{served.address}{target}").status_code for target in TARGETS * 5] == [200] * len(TARGETS) * 5


def check_equal_answers(served: Machines) -> None:
    """Check that all give the same bytes, and 304 for each other's ETags; the proxy forwards to both in turn."""
    for target in TARGETS:
        answers = [httpx2.get(f"{address}{target}") for address in (*served.addresses, served.address)]
        assert len({(answer.status_code, answer.headers["etag"], answer.content) for answer in answers}) == 1
        known = {"If-None-Match": answers[0].headers["etag"]}
        assert [httpx2.get(f"{address}{target}", headers=known).status_code for address in (*served.addresses, *[served.address] * 2)] == [
            304
        ] * 4


@pytest.mark.slow
@PROXY.mark
def test_the_proxy_takes_posts_and_imports_and_passes_events_on_at_once(one_url: str, tmp_path: Path) -> None:
    engine = write_engine(one_url)
    key = {"Authorization": f"Bearer {create_key(engine, 'newsroom', ['write'])}"}
    engine.dispose()
    line = b'{"title": "A quay", "text": "The quay will open, Ana Novak said."}\n'
    with machines(one_url, tmp_path, with_nginx=True, ONRECORD_RUN_JOBS="false") as served, httpx2.Client(timeout=60) as client:
        post, many = f"{served.address}/v1/articles", f"{served.address}/v1/imports"
        with opened(f"{served.address}/v1/changes") as (feed, lines):
            assert feed.headers["content-type"].startswith("text/event-stream")
            posted = time.monotonic()
            assert client.post(post, json=saying("A"), headers=key).status_code == 201
            assert next_event(lines)[1]["type"] == "article"
            assert time.monotonic() - posted < 15  # a buffer would hold it until the next comment, or for ever
        large = {**saying("B"), "article": {**saying("B")["article"], "dateline": "x" * (4 << 20)}}
        assert client.post(post, json=large, headers=key).status_code == 422  # read as a whole, by the server
        refused = client.post(post, content=b"x" * ((5 << 20) + 1), headers={**key, "Content-Type": "text/plain"})
        assert (refused.status_code, refused.json()["type"]) == (413, "/problems/content-too-large")
        strangers = [client.post(post, content=b"x" * (4 << 20)) for _ in range(5)]  # each on a server that nginx must not give up
        assert [each.status_code for each in strangers] == [401] * 5
        ndjson = {**key, "Content-Type": "application/x-ndjson"}
        assert client.post(many, content=line * (9_000_000 // len(line)), headers=ndjson).status_code == 202
