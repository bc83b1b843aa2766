"""The archives that are measured, each built from generated documents by the project's own commands."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

from tests.benchmark.archives.storage import Place
from tests.benchmark.servers.serving import ROOT


@dataclass(frozen=True)
class Load:
    """What loading documents took."""

    claims: int
    seconds: float
    cpu_s: float

    @property
    def per_s(self) -> float:
        return self.claims / self.seconds

    @property
    def per_cpu_s(self) -> float:
        return self.claims / self.cpu_s


def label_of(claims: int) -> str:
    return f"{claims // 1_000_000}m" if claims % 1_000_000 == 0 else f"{claims // 1_000}k" if claims % 1_000 == 0 else str(claims)


def written(folder: Path, claims: int, seed: int = 1, archive: int | None = None) -> Path:
    """Write so many claims as JSON Lines, unless they were written before; return the file."""
    file = folder / f"{label_of(claims)}{'' if seed == 1 else f'-{seed}-{label_of(archive or claims)}'}.jsonl"
    if not file.exists():
        part = file.with_suffix(".part")
        command = [sys.executable, "-m", "tests.benchmark.archives.documents", str(claims), str(seed), str(archive or claims)]
        with part.open("wb") as stream:
            subprocess.run(command, cwd=ROOT, stdout=stream, check=True)
        part.rename(file)
    return file


def built(place: Place, folder: Path, claims: int, log: Path) -> Load | None:
    """Build an archive, unless it was built before: then nothing is told of how long it took."""
    name = label_of(claims)
    if place.is_whole(name, claims):
        return None
    documents = written(folder, claims)
    with place.emptied("part") as url:
        run("migrate", url=url, log=log)
        load = loaded(documents, claims, url, log)
        place.rename("part", name)
    return load


def loaded(documents: Path, claims: int, url: str, log: Path) -> Load:
    """Ingest documents, starting and all."""
    return timed(claims, lambda: run("ingest", str(documents), url=url, log=log))


def timed(claims: int, load: Callable[[], object]) -> Load:
    """Run a load that is done by other processes; return what it took."""
    started, before = time.perf_counter(), getrusage(RUSAGE_CHILDREN)
    load()
    after = getrusage(RUSAGE_CHILDREN)
    cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Load(claims, time.perf_counter() - started, cpu_s)


def run(*arguments: str, url: str, log: Path) -> None:
    """Run a command of ``onrecord`` to its end.

    Raises:
        RuntimeError: it failed.
    """
    with log.open("ab") as stream:
        environment = {**os.environ, "ONRECORD_DATABASE_URL": url}
        done = subprocess.run(
            [sys.executable, "-m", "app", *arguments], cwd=ROOT, env=environment, stdout=stream, stderr=stream, check=False
        )
    if done.returncode:
        raise RuntimeError(f"onrecord {arguments} failed:\n{log.read_text()[-2000:]}")
