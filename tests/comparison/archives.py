"""Databases, each made and loaded by the commit that serves it."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import orjson
from sqlalchemy import create_engine, make_url, text

from tests.comparison.running import command, environment
from tests.comparison.worktrees import ROOT
from tests.generated import documents

LOADING_S = 600


def write_documents(file: Path, number: int) -> Path:
    """Write generated documents, one a line."""
    file.write_bytes(b"".join(orjson.dumps(document, option=orjson.OPT_APPEND_NEWLINE) for document in documents(number)))
    return file


def load(root: Path, url: str, file: Path) -> None:
    """Have the code of a folder make its tables and load the documents and this commit's seeds.

    Raises:
        CalledProcessError: a command failed, or a document was refused.
    """
    for arguments in (["migrate"], ["ingest", str(file), str(ROOT / "seeds")]):
        subprocess.run(command(*arguments), cwd=root, env=environment(root, url), check=True, stdout=subprocess.DEVNULL, timeout=LOADING_S)


@contextmanager
def database(folder: Path, server: str | None) -> Iterator[str]:
    """Lend the URL of a database: a file beside the folder, or one on the PostgreSQL server, which is removed afterwards."""
    if server is None:
        yield f"sqlite:///{folder}.db"
        return
    name = f"onrecord_comparison_{uuid4().hex}"
    at_server = make_url(server).set(drivername="postgresql+psycopg")
    _execute(at_server.render_as_string(hide_password=False), f"CREATE DATABASE {name}")
    try:
        yield at_server.set(database=name).render_as_string(hide_password=False)
    finally:
        _execute(at_server.render_as_string(hide_password=False), f"DROP DATABASE {name} WITH (FORCE)")


def _execute(url: str, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
