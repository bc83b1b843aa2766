"""The commands ``onrecord keys create``, ``list`` and ``revoke``: API keys."""

import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Annotated, cast

import typer
from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

from app.commands.exits import exit_with_error
from app.commands.revisions import require_database
from app.commands.settings import load_settings
from app.database.engines import checkpoint, read_connection, read_engine, write_engine
from app.errors import OnRecordError
from app.ingest.administering.keys import create_key, revoke_key
from app.ingest.report_lines import discard_output
from app.queries.administering.keys import list_keys
from app.terms.api_keys import SCOPES, KeyScope

HELP = "API keys: make one, list them, revoke one."
EXAMPLE = "onrecord keys create newsroom --scope write --scope review"


def create(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Who uses it: histories show this name.")],
    scope: Annotated[
        list[str],
        typer.Option(metavar="|".join(SCOPES), help="What it allows. Repeatable; no scope includes another."),
    ],
) -> None:
    """Make an API key, and print it on the last line.

    It is shown this once. Clients send it as `Authorization: Bearer KEY`.
    """
    if not name.strip() or not name.isprintable():
        raise typer.BadParameter("give a name that can be printed", param_hint="NAME")
    if unknown := [each for each in scope if each not in SCOPES]:
        raise typer.BadParameter(f"{unknown[0]!r} is none of {', '.join(SCOPES)}", param_hint="--scope")
    with _writing() as engine:
        key = create_key(engine, name.strip(), cast(Collection[KeyScope], scope))
    typer.echo(f"The key {name.strip()!r} allows {', '.join(each for each in SCOPES if each in scope)}. It is not shown again:", err=True)
    try:
        typer.echo(key)
    except OSError as error:
        typer.echo(f"The key could not be printed ({error.strerror}), and is lost: revoke {name.strip()!r}, and make another.", err=True)
        discard_output(sys.stdout)
        raise typer.Exit(2) from error


def show() -> None:
    """List the keys: id, name, scopes, when it was made, and when it was revoked.

    There is a tab between columns; "-" is a key that is valid. The keys themselves are not stored.
    """
    url = load_settings().read_url
    require_database(url)
    engine = read_engine(url)
    try:
        with read_connection(engine) as connection:
            for row in list_keys(connection):
                revoked = f"{row.revoked_at:%Y-%m-%dT%H:%M:%SZ}" if row.revoked_at else "-"
                columns = (row.id, row.name, ",".join(row.scopes), f"{row.created_at:%Y-%m-%dT%H:%M:%SZ}", revoked)
                sys.stdout.write("\t".join(columns) + "\n")
    except (DatabaseError, OnRecordError, BrokenPipeError) as error:
        exit_with_error(error)
    finally:
        engine.dispose()


def revoke(key: Annotated[str, typer.Argument(metavar="KEY", help="Its id or name, as `onrecord keys list` shows them.")]) -> None:
    """Revoke an API key: the next request with it is refused.

    Its name stays in histories, and cannot be given to another key.
    """
    with _writing() as engine:
        name = revoke_key(engine, key)
    typer.echo(f"the key {name!r} is revoked", err=True)


SUBCOMMANDS: dict[str, Callable[..., None]] = {"create": create, "list": show, "revoke": revoke}


@contextmanager
def _writing() -> Iterator[Engine]:
    """Lend the engine that writes; an error ends the command."""
    url = load_settings().database_url
    require_database(url)
    engine = write_engine(url)
    try:
        yield engine
    except (DatabaseError, OnRecordError) as error:
        exit_with_error(error)
    finally:
        engine.dispose()
        checkpoint(url)
