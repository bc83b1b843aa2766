"""Build the measured archives from generated documents, by the project's own commands, and time the loading."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.benchmark.archives.storage import Storage
from tests.benchmark.servers import processes
from tests.benchmark.servers.serving import ROOT


@dataclass(frozen=True)
class Load:
    """Claims that were loaded, and the time and CPU that it took."""

    claims: int
    seconds: float
    cpu_s: float

    @property
    def per_s(self) -> float:
        return self.claims / self.seconds

    @property
    def per_cpu_s(self) -> float:
        return self.claims / self.cpu_s


def size_label(claims: int) -> str:
    """Return a short name for a number of claims: ``1k``, ``100k``, ``1m``."""
    return f"{claims // 1_000_000}m" if claims % 1_000_000 == 0 else f"{claims // 1_000}k" if claims % 1_000 == 0 else str(claims)


def write_documents(folder: Path, claims: int, seed: int = 1, archive: int | None = None) -> Path:
    """Write documents with this number of claims as JSON Lines, unless the file exists; return it.

    Args:
        archive: the claims of the archive to which the documents are added; else they are an archive of their own.
    """
    file = folder / f"{size_label(claims)}{'' if seed == 1 else f'-{seed}-{size_label(archive or claims)}'}.jsonl"
    if not file.exists():
        part = file.with_suffix(".part")
        command = [sys.executable, "-m", "tests.benchmark.archives.documents", str(claims), str(seed), str(archive or claims)]
        with part.open("wb") as stream:
            subprocess.run(command, cwd=ROOT, stdout=stream, check=True)
        part.rename(file)
    return file


def build_archive(storage: Storage, folder: Path, claims: int, log: Path) -> Load | None:
    """Build an archive and return what loading took; None where it was built before."""
    name = size_label(claims)
    if storage.is_complete(name, claims):
        return None
    documents = write_documents(folder, claims)
    with storage.empty_database("part") as url:
        run_onrecord("migrate", url=url, log=log)
        load = ingest(documents, claims, url, log, storage.server_pid())
        storage.rename("part", name)
    return load


def build_reference(folder: Path, claims: int) -> Path:
    """Build the reference file of an archive, unless it is there; return it."""
    file = folder / f"{size_label(claims)}-reference.db"
    command = [sys.executable, "-m", "tests.benchmark.archives.reference.building", str(write_documents(folder, claims)), str(file)]
    subprocess.run(command, cwd=ROOT, check=True)
    return file


def ingest(documents: Path, claims: int, url: str, log: Path, beside: int | None = None) -> Load:
    """Ingest documents. The time includes the start of the process."""
    return measure_load(claims, lambda: run_onrecord("ingest", str(documents), url=url, log=log), beside)


def measure_load(claims: int, load: Callable[[], object], beside: int | None = None) -> Load:
    """Run a load that child processes do; return its time and CPU.

    Args:
        beside: pid of the database server, if there is one. Its CPU counts too.
    """
    started, before = time.perf_counter(), _cpu_s(beside)
    load()
    return Load(claims, time.perf_counter() - started, _cpu_s(beside) - before)


def _cpu_s(beside: int | None) -> float:
    server = processes.cpu_s(processes.tree_of(beside)) + processes.reaped_cpu_s(beside) if beside else 0
    return processes.children_cpu_s() + server


def run_onrecord(*arguments: str, url: str, log: Path) -> None:
    """Run a command of ``onrecord`` to its end.

    Raises:
        RuntimeError: the command failed; the message ends with its log.
    """
    with log.open("ab") as stream:
        environment = {**os.environ, "ONRECORD_DATABASE_URL": url}
        completed = subprocess.run(
            [sys.executable, "-m", "app", *arguments], cwd=ROOT, env=environment, stdout=stream, stderr=stream, check=False
        )
    if completed.returncode:
        raise RuntimeError(f"onrecord {arguments} failed:\n{log.read_text()[-2000:]}")
