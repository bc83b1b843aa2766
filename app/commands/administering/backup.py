"""The command ``onrecord backup``: copy a SQLite database while it is in use."""

import os
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.exc import DatabaseError

from app.commands.exits import exit_with_error
from app.commands.output import replace_file
from app.commands.revisions import database_name, describe_content, stored_revision
from app.commands.settings import load_settings
from app.database.backups import CopyRefused, check_copy, copied_url, copy_database, remove_files_beside, sync_folder
from app.database.engines import database_url
from app.database.tables.version import REVISION
from app.errors import DatabaseMissing, OnRecordError
from app.ingest.reading.progress import progress_over

EXAMPLE = "onrecord backup onrecord-monday.db"
PAGE_BYTES = 8192
POSTGRESQL = "PostgreSQL is backed up by its own programs, while it is in use: `pg_dump --format=custom --file=FILE URL`."


def backup(file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write. One of this name is replaced by it.")]) -> None:
    """Copy the database into a file, as it is at this moment. Servers and loads go on.

    The copy gets its name when it is whole and every page of it was read again. `onrecord restore` puts it in place.
    """
    url = load_settings().read_url
    try:
        _require_usable(file, url)
        _write(file, url)
        sync_folder(str(file))
    except (DatabaseError, OnRecordError) as error:
        exit_with_error(error)
    content = f"{describe_content(copied_url(str(file.resolve())))}, " if stored_revision(url) == REVISION else ""
    typer.echo(f"{file}: {content}{file.stat().st_size / 1e6:,.1f} MB, checked", err=True)


def _require_usable(file: Path, url: str) -> None:
    """Check that there is a database, and that the file may be written.

    Raises:
        CopyRefused, DatabaseMissing, RevisionNotSupported: as they say.
    """
    if database_url(url).get_backend_name() != "sqlite":
        raise CopyRefused(POSTGRESQL)
    if stored_revision(url) is None:
        raise DatabaseMissing(database_name(url))
    require_name(file)
    if file.exists() and (file.samefile(database_name(url)) or os.path.exists(f"{file}-wal")):
        raise CopyRefused(f"{file} is a database in use: give the backup another name.")


def require_name(file: Path) -> None:
    """Check that a file can be a database of SQLite.

    Raises:
        CopyRefused: it is a device or a pipe, or has a name that no URL of a database can have.
    """
    if (file.exists() and not file.is_file()) or str(file.absolute()).startswith("/dev/"):
        raise CopyRefused(f"{file} is no file.")
    if "?" in str(file.resolve()):
        raise CopyRefused(f"{file}: there may be no question mark in the name of the file, nor in that of a folder above it.")


def _write(file: Path, url: str) -> None:
    with replace_file(file) as stream:
        try:
            copy_and_check(url, stream.name)
        finally:
            remove_files_beside(stream.name)


def copy_and_check(url: str, copy: str) -> None:
    """Copy a SQLite database into an empty file, and read all of it again.

    Raises:
        CopyRefused: the database is damaged.
    """
    with progress_over(os.path.getsize(database_name(url)) // PAGE_BYTES, "copying", "pages") as advance:
        copy_database(url, copy, advance)
    check_copy(copy)
