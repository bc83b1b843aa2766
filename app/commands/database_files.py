"""A look at a SQLite file before the server starts, without importing the tables and queries."""

import os
import sqlite3
from contextlib import closing
from urllib.parse import quote

import typer
from sqlalchemy.engine import make_url

from app.commands.exits import exit_with_error
from app.database.engines import unread_log
from app.errors import LogUnread

HAS_TABLES = "SELECT 1 FROM sqlite_master WHERE name = 'data_version'"
NEXT = "run `onrecord migrate`, then `onrecord ingest FILES`; or set ONRECORD_DATABASE_URL to the database that is meant"


def require_tables(url: str) -> None:
    """Exit with 2 if the URL is that of a file that is not there, or has no tables. It takes a millisecond.

    The server starts all the same on a PostgreSQL database, which may not answer yet, and on a file that cannot be read now.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return
    file, is_immutable = os.path.abspath(parsed.database or ""), "immutable" in parsed.query
    if is_immutable and (log := unread_log(file)):
        exit_with_error(LogUnread(log))
    if fault := _fault_of(file, "&immutable=1" if is_immutable else ""):
        typer.echo(f"{fault}: {NEXT}", err=True)
        raise typer.Exit(2)


def _fault_of(file: str, more: str) -> str | None:
    if not os.path.exists(file):
        return f"There is no database {file}"
    try:
        with closing(sqlite3.connect(f"file:{quote(file)}?mode=ro{more}", uri=True)) as connection:
            has_tables = connection.execute(HAS_TABLES).fetchone()
    except sqlite3.Error as error:
        return f"{file} is no database of SQLite" if error.sqlite_errorcode == sqlite3.SQLITE_NOTADB else None
    return None if has_tables else f"The database {file} has no tables"
