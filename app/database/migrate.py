"""Migrations run by Alembic: forward to the tables of this version, or back to none."""

from pathlib import Path

from alembic import command
from alembic.config import Config

import app
from app.database.tables.version import REVISION

SCRIPTS = Path(app.__file__).parent.parent / "migrations"


def migrate(database_url: str, revision: str = REVISION) -> None:
    """Run the migrations up to ``revision``. ``base`` takes all of them back, and leaves no tables.

    Raises:
        RevisionNotSupported: the database is at a revision that no migration makes.
    """
    config = alembic_config(database_url)
    if revision == "base":
        command.downgrade(config, revision)
    else:
        command.upgrade(config, revision)


def alembic_config(database_url: str) -> Config:
    """Return Alembic's configuration for a database."""
    config = Config(attributes={"database_url": database_url})
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    return config
