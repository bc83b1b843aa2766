"""The command ``onrecord migrate``: bring the tables, and the JSON stored in them, to this version."""

from typing import Annotated

import typer
from alembic.util import CommandError
from sqlalchemy.exc import DatabaseError

from app.commands.exits import exit_with_error
from app.commands.settings import load_settings
from app.database.engines import write_engine
from app.database.migrate import migrate as run_migrations
from app.database.tables.version import REVISION
from app.errors import OnRecordError
from app.ingest.writing.rerendering import rerender


def migrate(
    revision: Annotated[str, typer.Argument(help="Up to which revision; base goes all the way back, to no tables at all.")] = REVISION,
) -> None:
    """Bring the database to the tables of this version, and the JSON stored in it to the shape of this version's answers."""
    url = load_settings().database_url
    try:
        run_migrations(url, revision)
        if revision in (REVISION, "head"):
            _rerender(url)
    except (DatabaseError, CommandError, OnRecordError) as error:
        exit_with_error(error)


def _rerender(url: str) -> None:
    engine = write_engine(url)
    try:
        report = rerender(engine)
    finally:
        engine.dispose()
    for article, reason in report.refused.items():
        typer.echo(f"{article}: its JSON was not rendered anew, and is made at each request: {reason}", err=True)
    if report.articles:
        typer.echo(f"{report.articles} articles rendered anew", err=True)
