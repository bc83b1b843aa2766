"""``onrecord migrate``."""

from typing import Annotated

import typer
from alembic.util import CommandError
from sqlalchemy.exc import DatabaseError

from app.commands.environment import settings_of_environment
from app.commands.failures import fail
from app.database.engines import write_engine
from app.database.migrate import migrate as run_migrations
from app.database.tables.version import REVISION
from app.errors import OnRecordError
from app.ingest.writing.rerendering import rerender


def migrate(
    revision: Annotated[str, typer.Argument(help="Up to which revision; base goes all the way back, to no tables at all.")] = REVISION,
) -> None:
    """Bring the database to the tables of this version, and the JSON stored in it to the shape of this version's answers."""
    url = settings_of_environment().database_url
    try:
        run_migrations(url, revision)
        if revision in (REVISION, "head"):
            _rerender(url)
    except (DatabaseError, CommandError, OnRecordError) as error:
        fail(error)


def _rerender(url: str) -> None:
    engine = write_engine(url)
    try:
        done = rerender(engine)
    finally:
        engine.dispose()
    for article, refused in done.refused.items():
        typer.echo(f"{article}: its JSON was not rendered anew, and is made at each request: {refused}", err=True)
    if done.articles:
        typer.echo(f"{done.articles} articles rendered anew", err=True)
