"""Imports over HTTP: formats, codings, keys, limits, and clients that break off."""

import gzip
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import zstandard
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import Engine

from app.main import create_app
from tests.api.servers import serving
from tests.api.writing.conftest import bearer
from tests.conftest import settings_for
from tests.jobs.importing import ndjson, record, run_import
from tests.jobs.posting import TEXT, inbox_size, outcomes, wait_until
from tests.tables import dump

IMPORTS = "/v1/imports"
URL = "https://example.org/bridge"
BODY = ndjson(record(TEXT, url=URL), record(TEXT, url=f"{URL}/2"))


def post_import(
    writer: TestClient,
    key: str,
    body: bytes | Iterator[bytes] = BODY,
    media_type: str = "application/x-ndjson",
    query: str = "",
    **headers: str,
) -> Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return writer.post(f"{IMPORTS}{query}", content=body, headers={"Content-Type": media_type, **named, **bearer(key)})


def test_an_import_is_stored_with_its_job(writer: TestClient, keys: dict[str, str], engine: Engine) -> None:
    answer = post_import(writer, keys["write"])
    assert (answer.status_code, answer.headers["location"]) == (202, f"/v1/jobs/{answer.json()['id']}")
    assert (answer.json()["kind"], answer.json()["state"], answer.json()["total"]) == ("import", "queued", 2)
    run_import(engine, answer.json()["id"])
    job = writer.get(answer.headers["location"], headers=bearer(keys["write"])).json()
    assert (job["state"], job["done"], job["failed"]) == ("succeeded", 2, 0)
    assert [(item["line"], item["outcome"]) for item in job["items"]] == [(1, "added"), (2, "added")]
    assert all(writer.get(f"/v1/articles/{item['article_id']}").status_code == 200 for item in job["items"])


@pytest.mark.parametrize(
    ("media_type", "headers", "pack"),
    [
        ("application/x-ndjson", {"Content_Encoding": "gzip"}, gzip.compress),
        ("application/jsonl; charset=utf-8", {"Content_Encoding": "zstd"}, zstandard.compress),
        ("application/gzip", {}, gzip.compress),
        ("application/zstd", {}, zstandard.compress),
    ],
)
def test_lines_may_be_packed(
    writer: TestClient, keys: dict[str, str], engine: Engine, media_type: str, headers: dict[str, str], pack: Callable[[bytes], bytes]
) -> None:
    answer = post_import(writer, keys["write"], pack(BODY), media_type, **headers)
    run_import(engine, answer.json()["id"])
    assert outcomes(engine, answer.json()["id"]) == ["added", "added"]


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        ("application/yaml", b"text: The mayor spoke.\n"),
        ("application/json", b'{"text": "The mayor spoke."}'),
        ("text/plain", b"The mayor spoke."),
    ],
)
def test_one_article_is_read_by_its_media_type(
    writer: TestClient, keys: dict[str, str], engine: Engine, media_type: str, body: bytes
) -> None:
    query = f"?url={URL}" if media_type == "text/plain" else ""
    answer = post_import(writer, keys["write"], body, media_type, query)
    run_import(engine, answer.json()["id"])
    assert [row["text"] for row in dump(engine)["articles"]] == ["The mayor spoke."]


@pytest.mark.parametrize(
    ("status", "media_type", "query", "headers"),
    [
        (415, "application/pdf", "", {}),
        (415, "application/x-ndjson", "", {"Content_Encoding": "br"}),
        (415, "application/gzip", "", {"Content_Encoding": "gzip"}),
        (415, "application/x-ndjson; charset=latin-1", "", {}),
        (422, "application/x-ndjson", f"?url={URL}", {}),
        (422, "text/plain", "?published=tomorrow", {}),
        (422, "application/x-ndjson", "?lines=2", {}),
        (422, "application/x-ndjson", "", {"Idempotency_Key": "a b"}),
        (422, "application/gzip", "", {}),
    ],
)
def test_what_cannot_be_read_is_refused_and_leaves_nothing(
    writer: TestClient, keys: dict[str, str], engine: Engine, status: int, media_type: str, query: str, headers: dict[str, str]
) -> None:
    answer = post_import(writer, keys["write"], BODY, media_type, query, **headers)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert dump(engine)["jobs"] == dump(engine)["spools"] == dump(engine)["idempotency_keys"] == []


