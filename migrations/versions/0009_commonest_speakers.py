"""The commonest speakers of a window of months stand in an index, and so does what each has in it.

Revision ID: 0009
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0007"
branch_labels = None
depends_on = None

OF_SPEAKERS = sa.text("length(value) > 0 AND facet = 'speaker'")
INDEXES = (["what", "facet", "earliest", "latest", "number"], ["what", "facet", "value", "latest", "earliest", "number"])
# Ends of what is open, and of the rows of all that is: at its start, and else at its end.
OPEN = {"earliest = '0'": ("'0'", "''"), "earliest > '0' AND latest = '9999-12-31'": ("''", "'9999-12-31'")}


def upgrade() -> None:
    for counting in countings():
        op.execute(f"INSERT INTO counts (what, facet, earliest, latest, value, shown, number) {counting}")
    for columns in INDEXES:
        op.create_index(_name(columns), "counts", columns, unique=False, sqlite_where=OF_SPEAKERS, postgresql_where=OF_SPEAKERS)


def countings() -> list[str]:
    """Return the statements that add up what is open, by speaker."""
    return [
        f"""
        SELECT what, facet, {first} AS earliest, {last} AS latest, value, shown, sum(number) AS number
        FROM counts WHERE what = 'claims' AND facet = 'speaker' AND {is_open} AND latest > '' GROUP BY what, facet, value, shown
        """
        for is_open, (first, last) in OPEN.items()
    ]


def downgrade() -> None:
    for columns in INDEXES:
        op.drop_index(_name(columns), table_name="counts")
    op.execute("DELETE FROM counts WHERE facet = 'speaker' AND (earliest = '' OR latest = '')")


def _name(columns: list[str]) -> str:
    return op.f(f"ix_counts_{'_'.join(columns)}")
