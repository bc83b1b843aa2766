"""Loads the settings for commands; wrong ones end the command with a message."""

from typing import Any

import typer
from pydantic import ValidationError

from app.settings import Settings


def load_settings(**options: Any) -> Settings:
    """Return the settings: the options that are given, else the environment. If some are wrong, name each on stderr and exit with 2."""
    try:
        return Settings(**{name: value for name, value in options.items() if value is not None})
    except ValidationError as error:
        for fault in error.errors():
            typer.echo(f"ONRECORD_{str(fault['loc'][0]).upper()}: {fault['msg'].removeprefix('Value error, ')}", err=True)
        raise typer.Exit(2) from error
