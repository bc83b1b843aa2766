"""Ends a command that failed: a message on stderr and exit status 2."""

from typing import NoReturn

import typer
from sqlalchemy.exc import DatabaseError

NOT_MIGRATED = "If the database was never migrated, run `onrecord migrate`."


def exit_with_error(error: Exception) -> NoReturn:
    """Print an error to stderr and exit with 2; a broken pipe is raised again."""
    if isinstance(error, BrokenPipeError):  # the reader of stdout, such as `head`, has closed it: typer exits silently
        raise error
    if isinstance(error, DatabaseError):
        typer.echo(f"Database error: {error.orig}\n{NOT_MIGRATED}", err=True)
    else:
        typer.echo(str(error), err=True)
    raise typer.Exit(2) from error
