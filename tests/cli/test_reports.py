"""Reports of loads that cannot be written, and standard streams that are closed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import ROOT, Run, saying, titles, write

LOST = "the report cannot be written ({}); the load does not stop for that"


def shell(url: str, command: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a line of a shell: ``onrecord`` is the program, which buffers its output as it does for users; $1, $2 are the arguments."""
    line = f"onrecord() {{ '{sys.executable}' -m app \"$@\"; }}; {command}"
    environment = {**os.environ, "ONRECORD_DATABASE_URL": url}
    return subprocess.run(["bash", "-c", line, "bash", *map(str, arguments)], cwd=ROOT, env=environment, capture_output=True, text=True)


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Documents whose report is longer than what is buffered of it."""
    return write(tmp_path / "many.jsonl", *(saying(f"Pier {n}", claims=[]) for n in range(150)))


@pytest.mark.parametrize(
    ("redirection", "reason"), [(">/dev/full", "No space left on device"), ("| true; exit ${PIPESTATUS[0]}", "Broken pipe")]
)
@pytest.mark.parametrize("batch", ["7", "1000"])
def test_a_load_without_a_report_is_whole_and_says_so(one_url: str, many: Path, redirection: str, reason: str, batch: str) -> None:
    ended = shell(one_url, f'onrecord ingest "$1" --batch {batch} --jobs 1 {redirection}', many)
    assert (ended.returncode, len(titles(one_url))) == (2, 150)
    lines = [line for line in ended.stderr.splitlines() if not line.startswith("warning: ")]
    assert lines == [LOST.format(reason)]


def test_a_short_report_that_is_lost_at_the_end_is_noticed(one_url: str, tmp_path: Path) -> None:
    ended = shell(one_url, 'onrecord ingest "$1" >/dev/full', write(tmp_path / "a.json", saying("A")))
    assert (ended.returncode, ended.stderr, titles(one_url)) == (2, LOST.format("No space left on device") + "\n", ["A"])


@pytest.mark.parametrize("redirection", ["2>/dev/full", "2>&-"])
def test_a_load_whose_refusals_cannot_be_written_is_whole(one_url: str, tmp_path: Path, redirection: str) -> None:
    file = write(tmp_path / "a.jsonl", {"text": 5}, saying("A"))
    ended = shell(one_url, f'onrecord ingest "$1" {redirection}', file)
    assert (ended.returncode, titles(one_url)) == (2 if "full" in redirection else 1, ["A"])
    assert ended.stdout.splitlines()[-1] == "1 added, 0 changed, 0 same, 1 refused"


@pytest.mark.parametrize("command", ['ingest "$1"', 'extract "$1"', "export claims"])
def test_a_closed_stdout_ends_a_command_before_it_does_anything(one_url: str, tmp_path: Path, command: str) -> None:
    ended = shell(one_url, f"onrecord {command} >&-", write(tmp_path / "a.json", saying("A")))
    assert (ended.returncode, titles(one_url)) == (2, [])
    assert ended.stderr == "standard output is closed: nothing was done; for no output use >/dev/null\n"


@pytest.mark.parametrize("command", ["ingest", "extract"])
def test_a_closed_stdin_that_is_to_be_read_is_named(one_url: str, tmp_path: Path, command: str) -> None:
    ended = shell(one_url, f'onrecord {command} "$1" - <&-', write(tmp_path / "a.json", saying("A")))
    assert (ended.returncode, ended.stdout, ended.stderr) == (2, "", "standard input is closed: there is nothing to read at -\n")
    assert titles(one_url) == []


@pytest.mark.parametrize("command", ["ingest", "extract"])
def test_names_of_files_forge_no_line_and_send_nothing_to_the_terminal(run_one: Run, tmp_path: Path, command: str) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in ("a\nadded art_0\x1b[31m.json", "b\u202e.json", "c\r.rtf", "d\n.json"):
        write(folder / name, {"text": 5} if name.startswith("d") else saying(name[0]))
    write(folder / os.fsdecode(b"e\xff.json"), saying("e"))
    result = run_one(command, folder)
    lines = [*result.stdout.splitlines(), *result.stderr.splitlines()]
    assert all(line.isprintable() for line in lines)
    assert [line.count(f"{folder}/") for line in lines if f"{folder}/" in line] == [1] * (5 if command == "ingest" else 2)
    assert f"{folder}/d�.json:1: refused: text: " in result.stderr
    assert f"{folder}/c�.rtf: skipped: " in result.stderr
    if command == "ingest":
        assert f" {folder}/a�added art_0�[31m.json: 1 claim" in result.stdout
        assert f" {folder}/e�.json: " in result.stdout


def test_a_missing_path_is_named_in_one_line(run_one: Run) -> None:
    assert run_one("ingest", "no\nthing\x1b[2J").stderr == "no�thing�[2J does not exist\n"


@pytest.mark.parametrize("command", ["schema", "list", 'extract "$1"', "export documents"])
def test_a_full_disk_behind_stdout_is_a_line(one_url: str, tmp_path: Path, command: str) -> None:
    file = write(tmp_path / "a.json", saying("A"))
    ended = shell(one_url, f'onrecord ingest "$1" >/dev/null; onrecord {command} >/dev/full', file)
    assert (ended.returncode, ended.stderr) == (2, "[Errno 28] No space left on device\n")


def test_a_key_that_cannot_be_printed_is_to_be_revoked(one_url: str) -> None:
    ended = shell(one_url, "onrecord keys create newsroom --scope read >/dev/full; status=$?; onrecord keys list; exit $status")
    assert (ended.returncode, "\tnewsroom\t" in ended.stdout, "Traceback" in ended.stderr) == (2, True, False)
    assert "is lost: revoke 'newsroom', and make another." in ended.stderr.splitlines()[-1]
