"""Attacks that need no connection to the server: files to ingest, tables that are locked, a database server that hangs."""

import gzip
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Timer

import psycopg

from app.commands.workers import ending_of
from tests.benchmark.archives.building import write_documents
from tests.benchmark.servers.processes import start
from tests.benchmark.servers.serving import ROOT
from tests.freezing import Proxy

BOMB_MB, UNPACKED_MB, LOADED_CLAIMS, SEED = 15, 500, 5_000, 2
LEFT_TO_END_S = 20


@dataclass(frozen=True)
class Target:
    """The attacked database.

    Attributes:
        url: of the database itself.
        claims: that it holds.
        folder: for files.
        say: takes a line for the report.
        proxy: through which the server reaches PostgreSQL.
    """

    url: str
    claims: int
    folder: Path
    say: Callable[[str], None]
    proxy: Proxy | None = None


@contextmanager
def locked_tables(target: Target) -> Iterator[None]:
    """Hold the lock of one who changes the table of claims."""
    with psycopg.connect(target.url) as connection:
        connection.execute("LOCK TABLE claims IN ACCESS EXCLUSIVE MODE")
        yield


@contextmanager
def frozen_database(target: Target) -> Iterator[None]:
    """Let nothing through between the server and its database."""
    assert target.proxy is not None
    target.proxy.freeze()
    try:
        yield
    finally:
        target.proxy.thaw()


@contextmanager
def loads(target: Target) -> Iterator[None]:
    """Ingest bombs and articles, and say what came of it."""
    files = [*bombs(target.folder), write_documents(target.folder, LOADED_CLAIMS, SEED, target.claims)]
    command = [sys.executable, "-m", "app", "ingest", *map(str, files)]
    process = start(command, {"ONRECORD_DATABASE_URL": target.url}, target.folder / "ingest.log", ROOT)
    try:
        yield
    finally:
        target.say(_ending(process.pid))


def _ending(pid: int) -> str:
    """Wait for a load to end, or end it; return how it ended, and the most memory that it or a process of its own had."""
    timer = Timer(LEFT_TO_END_S, os.killpg, [pid, signal.SIGKILL])
    timer.start()
    _, status, usage = os.wait4(pid, 0)
    timer.cancel()
    ending = ending_of(os.waitstatus_to_exitcode(status))
    return f"onrecord ingest ended by {ending}, and had at most {usage.ru_maxrss * 1024 / 1e6:.0f} MB"


def bombs(folder: Path) -> list[Path]:
    """Write files that are small, and take much to read: a list of wrong claims, an object that unpacks to much, one long word."""
    wrong, packed, word = folder / "wrong.json", folder / "packed.json.gz", folder / "word.txt"
    wrong.write_bytes(b'{"format": "onrecord/1", "title": "x", "claims": [' + b"1, " * (BOMB_MB * 350_000) + b"1]}")
    with gzip.open(packed, "wb") as stream:
        for _ in range(UNPACKED_MB):
            stream.write(b" " * 1_000_000)
    word.write_bytes(b"a" * BOMB_MB * 1_000_000)
    return [wrong, packed, word]
