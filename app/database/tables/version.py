"""The table of the data version, and the revisions of the tables."""

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from app.database.tables.columns import GIVEN, Table

REVISIONS = (
    "0014",
    "0015",
    "0016",
    "0017",
    "0018",
    "0019",
    "0020",
    "0021",
    "0022",
    "0023",
    "0024",
    "0025",
    "0026",
    "0027",
    "0028",
    "0029",
    "0030",
    "0031",
    "0032",
)  # of all migrations, oldest first: a test compares
REVISION = REVISIONS[-1]  # a database must be at it to be read
# Migrations that were never released, and are now part of 0014. A database at one of them cannot be migrated.
ABANDONED_REVISIONS = frozenset(f"{number:04}" for number in range(1, 14))

DATABASE_ID_LENGTH = 12  # hexadecimal digits


class VersionStart(Table, table=True):
    """The number of the first article that a version of the data added or replaced: the articles of later versions have higher ones.

    A row is written in the transaction that raises the data version. Numbers are given in the order of arrival, also to the articles that
    replace others. Where the articles of a version are gone, another version may begin at the same number.
    """

    __tablename__ = "version_starts"

    version: int = Field(primary_key=True, sa_column_kwargs=GIVEN)
    first_article: int


class DataVersion(Table, table=True):
    """One row. ``version`` rises with every transaction that changes data, and is taken last before commit.

    ``database_id`` is made at random by the migration, and anew when a backup is restored, so that two databases of one version are told
    apart.
    """

    __tablename__ = "data_version"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: int = Field(primary_key=True)
    version: int
    database_id: str
