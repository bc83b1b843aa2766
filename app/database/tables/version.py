"""The table of the data version, and the revision of the tables."""

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from app.database.tables.columns import (
    Table as Table,  # the tables are looked up in its metadata, which is full only once they are defined here
)

# The migrations, oldest first, and the newest: what a database must be at. A new migration is added; a test compares.
REVISIONS = ("0011",)


REVISION = REVISIONS[-1]


# Migrations that were never released, and are now part of 0011: no database at one of them can be brought forward.
ABANDONED_REVISIONS = frozenset(f"{number:04}" for number in range(1, 11))


class DataVersion(Table, table=True):
    """One row. Its number rises with every transaction that changes data, taken last before commit.

    ``database_id`` is made at random by the migration: two databases at the same number are not taken for one another.
    """

    __tablename__ = "data_version"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: int = Field(primary_key=True)
    version: int
    database_id: str
