"""Progress of a load: figures, lines where stderr is no terminal, and a bar where it is one."""

import os
import pty
from pathlib import Path

import pytest

from app.ingest.reading import progress
from app.ingest.reading.files import STDIN, InputItem


class Clock:
    """A monotonic clock that the test sets."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(progress, "monotonic", clock)
    return clock


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    files = [tmp_path / name for name in ("a.jsonl", "b.jsonl", "c.jsonl")]
    for file in files:
        file.write_bytes(b" " * 1000)
    return files


def items(file: Path, number: int, bytes_read: int) -> list[InputItem]:
    return [InputItem(str(file), "", bytes_read=bytes_read)] * number


def test_long_work_says_a_line_every_half_minute(files: list[Path], clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    with progress.progress(files, "loading") as advance:
        for file, seconds in zip(files, (20, 20, 20), strict=True):
            clock.seconds += seconds
            advance(items(file, 600, 500), 20_000)
        clock.seconds += 30
        advance(items(files[2], 600, 1000), 30_000)
    assert capsys.readouterr().err.splitlines() == [
        "loading: 2 of 3 files, 1,200 articles, 40,000 claims, 1,000 claims a second, 0:00:40 left",
        "loading: 3 of 3 files, 2,400 articles, 90,000 claims, 1,000 claims a second, 0:00:00 left",
    ]


def test_short_work_says_nothing(files: list[Path], clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    with progress.progress(files, "loading") as advance:
        clock.seconds += 29
        advance(items(files[2], 9, 1000), 9)
    assert capsys.readouterr().err == ""


def test_the_length_of_a_pipe_is_unknown_and_so_is_the_time_left(clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    with progress.progress([STDIN], "loading") as advance:
        clock.seconds += 100
        advance(items(STDIN, 7, 500), 50)
    assert capsys.readouterr().err == "loading: 7 articles, 50 claims, 0 claims a second\n"


def test_articles_without_claims_have_no_rate(clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    with progress.progress_over(400, "rendering") as advance:
        clock.seconds += 60
        advance(100)
    assert capsys.readouterr().err == "rendering: 100 articles, 0:03:00 left\n"


def test_work_that_is_not_to_be_shown_says_nothing(files: list[Path], clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    with progress.progress(files, "extracting", is_shown=False) as advance:
        clock.seconds += 100
        advance(items(files[0], 1, 1000), 1)
    assert capsys.readouterr().err == ""


def test_a_terminal_shows_a_bar_with_claims_a_second_and_the_time_left(
    files: list[Path], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal_end, program_end = pty.openpty()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "200")
    with os.fdopen(terminal_end, "rb", 0) as terminal, os.fdopen(program_end, "w") as stderr:
        monkeypatch.setattr("sys.stderr", stderr)
        with progress.progress(files, "loading") as advance:
            clock.seconds += 10
            advance(items(files[0], 800, 1000), 30_000)
        stderr.write("\nend\n")
        stderr.flush()
        shown = b""
        while b"end" not in shown:  # a read returns what has arrived by then
            shown += terminal.read(100_000)
    assert "1 of 3 files, 800 articles, 30,000 claims, 3,000 claims a second, 0:00:20 left" in shown.decode()
