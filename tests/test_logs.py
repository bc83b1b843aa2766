"""Logs as text: colours are for terminals alone."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import structlog
from app.logs import configure_logs
from app.settings import Settings
configure_logs(Settings(log_format="text"))
try:
    1 / 0
except ZeroDivisionError:
    structlog.stdlib.get_logger("x").exception("request failed", path="/v1")
"""
FAILING = """
import structlog
from pydantic import TypeAdapter
from sqlalchemy.exc import IntegrityError
from app.logs import configure_logs
from app.settings import Settings
configure_logs(Settings(log_format={log_format!r}))
log = structlog.stdlib.get_logger("x")
row = ValueError("duplicate key\\nDETAIL:  Key (url)=(https://calloway.example) already exists.")
failures = [
    lambda: TypeAdapter(int).validate_python("calloway"),
    lambda: (_ for _ in ()).throw(IntegrityError("SELECT a\\n" + "FROM calloway " * 1_000, {{"q": "calloway"}}, row, hide_parameters=True)),
    lambda: int("9" * 3_000 + "calloway"),
]
for fail in failures:
    try:
        fail()
    except (ValueError, IntegrityError):
        log.exception("request failed")
"""
COLOUR = b"\x1b["


def environment(**more: str) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    return {**inherited, "TERM": "xterm-256color", **more}


def on_a_terminal(**more: str) -> bytes:
    terminal_end, program_end = pty.openpty()
    with os.fdopen(terminal_end, "rb", 0) as terminal:
        subprocess.run([sys.executable, "-c", PROGRAM], stderr=program_end, env=environment(**more), check=True)
        os.close(program_end)
        return terminal.read(1 << 16)


def test_a_file_gets_no_colours(tmp_path: Path) -> None:
    with (tmp_path / "log").open("wb") as log:
        subprocess.run([sys.executable, "-c", PROGRAM], stderr=log, env=environment(), check=True)
    written = (tmp_path / "log").read_bytes()
    assert (COLOUR in written, b"path=/v1" in written, b"ZeroDivisionError" in written) == (False, True, True)


def test_a_terminal_gets_colours() -> None:
    assert COLOUR in on_a_terminal()


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_a_terminal_whose_user_wants_none_gets_no_colours(name: str, value: str) -> None:
    written = on_a_terminal(**{name: value})
    assert (COLOUR in written, b"path=/v1" in written) == (False, True)


@pytest.mark.parametrize(("log_format", "on_terminal", "in_file"), [("auto", True, False), ("text", True, True), ("json", False, False)])
def test_logs_are_text_on_a_terminal_and_json_elsewhere_unless_set(log_format: str, on_terminal: bool, in_file: bool) -> None:
    program = f"from app.logs import is_text; from app.settings import Settings; print(is_text(Settings(log_format={log_format!r})))"
    terminal_end, program_end = pty.openpty()
    for stderr, expected in ((program_end, on_terminal), (subprocess.PIPE, in_file)):
        finished = subprocess.run([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=stderr, env=environment(), check=True)
        assert finished.stdout.decode() == f"{expected}\n"
    os.close(program_end)
    os.close(terminal_end)


@pytest.mark.parametrize("log_format", ["json", "text"])
def test_a_traceback_holds_no_values_and_no_whole_statement(log_format: str) -> None:
    program = FAILING.format(log_format=log_format)
    written = subprocess.run([sys.executable, "-c", program], stderr=subprocess.PIPE, env=environment(), check=True).stderr.decode()
    assert [written.count(part) for part in ("request failed", "[SQL: SELECT a", "validation error for int", "invalid literal")] == [
        3,
        1,
        1,
        1,
    ]
    assert (written.count("calloway") <= 20, "calloway.example" in written, "'calloway'" in written) == (True, False, False)
    assert len(written) < 12_000
