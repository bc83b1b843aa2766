"""SQLite and PostgreSQL give the same bodies, on two hundred recorded requests over five hundred articles.

``recorded.txt`` holds the requests, one a line; the ids in it are those of the generated archive, which is always the same.
"""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from tests.cli.running import start, write
from tests.conftest import WITHOUT_POSTGRES, Templates, asking
from tests.generated import documents

REQUESTS = (Path(__file__).parent / "recorded.txt").read_text().splitlines()
LOADING_S, MORE_PAGES = 300, 2


@pytest.fixture
def both(templates: Templates, tmp_path: Path) -> Iterator[list[TestClient]]:
    """Ask the API over the same archive on either database; the two are loaded side by side."""
    file = write(tmp_path / "archive.jsonl", *documents(500))
    with templates.copy("sqlite") as here, templates.copy("postgresql") as there:
        loading = [start(url, "ingest", file, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for url in (here, there)]
        assert [process.wait(timeout=LOADING_S) for process in loading] == [0, 0]
        with asking(here) as sqlite, asking(there) as postgres:
            yield [sqlite, postgres]


def answers(client: TestClient, path: str) -> Iterator[Response]:
    """Answer a request, and those for the pages that follow."""
    following: str | None = path
    for _ in range(1 + MORE_PAGES):
        if following is not None:
            answer = client.get(following)
            yield answer
            following = answer.links.get("next", {}).get("url")


def bodies(given: list[Response]) -> list[tuple[int, str]]:
    return [(answer.status_code, answer.text.replace(answer.headers["x-request-id"], "ID")) for answer in given]


def finds_something(answer: Response) -> bool:
    """Whether an answer has an item, an edge, a claim on every side: whatever its kind is made of."""
    media_type = answer.headers["content-type"].partition(";")[0]
    if media_type in ("text/csv", "application/x-ndjson"):
        return answer.text.count("\n") > (media_type == "text/csv")
    body: dict[str, Any] = answer.json()
    made_of = [body[name] for name in ("items", "@graph", "edges", "id", "spans", "format", "data_version", "@type") if name in body]
    made_of += [body["counts"]["claims"]] if "attribution" in body else []
    made_of += [side["claims"] for side in body.get("sides", [])]
    return bool(made_of) and all(made_of)


@pytest.mark.slow
@WITHOUT_POSTGRES
def test_both_databases_give_the_same_bodies_on_every_recorded_request(both: list[TestClient]) -> None:
    here, there = ({path: list(answers(client, path)) for path in REQUESTS} for client in both)
    assert len(here) == 200
    assert [path for path in REQUESTS if bodies(here[path]) != bodies(there[path])] == []
    answered = [path for path in REQUESTS if here[path][0].status_code == 200]
    assert [path for path in answered if not finds_something(here[path][0])] == []
    assert len(answered) >= 180
    assert {answer.status_code for given in here.values() for answer in given} == {200, 404, 422}
