"""Databases of tests: copies of templates that are migrated, and hold ``seeds/`` or nothing."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from app.database.engines import write_engine
from app.database.migrate import migrate
from app.ingest.loading import load_files
from app.ingest.preparing.texts import Texts
from app.ingest.reading.files import find_files
from tests.pool import Pool, create_database, drop_database

SEEDS = Path(__file__).parent.parent / "seeds"
MEMORY, ENOUGH_BYTES = Path("/dev/shm"), 2 << 30


class Templates:
    """Databases of which tests get copies, by kind and content, created on demand.

    Args:
        folder: of files of SQLite.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[bool, Path] = {}
        self._pools: dict[bool, Pool] = {}

    @contextmanager
    def copy(self, kind: str, *, seeded: bool = False) -> Iterator[str]:
        """Lend the URL of a copy, which is as new, and removed or emptied afterwards."""
        with self._pooled(seeded) if kind == "postgresql" else self._copied(seeded) as url:
            yield url

    def drop(self) -> None:
        """Remove the templates and what is left of their copies."""
        for pool in self._pools.values():
            pool.drop()

    @contextmanager
    def _pooled(self, seeded: bool) -> Iterator[str]:
        if seeded not in self._pools:
            self._pools[seeded] = Pool(fill(create_database("template1"), seeded))
        url = self._pools[seeded].take()
        try:
            yield url
        finally:
            self._pools[seeded].give_back(url)

    @contextmanager
    def _copied(self, seeded: bool) -> Iterator[str]:
        if seeded not in self._files:
            self._files[seeded] = self._folder / f"{uuid4().hex}.db"
            fill(f"sqlite:///{self._files[seeded]}", seeded)
        copy = self._folder / f"{uuid4().hex}.db"
        shutil.copyfile(self._files[seeded], copy)
        try:
            yield f"sqlite:///{copy}"
        finally:
            remove_file(copy)


def fill(url: str, seeded: bool) -> str:
    """Migrate a database, and load ``seeds/`` into it where they are wanted; return its URL."""
    migrate(url)
    if seeded:
        engine = write_engine(url)
        assert [item.faults for item in load_files(engine, find_files([SEEDS]), Texts())] == [[], []]
        engine.dispose()
    return url


def remove(url: str) -> None:
    """Remove a database."""
    if url.startswith("postgresql"):
        drop_database(url)
    else:
        remove_file(Path(url.removeprefix("sqlite:///")))


def remove_file(file: Path) -> None:
    """Remove a file of SQLite and its logs, those that are there."""
    for each in ("", "-wal", "-shm", "-journal"):
        file.with_name(f"{file.name}{each}").unlink(missing_ok=True)


@contextmanager
def database_folder(otherwise: Path) -> Iterator[Path]:
    """Lend a folder in memory, which waits for no disk; where there is none, or too little of it, another one."""
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH_BYTES:
        with TemporaryDirectory(dir=MEMORY, prefix="onrecord-tests-") as folder:
            yield Path(folder)
    else:
        yield otherwise
