"""The feed of changes, with a row for each tombstone, then one for each article.

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
ACTIONS = ("created", "updated", "resolved", "merged", "deleted", "undeleted")
TYPES = ("article", "claim", "event", "entity")
# Articles are numbered in the order in which they came.
FILL = """
    INSERT INTO changes (version, place, type, id, action)
    SELECT data_version.version, row_number() OVER (ORDER BY part, withdrawn_at, number, stored.id), 'article', stored.id, action
    FROM data_version CROSS JOIN (
        SELECT 1 AS part, withdrawn_at, 0 AS number, article_id AS id, 'deleted' AS action FROM tombstones
        UNION ALL SELECT 2, NULL, number, id, 'created' FROM articles
    ) AS stored
"""


def one_of(column: str, words: tuple[str, ...]) -> str:
    """Return the condition that a column holds one of these words."""
    return " OR ".join(f"{column} = '{word}'" for word in words)


def upgrade() -> None:
    op.create_table(
        "changes",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("action", TEXT, nullable=False),
        sa.CheckConstraint(one_of("action", ACTIONS), name=op.f("ck_changes_action")),
        sa.CheckConstraint(one_of("type", TYPES), name=op.f("ck_changes_type")),
        sa.PrimaryKeyConstraint("version", "place", name=op.f("pk_changes")),
        sqlite_with_rowid=False,
    )
    op.execute(FILL)


def downgrade() -> None:
    op.drop_table("changes")
