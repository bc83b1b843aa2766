"""What ends a command."""

from typing import NoReturn

import typer
from sqlalchemy.exc import DatabaseError

NOT_MIGRATED = "If the database was never migrated, run `onrecord migrate`."


def fail(error: Exception) -> NoReturn:
    """Say what went wrong, and exit with 2."""
    if isinstance(error, BrokenPipeError):  # who reads has read enough; the command line ends silently
        raise error
    if isinstance(error, DatabaseError):
        typer.echo(f"Database error: {error.orig}\n{NOT_MIGRATED}", err=True)
    else:
        typer.echo(str(error), err=True)
    raise typer.Exit(2) from error
