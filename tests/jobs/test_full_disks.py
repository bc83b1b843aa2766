"""A disk that is full while articles are posted and jobs run: what is answered, and what happens with room again."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx2
import pytest

from app.database.engines import write_engine
from app.ingest.administering.keys import create_key
from tests.api.servers import serving
from tests.cli.running import invoke, saying
from tests.jobs.importing import ndjson, record
from tests.jobs.posting import TEXT, wait_until
from tests.needs import MOUNTS

NO_ROOM = ("/problems/no-room-to-write", "The disk has no room left")
QUIET = {"ONRECORD_ACCESS_LOG": "false"}


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of 16 MiB in memory."""
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", folder], check=True)
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture
def url(disk: Path, one_url: str) -> str:
    shutil.copyfile(one_url.removeprefix("sqlite:///"), disk / "a.db")
    return f"sqlite:///{disk}/a.db"


@pytest.fixture
def key(url: str) -> dict[str, str]:
    engine = write_engine(url)
    made = create_key(engine, "newsroom", ["write", "review"])
    engine.dispose()
    return {"Authorization": f"Bearer {made}"}


def fill(disk: Path) -> None:
    with suppress(OSError), (disk / "filling").open("wb", buffering=0) as stream:
        while True:
            stream.write(bytes(4096))


def make_room(disk: Path) -> None:
    (disk / "filling").unlink()


def post_text(client: httpx2.Client, number: int) -> httpx2.Response:
    query = f"?title=A+bridge&url=https://example.org/{number}"
    return client.post(f"/v1/articles{query}", content=f"{TEXT} {number}.", headers={"Content-Type": "text/plain"})


def state(client: httpx2.Client, job: str) -> str:
    return str(client.get(job).json()["state"])


@pytest.mark.slow
@MOUNTS.mark
def test_a_full_disk_refuses_posts_and_holds_jobs_and_both_go_on_with_room(
    url: str, disk: Path, key: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        serving(url, tmp_path / "first", ONRECORD_RUN_JOBS="false", **QUIET) as (_, address),
        httpx2.Client(base_url=address, headers=key, timeout=60) as client,
    ):
        assert client.post("/v1/articles", json=saying("A")).status_code == 201
        waiting = post_text(client, 1).headers["location"]
        claim = client.get("/v1/claims").json()["items"][0]["id"]
        etag = client.get(f"/v1/claims/{claim}").headers["etag"]
        fill(disk)
        writes = [
            post_text(client, 2),
            client.post("/v1/articles", json=saying("B")),
            client.post("/v1/imports", content=ndjson(record(TEXT)), headers={"Content-Type": "application/x-ndjson"}),
            client.patch(
                f"/v1/claims/{claim}",
                content='{"kind": "pledge"}',
                headers={"If-Match": etag, "Content-Type": "application/merge-patch+json"},
            ),
        ]
        assert [(answer.status_code, answer.headers.get("retry-after")) for answer in writes] == [(507, "60")] * 4
        assert [(answer.json()["type"], answer.json()["detail"][:25]) for answer in writes] == [NO_ROOM] * 4
        for path in ("/readyz", "/v1/claims", "/v1/claims?q=bridge", f"/v1/claims/{claim}", "/v1/changes", waiting):
            assert (path, client.get(path).status_code) == (path, 200)
        assert [article["title"] for article in client.get("/v1/articles").json()["items"]] == ["A"]
    with (
        serving(url, tmp_path / "second", **QUIET) as (_, address),
        httpx2.Client(base_url=address, headers=key, timeout=60) as client,
    ):
        wait_until(
            lambda: b"jobs cannot be run now" in (tmp_path / "second").read_bytes() or b"interrupted" in (tmp_path / "second").read_bytes()
        )
        assert (state(client, waiting), client.get("/v1/claims").status_code) == ("queued", 200)
        make_room(disk)
        wait_until(lambda: state(client, waiting) == "succeeded")
        again = post_text(client, 2)
        assert again.status_code == 202
        wait_until(lambda: state(client, again.headers["location"]) == "succeeded")
        assert client.post("/v1/articles", json=saying("B")).status_code == 201
        assert len(client.get("/v1/articles").json()["items"]) == 4
    monkeypatch.setenv("ONRECORD_DATABASE_URL", url)
    assert invoke("check").stdout == "0 faults\n"
