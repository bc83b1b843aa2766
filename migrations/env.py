"""Alembic's environment: runs the migrations in the database that the caller names, else in that of the settings."""

from typing import Any

from alembic import context
from sqlalchemy import Connection

from app.database.engines import write_engine
from app.database.tables import Table
from app.queries.listing.versions import require_migratable
from app.settings import Settings

FULL_TEXT = ("_fts", "_fts_config", "_fts_data", "_fts_docsize", "_fts_idx")


def include_object(item: Any, name: str | None, kind: str, reflected: bool, compare_to: Any) -> bool:
    """Return whether Alembic compares this item. Full-text tables and indexes are left out: migrations make them, no model has them."""
    return not (reflected and name and (name.endswith(FULL_TEXT) or name.endswith("_words")))


def run(connection: Connection) -> None:
    """Run the migrations in one transaction.

    Raises:
        RevisionNotSupported: the database is at a revision that no migration makes.
    """
    require_migratable(connection)
    context.configure(connection=connection, target_metadata=Table.metadata, include_object=include_object, render_as_batch=False)
    with context.begin_transaction():
        context.run_migrations()


engine = write_engine(context.config.attributes.get("database_url") or Settings().database_url)
try:
    with engine.begin() as connection:
        run(connection)
finally:
    engine.dispose()
