"""What the environment says, for commands: settings, or why they are none."""

import typer
from pydantic import ValidationError

from app.settings import Settings


def settings_of_environment() -> Settings:
    """Return the settings; where they are wrong, say so and exit with 2."""
    try:
        return Settings()
    except ValidationError as error:
        for fault in error.errors():
            typer.echo(f"ONRECORD_{str(fault['loc'][0]).upper()}: {fault['msg'].removeprefix('Value error, ')}", err=True)
        raise typer.Exit(2) from error
