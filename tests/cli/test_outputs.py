"""Output files of extract and export (``-o``): written under a name of their own, and renamed when they are whole."""

import os
import signal
import stat
import subprocess
import time
from pathlib import Path

import pytest

from tests.cli.running import Run, ended, invoke, saying, start, write

NEVER = "sqlite:////nowhere/at/all.db"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write(tmp_path / "a.jsonl", saying("On the quay"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def reading_stdin(output: Path, *more: str | Path) -> "subprocess.Popen[str]":
    """Start an extraction that waits for its stdin, after it has opened its output."""
    before = set(output.parent.iterdir())
    process = start(NEVER, "extract", *more, "-", "-o", output, stdin=subprocess.PIPE, start_new_session=True)
    deadline = time.monotonic() + 60
    while set(output.parent.iterdir()) == before and time.monotonic() < deadline:
        time.sleep(0.05)
    return process


def test_two_commands_with_one_output_leave_one_whole_file(tmp_path: Path, folder: Path) -> None:
    output = folder / "both"
    sources = [write(tmp_path / f"{n}.jsonl", *(saying(f"Pier {n}, {each}") for each in range(20))) for n in range(2)]
    processes = [reading_stdin(output, source, "--jobs", "1") for source in sources]
    assert len(list(folder.iterdir())) == 2
    assert [ended(process)[1] for process in processes] == ["", ""]
    assert [process.returncode for process in processes] == [0, 0]
    assert output.read_text() in [invoke("extract", source).stdout for source in sources]
    assert list(folder.iterdir()) == [output]


@pytest.mark.parametrize("is_link", [False, True], ids=["a file", "a link"])
def test_no_other_file_is_written_to(folder: Path, source: Path, is_link: bool) -> None:
    precious, part = folder / "precious", folder / "notes.jsonl.part"
    precious.write_text("mine")
    if is_link:
        part.symlink_to(precious)
    else:
        part.write_text("mine")
    assert invoke("extract", source, "-o", folder / "notes.jsonl").exit_code == 0
    assert (precious.read_text(), part.read_text(), part.is_symlink()) == ("mine", "mine", is_link)
    assert not (folder / "notes.jsonl").is_symlink()
    assert "On the quay" in (folder / "notes.jsonl").read_text()


def test_a_file_keeps_the_mode_of_the_one_it_replaces_and_a_new_one_has_that_of_the_umask(folder: Path, source: Path) -> None:
    old, new = folder / "old", folder / "new"
    old.write_text("old")
    old.chmod(0o604)
    umask = os.umask(0o027)
    try:
        assert [invoke("extract", source, "-o", file).exit_code for file in (old, new)] == [0, 0]
    finally:
        os.umask(umask)
    assert [stat.S_IMODE(file.stat().st_mode) for file in (old, new)] == [0o604, 0o640]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
def test_a_file_keeps_its_owner(folder: Path, source: Path) -> None:
    file = folder / "out"
    file.write_text("old")
    os.chown(file, 12, 34)
    assert invoke("extract", source, "-o", file).exit_code == 0
    assert (file.stat().st_uid, file.stat().st_gid, "On the quay" in file.read_text()) == (12, 34, True)


def test_a_file_may_have_the_longest_name(folder: Path, source: Path) -> None:
    assert invoke("extract", source, "-o", folder / ("x" * 255)).exit_code == 0
    too_long = invoke("extract", source, "-o", folder / ("x" * 256))
    assert (too_long.exit_code, "File name too long" in too_long.stderr) == (2, True)
    assert [file.name for file in folder.iterdir()] == ["x" * 255]


@pytest.mark.parametrize("command", [("extract", "a.jsonl"), ("export", "documents")], ids=["extract", "export"])
def test_links_in_a_circle_are_refused_in_a_line(run_one: Run, folder: Path, source: Path, command: tuple[str, str]) -> None:
    (folder / "a").symlink_to(folder / "b")
    (folder / "b").symlink_to(folder / "a")
    result = run_one(command[0], source if command[0] == "extract" else command[1], "-o", folder / "a")
    assert (result.exit_code, result.stderr.count("\n"), f"symbolic links: '{folder}/a'" in result.stderr) == (2, 1, True)
    assert (folder / "a").is_symlink()


def test_a_missing_folder_is_named_with_the_file(folder: Path, source: Path) -> None:
    result = invoke("extract", source, "-o", folder / "missing" / "out.jsonl")
    assert (result.exit_code, result.stderr) == (2, f"[Errno 2] No such file or directory: '{folder}/missing/out.jsonl'\n")


def test_an_input_that_is_all_refused_leaves_the_old_file(folder: Path, source: Path) -> None:
    old, new = folder / "old", folder / "new"
    old.write_text("old")
    bad = write(folder / "bad.jsonl", {"text": 5})
    assert [invoke("extract", bad, "-o", file).exit_code for file in (old, new)] == [1, 1]
    assert (old.read_text(), new.exists()) == ("old", False)
    assert invoke("extract", bad, source, "-o", old).exit_code == 1
    assert "On the quay" in old.read_text()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_extract_with_its_processes_and_leaves_the_old_file(tmp_path: Path, folder: Path, number: signal.Signals) -> None:
    output = folder / "out.jsonl"
    output.write_text("old")
    process = reading_stdin(output, write(tmp_path / "a.jsonl", {"text": "It opens in June."}), "--jobs", "2")
    time.sleep(1)
    process.send_signal(number)
    _, stderr = ended(process)
    assert "Traceback" not in stderr
    assert process.returncode not in (0, None)
    assert ([file.name for file in folder.iterdir()], output.read_text()) == (["out.jsonl"], "old")
