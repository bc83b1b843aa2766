"""Reports of loads that cannot be written, and standard streams that are closed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import ROOT, saying, titles, write

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
