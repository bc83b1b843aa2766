"""Databases of tests: copies of templates that are migrated, and hold nothing, ``seeds/``, or what a test module loads once."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from app.database.engines import write_engine
from app.database.migrate import migrate
from app.ingest.loading import load_files
from app.ingest.preparing.texts import Texts
from app.ingest.reading.files import find_files
from tests.pool import Pool, create_database, drop_database

SEEDS = Path(__file__).parent.parent / "seeds"
Load = Callable[[str], object]  # loads what a template holds into the database of a URL


class Templates:
    """Databases of which tests get copies, by kind and by the function that loads their content, created on demand.

    Args:
        folder: of files of SQLite.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[Load | None, Path] = {}
        self._pools: dict[Load | None, Pool] = {}

    @contextmanager
    def copy(self, kind: str, *, seeded: bool = False, load: Load | None = None) -> Iterator[str]:
        """Lend the URL of a copy, which is as new, and removed or restored afterwards.

        Args:
            seeded: whether it holds ``seeds/``.
            load: loads what it holds instead, once for all tests.
        """
        content = load_seeds if seeded else load
        with self._pooled(content) if kind == "postgresql" else self._copied(content) as url:
            yield url

    def drop(self) -> None:
        """Remove the templates and what is left of their copies."""
        for pool in self._pools.values():
            pool.drop()

    @contextmanager
    def _pooled(self, load: Load | None) -> Iterator[str]:
        if load not in self._pools:
            self._pools[load] = Pool(filled(create_database("template1"), load))
        url = self._pools[load].take()
        try:
            yield url
        finally:
            self._pools[load].give_back(url)

    @contextmanager
    def _copied(self, load: Load | None) -> Iterator[str]:
        if load not in self._files:
            self._files[load] = self._folder / f"{uuid4().hex}.db"
            filled(f"sqlite:///{self._files[load]}", load)
        copy = self._folder / f"{uuid4().hex}.db"
        shutil.copyfile(self._files[load], copy)
        try:
            yield f"sqlite:///{copy}"
        finally:
            remove_file(copy)


def filled(url: str, load: Load | None) -> str:
    """Migrate a database and load what it is to hold; return its URL."""
    migrate(url)
    if load is not None:
        load(url)
    return url


def load_seeds(url: str) -> None:
    engine = write_engine(url)
    assert [item.faults for item in load_files(engine, find_files([SEEDS]), Texts())] == [[], []]
    engine.dispose()


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
