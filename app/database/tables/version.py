"""The table of the data version, and the revisions of the tables."""

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from app.database.tables.columns import Table

REVISIONS = ("0014",)  # of all migrations, oldest first: a new migration adds its own, and a test compares
REVISION = REVISIONS[-1]  # a database must be at it to be read
# Migrations that were never released, and are now part of 0014. A database at one of them cannot be migrated.
ABANDONED_REVISIONS = frozenset(f"{number:04}" for number in range(1, 14))


class DataVersion(Table, table=True):
    """One row. ``version`` rises with every transaction that changes data, and is taken last before commit.

    ``database_id`` is made at random by the migration, so that two databases of the same version are told apart.
    """

    __tablename__ = "data_version"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: int = Field(primary_key=True)
    version: int
    database_id: str
