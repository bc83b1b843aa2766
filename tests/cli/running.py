"""Helpers of the command line's tests: run commands, write their input, read what they loaded."""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from app.cli import app
from app.database.engines import write_engine
from tests import make
from tests.tables import dump

ROOT = Path(__file__).parent.parent.parent
Run = Callable[..., Result]
HEED_INTERRUPTS = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); signal.signal(signal.SIGHUP, signal.SIG_DFL)"


def invoke(*arguments: object, **options: Any) -> Result:
    handlers = logging.root.handlers[:]
    try:
        return CliRunner().invoke(app, [str(argument) for argument in arguments], **options)
    finally:
        logging.root.handlers[:] = handlers  # the command's own writes to a stream that is closed now


def faults(result: Result) -> str:
    """Return what a command wrote on stderr, without warnings of what articles lack."""
    return "".join(line for line in result.stderr.splitlines(keepends=True) if not line.startswith("warning: "))


def start(url: str, *arguments: str | Path, **options: Any) -> subprocess.Popen[str]:
    """Start the program as a process of its own, which an interrupt ends also where the tests' own process ignores it (``nohup``)."""
    command = [sys.executable, "-u", "-c", f"{HEED_INTERRUPTS}; from app.cli import app; app()", *map(str, arguments)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, env={**os.environ, "ONRECORD_DATABASE_URL": url}, cwd=ROOT, **{**pipes, **options})


def ended(process: subprocess.Popen[str]) -> tuple[str, str]:
    """Wait up to a minute for a process to end, and return its stdout and stderr."""
    try:
        return process.communicate(timeout=60)
    finally:
        process.kill()


def saying(title: str, **more: Any) -> make.Json:
    entities = [make.entity(aliases=["The Mayor"]), make.entity(1, None, descriptor="a guard", kind="group", members=["s0"])]
    text = f"<s0>Ana Novak</s0> <q0>said</q0> <c0>the <e0>bridge</e0> will open</c0>. {title}."
    parts = {"entities": entities, "claims": [make.claim(about=["e0", "s1"])], "events": [make.event()], **more}
    return make.document(text, title=title, **parts)


def write(file: Path, *documents: make.Json) -> Path:
    file.write_text("".join(json.dumps(document) + "\n" for document in documents))
    return file


def titles(url: str) -> list[str]:
    engine = write_engine(url)
    loaded = sorted(str(row["title"]) for row in dump(engine)["articles"])
    engine.dispose()
    return loaded


def texts(url: str) -> list[str | None]:
    engine = write_engine(url)
    loaded = [row["text"] for row in dump(engine)["articles"]]
    engine.dispose()
    return loaded
