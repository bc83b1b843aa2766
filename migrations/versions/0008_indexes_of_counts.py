"""Indexes tell the commonest speakers of a window of months, their kinds of claims, and which entities have a common word.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

OF_SPEAKERS = sa.text("facet || '' = 'speaker'")
INDEXES = (["what", "facet", "earliest", "latest", "number"], ["what", "facet", "value", "latest", "earliest", "number"])
WORDS = "ix_entities_claims_id_survivor_id_words"
OF_CLAIMS = ["speaker_id", "said_order", "id", "said_earliest"]
MORE_OF_CLAIMS = [*OF_CLAIMS, "kind", "mode"]
# Ends of what is open, and of the rows of all that is: at its start, and else at its end.
OPEN = {"earliest = '0'": ("'0'", "''"), "earliest > '0' AND latest = '9999-12-31'": ("''", "'9999-12-31'")}


def upgrade() -> None:
    for counting in countings():
        op.execute(f"INSERT INTO counts (what, facet, earliest, latest, value, shown, number) {counting}")
    for columns in INDEXES:
        op.create_index(_name("counts", columns), "counts", columns, unique=False, sqlite_where=OF_SPEAKERS, postgresql_where=OF_SPEAKERS)
    _index_claims(OF_CLAIMS, MORE_OF_CLAIMS)
    if op.get_bind().dialect.name == "sqlite":  # part of full text there; PostgreSQL finds common words by itself, and indexes no long text
        op.create_index(WORDS, "entities", ["claims", "id", "survivor_id", "words"], unique=False)


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
    if op.get_bind().dialect.name == "sqlite":
        op.drop_index(WORDS, table_name="entities")
    _index_claims(MORE_OF_CLAIMS, OF_CLAIMS)
    for columns in INDEXES:
        op.drop_index(_name("counts", columns), table_name="counts")
    op.execute("DELETE FROM counts WHERE facet = 'speaker' AND (earliest = '' OR latest = '')")


def _index_claims(before: list[str], after: list[str]) -> None:
    op.drop_index(_name("claims", before), table_name="claims")
    op.create_index(_name("claims", after), "claims", after, unique=False)


def _name(table: str, columns: list[str]) -> str:
    return op.f(f"ix_{table}_{'_'.join(columns)}")
