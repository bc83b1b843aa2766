"""Ends a command that failed: a message on stderr and exit status 2."""

from typing import NoReturn

import typer
from sqlalchemy.exc import DatabaseError

from app.database.advice import advice_on


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
