"""A server for the client programs, and the output that is expected of them."""

from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from tests.api.servers import serving
from tests.databases import Templates
from tests.make import Json

UNKNOWN = "clm_0"
Read = dict[str, list[list[str | int | None]] | list[str | int | None]]


@pytest.fixture
def address(templates: Templates, tmp_path: Path) -> Iterator[str]:
    with templates.copy("sqlite", seeded=True) as url, serving(url, tmp_path / "log") as (_, served_at):
        yield served_at


@pytest.fixture
def expected(address: str) -> Read:
    """Return the expected output: every claim, the timeline, and the problem of an unknown claim."""
    claims = httpx2.get(f"{address}/v1/claims", params={"limit": 200}).json()
    timeline = httpx2.get(f"{address}/v1/timeline", params={"limit": 200}).json()
    problem = httpx2.get(f"{address}/v1/claims/{UNKNOWN}").json()
    assert claims["next_cursor"] is None
    assert {item["type"] for item in timeline["items"]} == {"claim", "event"}
    return {
        "claims": [[claim["id"], claim["speaker"] and claim["speaker"]["name"]] for claim in claims["items"]],
        "timeline": [[item["type"], item["date"]["edtf"], _words(item)] for item in timeline["items"]],
        "problem": [problem[key] for key in ("type", "title", "status", "detail")],
    }


def _words(item: Json) -> str | None:
    words: str | None = item["claim"]["gist"] if item["type"] == "claim" else item["event"]["title"]
    return words
