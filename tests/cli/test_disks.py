"""Full disks, read-only media, and outputs that are no regular file."""

import os
import shutil
import stat
import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from tests.cli.running import Run, ended, invoke, saying, start, write
from tests.conftest import asking, settings_for
from tests.needs import MOUNTS

MERGE_PATCH = "application/merge-patch+json"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of 4 MiB in memory."""
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder], check=True)
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture
def on_disk(disk: Path, one_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of a database on that disk, which holds an article, also for commands."""
    monkeypatch.setenv("ONRECORD_DATABASE_URL", one_url)
    assert invoke("ingest", write(disk.parent / "a.jsonl", saying("On the quay"))).exit_code == 0
    shutil.copyfile(one_url.removeprefix("sqlite:///"), disk / "a.db")
    monkeypatch.setenv("ONRECORD_DATABASE_URL", f"sqlite:///{disk}/a.db")
    return f"sqlite:///{disk}/a.db"


def fill(disk: Path) -> None:
    with suppress(OSError), (disk / "filling").open("wb", buffering=0) as stream:
        while True:
            stream.write(bytes(4096))


@MOUNTS.mark
def test_read_only_media_are_served_by_a_setting_which_the_refusal_names(on_disk: str, disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    with asking(on_disk) as client:
        answer = client.get("/readyz")
        assert (answer.status_code, "ONRECORD_IMMUTABLE=true" in answer.json()["detail"]) == (503, True)
    assert "ONRECORD_IMMUTABLE=true" in invoke("list").stderr
    monkeypatch.setenv("ONRECORD_IMMUTABLE", "true")
    with asking(on_disk) as client:
        assert [client.get(path).status_code for path in ("/readyz", "/v1/claims", "/v1/claims?q=bridge")] == [200] * 3
    assert "On the quay" in invoke("list").stdout
    assert '"label":"Ana Novak"' in invoke("export", "claims").stdout


@MOUNTS.mark
def test_on_read_only_media_no_job_is_run_and_nothing_is_written(on_disk: str, disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = invoke("keys", "create", "newsroom", "--scope", "write", "--scope", "review", "--scope", "admin").stdout.strip()
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    monkeypatch.setenv("ONRECORD_IMMUTABLE", "true")
    settings = settings_for(on_disk).model_copy(update={"immutable": True, "run_jobs": True})
    with TestClient(create_app(settings), headers={"Authorization": f"Bearer {key}"}) as client:
        article, claim = (client.get(f"/v1/{noun}").json()["items"][0]["id"] for noun in ("articles", "claims"))
        found = client.get(f"/v1/claims/{claim}").headers["etag"]
        writes = [
            client.post("/v1/articles", json=saying("On the pier")),
            client.post("/v1/articles?title=A", content="The pier will open.", headers={"Content-Type": "text/plain"}),
            client.post("/v1/imports", content=b'{"title": "A", "text": "b"}\n', headers={"Content-Type": "application/x-ndjson"}),
            client.patch(f"/v1/claims/{claim}", json={"kind": "pledge"}, headers={"If-Match": found, "Content-Type": MERGE_PATCH}),
            client.delete(f"/v1/articles/{article}?reason=x", headers={"If-Match": "*"}),
        ]
        assert [(answer.status_code, answer.json()["type"]) for answer in writes] == [(503, "/problems/read-only")] * 5
        assert [thread.name for thread in threading.enumerate() if thread.name == "jobs"] == []
        assert client.get("/v1/claims").status_code == 200
    worker = invoke("worker")
    assert (worker.exit_code, "read-only media" in worker.stderr) == (2, True)
    assert sorted(file.name for file in disk.iterdir()) == ["a.db"]


@pytest.mark.parametrize("command", [("serve",), ("list",), ("export", "claims")])
def test_a_log_that_immutable_would_skip_is_refused_with_what_to_do(
    run_one: Run, one_url: str, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("ONRECORD_IMMUTABLE", "true")
    log = Path(f"{one_url.removeprefix('sqlite:///')}-wal")
    log.write_bytes(b"x")
    try:
        result = run_one(*command)
    finally:
        log.unlink()
    assert result.exit_code == 2
    assert str(log) in result.stderr
    assert "wal_checkpoint(TRUNCATE)" in result.stderr


@MOUNTS.mark
def test_a_full_disk_stops_no_reading(on_disk: str, disk: Path) -> None:
    fill(disk)
    with asking(on_disk) as client:
        assert [client.get(path).status_code for path in ("/readyz", "/v1/claims", "/v1/claims?q=bridge&count=exact")] == [200] * 3
    assert "On the quay" in invoke("list").stdout
    (disk / "filling").unlink()
    with asking(on_disk) as client:
        assert invoke("ingest", write(disk.parent / "b.jsonl", saying("On the pier"))).exit_code == 0
        assert len(client.get("/v1/articles").json()["items"]) == 2


@MOUNTS.mark
def test_a_reader_that_began_on_a_full_disk_sees_what_is_loaded_when_there_is_room(on_disk: str, disk: Path) -> None:
    fill(disk)
    with asking(on_disk) as client:
        assert len(client.get("/v1/articles").json()["items"]) == 1
        (disk / "filling").unlink()
        process = start(on_disk, "ingest", write(disk.parent / "b.jsonl", saying("On the pier")))
        assert ended(process)[0].splitlines()[-1].startswith("1 added")
        assert len(client.get("/v1/articles").json()["items"]) == 2


@MOUNTS.mark
def test_a_load_on_a_full_disk_says_so_and_advises_no_migration(on_disk: str, disk: Path) -> None:
    fill(disk)
    result = invoke("ingest", write(disk.parent / "b.jsonl", *(saying(f"Pier {n}") for n in range(5))))
    assert (result.exit_code, "The disk has no room left" in result.stderr, "migrate" in result.stderr) == (2, True, False)
    assert invoke("list").stdout.count("\n") == 1


def test_a_file_that_is_no_database_is_said_to_be_none(run_one: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "text.db").write_text("no database " * 100)
    monkeypatch.setenv("ONRECORD_DATABASE_URL", f"sqlite:///{tmp_path}/text.db")
    result = run_one("list")
    assert (result.exit_code, "no database of SQLite" in result.stderr, "migrate" in result.stderr) == (2, True, False)


@MOUNTS.mark
def test_an_output_on_a_full_disk_leaves_the_old_file(on_disk: str, disk: Path) -> None:
    output = disk / "out.jsonl"
    output.write_text("old")
    fill(disk)
    result = invoke("extract", write(disk.parent / "many.jsonl", *(saying(f"Pier {n}") for n in range(9))), "-o", output)
    assert (result.exit_code, f"No space left on device: '{output}'" in result.stderr) == (2, True)
    assert (output.read_text(), sorted(file.name for file in disk.iterdir() if file.suffix == ".part")) == ("old", [])


@MOUNTS.mark
def test_an_output_on_read_only_media_is_refused(on_disk: str, disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    result = invoke("extract", disk.parent / "a.jsonl", "-o", disk / "out.jsonl")
    assert (result.exit_code, "Read-only file system" in result.stderr) == (2, True)


def test_a_device_is_written_to_and_stays(run_one: Run, tmp_path: Path) -> None:
    device = tmp_path / "null"
    try:
        os.mknod(device, 0o600 | stat.S_IFCHR, os.makedev(1, 3))
        device.write_bytes(b"x")
    except OSError:
        pytest.skip("devices cannot be made here")
    link = tmp_path / "link"
    link.symlink_to(device)
    for output in (device, link, Path("/dev/null")):
        assert run_one("extract", write(tmp_path / "a.jsonl", saying("On the quay")), "-o", output).exit_code == 0
    assert (device.is_char_device(), link.is_symlink(), Path("/dev/null").is_char_device()) == (True, True, True)


@pytest.mark.parametrize("command", [("extract", "a.jsonl"), ("export", "documents")], ids=["extract", "export"])
def test_a_pipe_and_a_link_to_one_are_written_to_and_stay(run_one: Run, tmp_path: Path, command: tuple[str, str]) -> None:
    arguments, pipe, link = _arguments(run_one, tmp_path, command), tmp_path / "pipe", tmp_path / "link"
    whole = run_one(*arguments).stdout_bytes
    os.mkfifo(pipe)
    link.symlink_to(pipe)
    for output in (pipe, link):
        with ThreadPoolExecutor() as threads:
            read = threads.submit(pipe.read_bytes)
            assert run_one(*arguments, "-o", output).exit_code == 0
            assert b"On the quay" in read.result(timeout=60) == whole
    assert (pipe.is_fifo(), link.is_symlink()) == (True, True)


@pytest.mark.parametrize("command", [("extract", "a.jsonl"), ("export", "documents")], ids=["extract", "export"])
def test_a_link_stays_one_and_the_file_behind_it_is_written(run_one: Run, tmp_path: Path, command: tuple[str, str]) -> None:
    arguments, file, link = _arguments(run_one, tmp_path, command), tmp_path / "out.jsonl", tmp_path / "link"
    file.write_text("yesterday's")
    link.symlink_to(file)
    assert run_one(*arguments, "-o", link).exit_code == 0
    assert (link.readlink(), "On the quay" in file.read_text(), "yesterday's" in file.read_text()) == (file, True, False)


def _arguments(run: Run, folder: Path, command: tuple[str, str]) -> list[str]:
    """Return the words of a command that writes a document: read from a file, or loaded."""
    file = write(folder / "a.jsonl", saying("On the quay"))
    run("ingest", file)
    return [command[0], str(file) if command[0] == "extract" else command[1]]


def test_a_link_to_nothing_gets_the_file_that_it_names(run_one: Run, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "later.jsonl")
    assert run_one("extract", write(tmp_path / "a.jsonl", saying("On the quay")), "-o", tmp_path / "link").exit_code == 0
    assert ((tmp_path / "link").is_symlink(), "On the quay" in (tmp_path / "later.jsonl").read_text()) == (True, True)


def test_immutable_is_no_part_of_the_address_of_other_databases() -> None:
    settings = settings_for("sqlite:///a.db").model_copy(update={"immutable": True})
    assert settings.served_url == "sqlite:///a.db?immutable=1"
    assert settings.model_copy(update={"database_url": "postgresql://a:b@c/d"}).served_url == "postgresql://a:b@c/d"
