"""The command line ``onrecord``: its commands and options. Data goes to stdout, everything else to stderr."""

import gc
import os
import re
import sys
from importlib import import_module
from importlib.metadata import version as version_of
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from app.ingest.report_lines import discard_output

ADMINISTERING = (  # in a room of their own
    *("delete", "undelete", "policy", "tombstones", "backup", "restore", "check", "keys", "rekey", "reextract"),
)
COMMANDS = ("migrate", "ingest", "serve", "worker", "list", "export", "extract", *ADMINISTERING, "schema", "openapi", "demo")
SERVERS = ("serve", "worker")  # they log to stderr alone
HELP = "Who said what, about what, when, in which article, word for word where."


class Command(TyperCommand):
    """A command whose help has no types of Python: what an argument or option takes is told in words."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the arguments, then the options."""
        for title, kind in (("Arguments", "argument"), ("Options", "option")):
            records = [param.get_help_record(ctx) for param in self.get_params(ctx) if param.param_type_name == kind]
            if lines := [(re.sub(" <.*>$", "", names), words) for names, words in filter(None, records)]:
                with formatter.section(title):
                    formatter.write_dl(lines)


class Commands(TyperGroup):
    """The commands, each imported from a file of its own when it is called.

    All of them together would take seconds and 90 MB to import, and no command needs all.
    """

    def invoke(self, ctx: Any) -> Any:
        """Run a command. A system error that ends it, such as a full disk behind stdout, is a line on stderr and exit status 2.

        Raises:
            BrokenPipeError: whoever read stdout, such as ``head``, has closed it; typer exits silently.
        """
        try:
            try:
                return super().invoke(ctx)
            finally:
                if sys.stdout is not None:
                    sys.stdout.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            discard_output(sys.stdout)
            typer.echo(str(error), err=True)
            raise typer.Exit(2) from error

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of the commands, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command by its name; None if there is none."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"app.commands.{'administering.' if cmd_name in ADMINISTERING else ''}{cmd_name}")
        epilog = f"\b\nExample: {module.EXAMPLE}"
        command = typer.Typer(add_completion=False, rich_markup_mode=None)
        if subcommands := getattr(module, "SUBCOMMANDS", {}):
            command.callback(cls=Subcommands, help=module.HELP, epilog=epilog, no_args_is_help=True)(lambda: None)
        for name, function in (subcommands or {cmd_name: getattr(module, cmd_name)}).items():
            command.command(name, cls=Command, epilog=epilog if not subcommands else None)(function)
        gc.enable()  # ``main`` in __main__.py disabled it
        made = typer.main.get_command(command)
        made.name = cmd_name
        return made


class Subcommands(TyperGroup):
    """A command that consists of others, in the order of the help."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of the subcommands in their order."""
        return list(self.commands)


app = typer.Typer(add_completion=False, rich_markup_mode=None)


def _print_version(is_wanted: bool) -> None:
    if is_wanted:
        typer.echo(f"onrecord {version_of('onrecord')}")
        raise typer.Exit


def _replace_closed_streams(command: str | None) -> None:
    """End a command whose stdout is closed (``>&-``) before it does anything, unless it writes nothing there. stderr may be closed."""
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115  # for as long as the process runs
    if sys.stdout is None and command not in SERVERS:
        typer.echo("standard output is closed: nothing was done; for no output use >/dev/null", err=True)
        raise typer.Exit(2)


@app.callback(cls=Commands, no_args_is_help=True, help=HELP)
def _options(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version and exit.")] = False,
) -> None:
    _replace_closed_streams(context.invoked_subcommand)
