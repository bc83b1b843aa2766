"""The command ``onrecord migrate``: bring the tables, and the JSON stored in them, to this version."""

import sys
from typing import Annotated

import typer
from alembic.util import CommandError
from sqlalchemy.exc import DatabaseError

from app.commands.exits import exit_with_error
from app.commands.revisions import database_name, describe_content, stored_revision
from app.commands.settings import load_settings
from app.database.engines import write_engine
from app.database.migrate import migrate as run_migrations
from app.database.tables.version import REVISION
from app.errors import OnRecordError
from app.ingest.writing.rerendering import rerender

EXAMPLE = "onrecord migrate"


def migrate(
    revision: Annotated[
        str, typer.Argument(metavar="REVISION", help="Up to which revision; base goes all the way back, to no tables at all.")
    ] = REVISION,
    yes: Annotated[bool, typer.Option("--yes", help="Drop the tables with all that they hold, without being asked.")] = False,
) -> None:
    """Bring the database to the tables of this version.

    The JSON stored in it is brought to the shape of this version's answers, too. Run it before the first load, and after an upgrade.
    """
    url = load_settings().database_url
    try:
        before = stored_revision(url)
        if revision == "base" and before is not None and not yes:
            _confirm_loss(url)
        if revision != "base" or before is not None:  # else SQLite would make an empty file
            run_migrations(url, revision)
        is_rendered = revision in (REVISION, "head") and rerender_stored(url)
        _report(url, before, stored_revision(url), is_rendered)
    except (DatabaseError, CommandError, OnRecordError) as error:
        exit_with_error(error)


def _confirm_loss(url: str) -> None:
    """Ask whether the tables may go; without a terminal, refuse."""
    loss = f"all tables of {database_name(url)}, and with them {describe_content(url)}"
    if not sys.stdin.isatty():
        typer.echo(f"This drops {loss}. If that is wanted, say so: `onrecord migrate base --yes`", err=True)
        raise typer.Exit(2)
    typer.confirm(f"Drop {loss}?", abort=True, err=True)


def _report(url: str, before: str | None, after: str | None, is_rendered: bool) -> None:
    if before != after:
        typer.echo(f"{database_name(url)}: migrated from {_named(before)} to {_named(after)}", err=True)
    elif not is_rendered:
        typer.echo(f"{database_name(url)}: nothing to do, it has {_named(after)}", err=True)


def _named(revision: str | None) -> str:
    return "no tables" if revision is None else f"the tables of revision {revision}"


def rerender_stored(url: str) -> bool:
    """Render stored JSON anew where it has another shape; return whether there was any."""
    engine = write_engine(url)
    try:
        report = rerender(engine)
    finally:
        engine.dispose()
    for article, reason in report.refused.items():
        typer.echo(f"{article}: its JSON was not rendered anew, and is made at each request: {reason}", err=True)
    if report.articles:
        typer.echo(f"{report.articles} articles rendered anew", err=True)
    return bool(report.articles or report.refused)
