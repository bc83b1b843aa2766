"""The command line ``onrecord``: its commands and options. Data goes to stdout, everything else to stderr."""

import gc
from importlib import import_module
from importlib.metadata import version as version_of
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

COMMANDS = ("migrate", "ingest", "serve", "list", "delete", "undelete", "export", "extract", "schema", "openapi")
HELP = "Who said what, about what, when, in which article, word for word where."


class Commands(TyperGroup):
    """The commands, each imported from a file of its own when it is called.

    All of them together would take seconds and 90 MB to import, and no command needs all.
    """

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of the commands, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command by its name; None if there is none."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"app.commands.{cmd_name}")
        command = typer.Typer(add_completion=False)
        command.command(cmd_name, epilog=f"Example: {module.EXAMPLE}")(getattr(module, cmd_name))
        gc.enable()  # ``main`` in __main__.py disabled it
        return typer.main.get_command(command)


app = typer.Typer(add_completion=False)


def _print_version(is_wanted: bool) -> None:
    if is_wanted:
        typer.echo(f"onrecord {version_of('onrecord')}")
        raise typer.Exit


@app.callback(cls=Commands, no_args_is_help=True, help=HELP)
def _options(
    version: Annotated[bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version and exit.")] = False,
) -> None: ...
