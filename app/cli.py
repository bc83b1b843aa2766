"""The command line ``onrecord``. Data goes to stdout, everything else to stderr."""

import gc
from importlib import import_module
from importlib.metadata import version as version_of
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

COMMANDS = ("serve", "ingest", "extract", "export", "migrate", "schema", "openapi")
HELP = "Who said what, about what, when, in which article, word for word where."


class Commands(TyperGroup):
    """Commands, each from a file of its own that is read in when it is wanted.

    What extracts, serves and migrates takes seconds and 90 MB together, and no command needs it all.
    """

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command; None where there is none of this name."""
        if cmd_name not in COMMANDS:
            return None
        one = typer.Typer(add_completion=False)
        one.command(cmd_name)(getattr(import_module(f"app.commands.{cmd_name}"), cmd_name))
        gc.enable()  # which ``main`` disabled
        return typer.main.get_command(one)


app = typer.Typer(add_completion=False)


def _tell_version(is_wanted: bool) -> None:
    if is_wanted:
        typer.echo(f"onrecord {version_of('onrecord')}")
        raise typer.Exit


@app.callback(cls=Commands, no_args_is_help=True, help=HELP)
def _options(
    version: Annotated[bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Show the version and exit.")] = False,
) -> None: ...
