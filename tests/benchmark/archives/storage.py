"""Storage of the measured archives: SQLite files in a folder, or databases on a PostgreSQL server."""

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

REVISION_AND_CLAIMS = "SELECT version_num, (SELECT count(*) FROM claims) FROM alembic_version"


class Storage(Protocol):
    """Databases by name."""

    def url(self, name: str) -> str:
        """Return the database URL."""

    def exists(self, name: str) -> bool:
        """Return whether there is such a database."""

    def size(self, name: str) -> int:
        """Return the bytes of the database."""

    def is_complete(self, name: str, claims: int) -> bool:
        """Return whether the database holds this number of claims, at the newest migration."""

    def empty_database(self, name: str) -> Any:
        """Lend the URL of an empty database, which is removed afterwards."""

    def copy_of(self, name: str, copy: str) -> Any:
        """Lend the URL of a copy, which is removed afterwards."""

    def rename(self, name: str, other: str) -> None:
        """Rename a database; one that has the other name is replaced."""

    def drop(self, names: Iterable[str]) -> None:
        """Remove databases, where they exist."""

    def server_pid(self) -> int | None:
        """Return the pid of the database server's main process; None where there is none, or where it cannot be told."""


class SqliteFiles:
    """SQLite files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def file(self, name: str) -> Path:
        return self._folder / f"{name}.db"

    def url(self, name: str) -> str:
        return f"sqlite:///{self.file(name)}"

    def exists(self, name: str) -> bool:
        return self.file(name).exists()

    def size(self, name: str) -> int:
        return self.file(name).stat().st_size

    def is_complete(self, name: str, claims: int) -> bool:
        if not self.file(name).exists():
            return False
        with closing(sqlite3.connect(f"file:{self.file(name)}?mode=ro", uri=True)) as connection:
            try:
                return bool(connection.execute(REVISION_AND_CLAIMS).fetchone() == (REVISION, claims))
            except sqlite3.DatabaseError:
                return False

    @contextmanager
    def empty_database(self, name: str) -> Iterator[str]:
        self._remove(name)
        try:
            yield self.url(name)
        finally:
            self._remove(name)

    @contextmanager
    def copy_of(self, name: str, copy: str) -> Iterator[str]:
        with self.empty_database(copy) as url:
            shutil.copy(self.file(name), self.file(copy))
            os.sync()  # so that writing the copy does not fall into the time that is measured
            yield url

    def rename(self, name: str, other: str) -> None:
        self.file(name).rename(self.file(other))

    def drop(self, names: Iterable[str]) -> None:
        for name in names:
            self._remove(name)

    def server_pid(self) -> int | None:
        return None

    def _remove(self, name: str) -> None:
        for suffix in ("", "-wal", "-shm"):
            self.file(name).with_name(f"{self.file(name).name}{suffix}").unlink(missing_ok=True)


class PostgresDatabases:
    """Databases on a PostgreSQL server.

    Args:
        url: of an existing database, used to create them.
        prefix: of their names.
    """

    def __init__(self, url: str, prefix: str = "onrecord_bench") -> None:
        self._url, self._prefix = url, prefix

    def url(self, name: str) -> str:
        return urlsplit(self._url)._replace(path=f"/{self._name(name)}").geturl()

    def exists(self, name: str) -> bool:
        with psycopg.connect(self._url) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self._name(name)])
            return found.fetchone() is not None

    def size(self, name: str) -> int:
        with psycopg.connect(self.url(name)) as connection:
            row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
            return int(row[0]) if row else 0

    def is_complete(self, name: str, claims: int) -> bool:
        try:
            with psycopg.connect(self.url(name)) as connection:
                return connection.execute(REVISION_AND_CLAIMS).fetchone() == (REVISION, claims)
        except psycopg.Error:
            return False

    @contextmanager
    def empty_database(self, name: str) -> Iterator[str]:
        with self._created(f"CREATE DATABASE {self._name(name)}", name) as url:
            yield url

    @contextmanager
    def copy_of(self, name: str, copy: str) -> Iterator[str]:
        with self._created(f"CREATE DATABASE {self._name(copy)} TEMPLATE {self._name(name)}", copy) as url:
            yield url

    def rename(self, name: str, other: str) -> None:
        self._run(f"DROP DATABASE IF EXISTS {self._name(other)}", f"ALTER DATABASE {self._name(name)} RENAME TO {self._name(other)}")

    def drop(self, names: Iterable[str]) -> None:
        self._run(*(f"DROP DATABASE IF EXISTS {self._name(name)} WITH (FORCE)" for name in names))

    def server_pid(self) -> int | None:
        with psycopg.connect(self._url) as connection:
            row = connection.execute("SELECT pg_backend_pid()").fetchone()
            try:
                status = Path(f"/proc/{row[0] if row else 0}/status").read_text()
            except OSError:
                return None
        name, parent = (next(line.split()[1] for line in status.splitlines() if line.startswith(key)) for key in ("Name:", "PPid:"))
        # The server may number its processes apart from this machine: the number is then another process's, whose parent may be this one.
        return int(parent) if name.startswith("postgres") and int(parent) != os.getpid() else None

    @contextmanager
    def _created(self, statement: str, name: str) -> Iterator[str]:
        drop = f"DROP DATABASE IF EXISTS {self._name(name)} WITH (FORCE)"
        self._run(drop, statement)
        try:
            yield self.url(name)
        finally:
            self._run(drop)

    def _run(self, *statements: str) -> None:
        with psycopg.connect(self._url, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def _name(self, name: str) -> str:
        return f"{self._prefix}_{name.replace('-', '_')}"
