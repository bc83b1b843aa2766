"""Databases of the compared commits, each migrated and loaded by the code of its commit."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import orjson
from sqlalchemy import make_url

from tests.comparison.commands import command, environment
from tests.comparison.worktrees import ROOT
from tests.generated import documents
from tests.tables import execute

LOADING_S = 600


def write_documents(file: Path, number: int) -> Path:
    """Write generated documents, one a line."""
    file.write_bytes(b"".join(orjson.dumps(document, option=orjson.OPT_APPEND_NEWLINE) for document in documents(number)))
    return file


def load(root: Path, url: str, file: Path) -> None:
    """Migrate a database and load the documents and the seeds, by the code in a folder.

    Raises:
        CalledProcessError: a command failed, or a document was refused.
    """
    for arguments in (["migrate"], ["ingest", str(file), str(ROOT / "seeds")]):
        subprocess.run(command(*arguments), cwd=root, env=environment(root, url), check=True, stdout=subprocess.DEVNULL, timeout=LOADING_S)


@contextmanager
def database(folder: Path, server: str | None) -> Iterator[str]:
    """Lend the URL of a database: a file beside the folder, or a temporary one on a PostgreSQL server."""
    if server is None:
        yield f"sqlite:///{folder}.db"
        return
    name = f"onrecord_comparison_{uuid4().hex}"
    at_server = make_url(server).set(drivername="postgresql+psycopg")
    execute(server, f"CREATE DATABASE {name}")
    try:
        yield at_server.set(database=name).render_as_string(hide_password=False)
    finally:
        execute(server, f"DROP DATABASE {name} WITH (FORCE)")
