"""SQLite and PostgreSQL give the same bodies for two hundred recorded requests over five hundred articles.

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
from tests.conftest import asking
from tests.databases import Templates
from tests.generated import documents
from tests.needs import POSTGRESQL

REQUESTS = (Path(__file__).parent / "recorded.txt").read_text().splitlines()
LOADING_S, MORE_PAGES = 300, 2


@pytest.fixture
def clients(templates: Templates, tmp_path: Path) -> Iterator[list[TestClient]]:
    """Lend a client for each database; both hold the same archive, loaded at the same time."""
    file = write(tmp_path / "archive.jsonl", *documents(500))
    with templates.copy("sqlite") as here, templates.copy("postgresql") as there:
        loading = [start(url, "ingest", file, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for url in (here, there)]
        assert [process.wait(timeout=LOADING_S) for process in loading] == [0, 0]
        with asking(here) as sqlite, asking(there) as postgres:
            yield [sqlite, postgres]


def answers(client: TestClient, path: str) -> Iterator[Response]:
    """Yield the answer to a request, and those of the next pages."""
    following: str | None = path
    for _ in range(1 + MORE_PAGES):
        if following is not None:
            answer = client.get(following)
            yield answer
            following = answer.links.get("next", {}).get("url")


def bodies(responses: list[Response]) -> list[tuple[int, str]]:
    return [(answer.status_code, answer.text.replace(answer.headers["x-request-id"], "ID")) for answer in responses]


def is_not_empty(answer: Response) -> bool:
    """Return whether an answer is not empty: it has items, edges, or claims on every side, as its kind demands."""
    media_type = answer.headers["content-type"].partition(";")[0]
    if media_type in ("text/csv", "application/x-ndjson"):
        return answer.text.count("\n") > (media_type == "text/csv")
    body: dict[str, Any] = answer.json()
    contents = [body[name] for name in ("items", "@graph", "edges", "id", "spans", "format", "data_version", "@type") if name in body]
    contents += [body["counts"]["claims"]] if "attribution" in body else []
    contents += [side["claims"] for side in body.get("sides", [])]
    return bool(contents) and all(contents)


@pytest.mark.slow
@POSTGRESQL.mark
def test_both_databases_give_the_same_bodies_on_every_recorded_request(clients: list[TestClient]) -> None:
    here, there = ({path: list(answers(client, path)) for path in REQUESTS} for client in clients)
    assert len(here) == 200
    assert [path for path in REQUESTS if bodies(here[path]) != bodies(there[path])] == []
    answered = [path for path in REQUESTS if here[path][0].status_code == 200]
    assert [path for path in answered if not is_not_empty(here[path][0])] == []
    assert len(answered) >= 180
    assert {answer.status_code for responses in here.values() for answer in responses} == {200, 404, 422}
