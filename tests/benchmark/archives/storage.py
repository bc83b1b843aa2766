"""Where On Record keeps the archives that are measured: SQLite files in a folder, or databases of a PostgreSQL server."""

import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import psycopg

from app.database.tables.version import REVISION

IS_WHOLE = "SELECT version_num, (SELECT count(*) FROM claims) FROM alembic_version"


class Place(Protocol):
    """Databases by name."""

    def url(self, name: str) -> str:
        """Return how On Record is told of it."""

    def is_whole(self, name: str, claims: int) -> bool:
        """Whether it is an archive of so many claims, at the newest migration."""

    def emptied(self, name: str) -> Any:
        """Lend an empty one; afterwards there is none of this name."""

    def copied(self, name: str, copy: str) -> Any:
        """Lend a copy; afterwards there is none."""

    def rename(self, name: str, other: str) -> None:
        """Give it another name."""


class Files:
    """SQLite files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def file(self, name: str) -> Path:
        return self._folder / f"{name}.db"

    def url(self, name: str) -> str:
        return f"sqlite:///{self.file(name)}"

    def is_whole(self, name: str, claims: int) -> bool:
        if not self.file(name).exists():
            return False
        with closing(sqlite3.connect(f"file:{self.file(name)}?mode=ro", uri=True)) as connection:
            try:
                return bool(connection.execute(IS_WHOLE).fetchone() == (REVISION, claims))
            except sqlite3.DatabaseError:
                return False

    @contextmanager
    def emptied(self, name: str) -> Iterator[str]:
        self._remove(name)
        try:
            yield self.url(name)
        finally:
            self._remove(name)

    @contextmanager
    def copied(self, name: str, copy: str) -> Iterator[str]:
        with self.emptied(copy) as url:
            shutil.copy(self.file(name), self.file(copy))
            yield url

    def rename(self, name: str, other: str) -> None:
        self.file(name).rename(self.file(other))

    def _remove(self, name: str) -> None:
        for suffix in ("", "-wal", "-shm"):
            self.file(name).with_name(f"{self.file(name).name}{suffix}").unlink(missing_ok=True)


class Databases:
    """Databases of a PostgreSQL server. ``url`` is of one that they are made from; their own names begin with ``onrecord_bench_``."""

    def __init__(self, url: str) -> None:
        self._url = url

    def url(self, name: str) -> str:
        return urlsplit(self._url)._replace(path=f"/{_own(name)}").geturl()

    def is_whole(self, name: str, claims: int) -> bool:
        try:
            with psycopg.connect(self.url(name)) as connection:
                return connection.execute(IS_WHOLE).fetchone() == (REVISION, claims)
        except psycopg.Error:
            return False

    @contextmanager
    def emptied(self, name: str) -> Iterator[str]:
        with self._made(f"CREATE DATABASE {_own(name)}", name) as url:
            yield url

    @contextmanager
    def copied(self, name: str, copy: str) -> Iterator[str]:
        with self._made(f"CREATE DATABASE {_own(copy)} TEMPLATE {_own(name)}", copy) as url:
            yield url

    def rename(self, name: str, other: str) -> None:
        self._run(f"DROP DATABASE IF EXISTS {_own(other)}", f"ALTER DATABASE {_own(name)} RENAME TO {_own(other)}")

    def drop(self, names: Iterable[str]) -> None:
        """Remove them."""
        self._run(*(f"DROP DATABASE IF EXISTS {_own(name)} WITH (FORCE)" for name in names))

    def server_pid(self) -> int | None:
        """Return the process that all of the server are started by; None where it is on another machine, or hidden."""
        with psycopg.connect(self._url) as connection:
            row = connection.execute("SELECT pg_backend_pid()").fetchone()
            try:
                status = Path(f"/proc/{row[0] if row else 0}/status").read_text()
            except OSError:
                return None
        name, parent = (next(line.split()[1] for line in status.splitlines() if line.startswith(key)) for key in ("Name:", "PPid:"))
        return int(parent) if name.startswith("postgres") and int(parent) != os.getpid() else None

    @contextmanager
    def _made(self, statement: str, name: str) -> Iterator[str]:
        dropping = f"DROP DATABASE IF EXISTS {_own(name)} WITH (FORCE)"
        self._run(dropping, statement)
        try:
            yield self.url(name)
        finally:
            self._run(dropping)

    def _run(self, *statements: str) -> None:
        with psycopg.connect(self._url, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())


def _own(name: str) -> str:
    return f"onrecord_bench_{name.replace('-', '_')}"
