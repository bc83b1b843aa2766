"""``onrecord migrate``."""

from typing import Annotated

import typer
from alembic.util import CommandError
from sqlalchemy.exc import DatabaseError

from app.commands.environment import settings_of_environment
from app.commands.failures import fail
from app.errors import OnRecordError
from app.migrate import migrate as run_migrations
from app.models import REVISION


def migrate(
    revision: Annotated[str, typer.Argument(help="Up to which revision; base goes all the way back, to no tables at all.")] = REVISION,
) -> None:
    """Bring the database to the tables of this version."""
    try:
        run_migrations(settings_of_environment().database_url, revision)
    except (DatabaseError, CommandError, OnRecordError) as error:
        fail(error)