@pytest.mark.parametrize(("name", "status"), [(None, 401), ("read", 403), ("review", 403), ("admin", 403), ("write", 202)])
def test_importing_needs_the_scope_write(writer: TestClient, keys: dict[str, str], name: str | None, status: int) -> None:
    headers = {"Content-Type": "application/x-ndjson", **(bearer(keys[name]) if name else {})}
    assert writer.post(IMPORTS, content=BODY, headers=headers).status_code == status


def test_a_request_that_is_sent_again_is_done_once(writer: TestClient, keys: dict[str, str], engine: Engine) -> None:
    first = post_import(writer, keys["write"], Idempotency_Key="k")
    run_import(engine, first.json()["id"])
    again = post_import(writer, keys["write"], iter([BODY[:10], BODY[10:]]), Idempotency_Key="k")
    assert (again.status_code, again.headers["location"]) == (202, first.headers["location"])
    assert (first.json()["state"], again.json()["state"]) == ("queued", "succeeded")
    other = post_import(writer, keys["write"], BODY + b"\n", Idempotency_Key="k")
    assert (other.status_code, other.json()["type"]) == (422, "/problems/idempotency-key-refused")
    assert post_import(writer, keys["write"], BODY, "application/jsonl", Idempotency_Key="k").status_code == 422
    assert len(dump(engine)["jobs"]) == 1


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_an_import_that_is_too_large_is_413_and_leaves_nothing(
    url: str, engine: Engine, keys: dict[str, str], pack: Callable[[bytes], bytes]
) -> None:
    settings = settings_for(url).model_copy(update={"max_import_mb": 1})
    body = ndjson(*(record(TEXT, url=f"{URL}/{number}") for number in range(8_000)))
    with TestClient(create_app(settings)) as writer:
        headers = {"Content-Type": "application/x-ndjson", "Content-Encoding": "gzip" if pack is gzip.compress else "identity"}
        answer = writer.post(IMPORTS, content=iter([pack(body)]), headers=headers | bearer(keys["write"]))
    assert answer.status_code == 413
    assert dump(engine)["jobs"] == dump(engine)["spools"] == []


def test_an_import_may_be_larger_than_other_bodies(url: str, keys: dict[str, str]) -> None:
    settings = settings_for(url).model_copy(update={"max_body_mb": 1})
    body = ndjson(*(record(TEXT, url=f"{URL}/{number}") for number in range(8_000)))
    assert len(body) > 1 << 20
    with TestClient(create_app(settings)) as writer:
        assert post_import(writer, keys["write"], body).json()["total"] == 8_000


def test_more_imports_than_the_server_allows_are_refused(url: str, keys: dict[str, str]) -> None:
    app = create_app(settings_for(url).model_copy(update={"imports": 1}))
    with TestClient(app) as writer, writer.app.app.app.state.import_slots.taken():  # type: ignore[attr-defined]
        assert post_import(writer, keys["write"]).status_code == 503


@pytest.mark.slow
def test_a_client_that_breaks_off_leaves_nothing(url: str, engine: Engine, keys: dict[str, str], tmp_path: Path) -> None:
    body = ndjson(*(record(TEXT, url=f"{URL}/{number}") for number in range(3_000)))
    with serving(url, tmp_path / "log", ONRECORD_RUN_JOBS="false") as (_, address):
        host, _, port = address.removeprefix("http://").partition(":")
        with socket.create_connection((host, int(port))) as connection:
            head = f"POST {IMPORTS} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {keys['write']}\r\nContent-Type: application/x-ndjson\r\n"
            connection.sendall(f"{head}Idempotency-Key: k\r\nContent-Length: {len(body) + 1}\r\n\r\n".encode() + body)
            wait_until(lambda: inbox_size(engine) > 1)
        wait_until(lambda: dump(engine)["spools"] == dump(engine)["idempotency_keys"] == [])
    assert inbox_size(engine) == 0
