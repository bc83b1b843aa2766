"""A real server: log lines, graceful stop, streams and bursts of slow reads."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from tests.api.servers import serving
from tests.databases import Templates


@pytest.mark.slow
def test_a_real_server_answers_logs_and_stops_gracefully(templates: Templates, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with templates.copy("sqlite", seeded=True) as url, serving(url, log) as (process, address):
        answer = httpx2.get(f"{address}/v1/claims?limit=2", headers={"X-Request-Id": "seen-in-the-log"})
        assert (answer.status_code, len(answer.json()["items"]), answer.headers.get("server")) == (200, 2, None)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
    lines = [json.loads(line) for line in log.read_text().splitlines() if "seen-in-the-log" in line]
    assert [(line["event"], line["path"], line["status"]) for line in lines] == [("request", "/v1/claims", 200)]


@pytest.mark.slow
@pytest.mark.parametrize(("trusted", "client"), [("127.0.0.1", "203.0.113.0/24"), ("10.0.0.0/8", "127.0.0.0/24"), ("", "127.0.0.0/24")])
def test_a_client_is_named_by_proxies_that_are_trusted_alone(templates: Templates, tmp_path: Path, trusted: str, client: str) -> None:
    log = tmp_path / "log"
    with templates.copy("sqlite") as url, serving(url, log, ONRECORD_TRUSTED_PROXIES=trusted) as (process, address):
        httpx2.get(f"{address}/v1/claims", headers={"X-Forwarded-For": "198.51.100.9, 203.0.113.77"})
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert [line["client"] for line in lines if line["event"] == "request"] == [client]


@pytest.mark.slow
def test_an_export_streams_the_whole_list_over_a_socket(address: str) -> None:
    total = httpx2.get(f"{address}/v1/claims?limit=1&count=exact").json()["total"]["value"]
    assert httpx2.get(f"{address}/v1/claims?format=ndjson").text.count("\n") == total


@pytest.mark.slow
def test_a_burst_of_slow_reads_is_answered_whole(address: str) -> None:
    burst = f"""
import asyncio, httpx2
async def main():
    async with httpx2.AsyncClient(limits=httpx2.Limits(max_connections=64)) as client:
        answers = await asyncio.gather(*(client.get("{address}/v1/claims?q=the&facet=kind") for _ in range(64)))
    print([answer.status_code for answer in answers] == [200] * 64)
asyncio.run(main())
"""
    assert subprocess.run([sys.executable, "-c", burst], capture_output=True, timeout=60, text=True).stdout == "True\n"
