"""Ends a command that failed: a message on stderr and exit status 2."""

import re
import shlex
from typing import NoReturn

import typer
from sqlalchemy.exc import DatabaseError

MISSING_DATABASE = re.compile(r'database "(.+)" does not exist')  # PostgreSQL; the driver gives no code for it
MISSING_TABLE = re.compile(r'no such table|relation ".+" does not exist')
NOT_MIGRATED = "The database has no tables of On Record: run `onrecord migrate`."


def exit_with_error(error: Exception) -> NoReturn:
    """Print an error to stderr and exit with 2; a broken pipe is raised again."""
    if isinstance(error, BrokenPipeError):  # the reader of stdout, such as `head`, has closed it: typer exits silently
        raise error
    if isinstance(error, DatabaseError):
        lines = (f"Database error: {error.orig}".rstrip(), advice_on(error))
        typer.echo("\n".join(line for line in lines if line), err=True)
    else:
        typer.echo(str(error), err=True)
    raise typer.Exit(2) from error


def advice_on(error: DatabaseError) -> str | None:
    """Return which command mends what the error says; None if no command does."""
    if missing := MISSING_DATABASE.search(str(error.orig)):
        return f"Make the database, then its tables: `createdb {shlex.quote(missing[1])}`, `onrecord migrate`."
    return NOT_MIGRATED if MISSING_TABLE.search(str(error.orig)) else None
