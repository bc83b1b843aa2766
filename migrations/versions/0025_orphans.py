"""Claims and events of which edits are orphaned.

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
JSON = sa.JSON(none_as_null=True)


def upgrade() -> None:
    op.create_table(
        "orphans",
        sa.Column("thing_id", TEXT, nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("article_number", sa.Integer(), nullable=False),
        sa.Column("edits", JSON, nullable=False),
        sa.CheckConstraint("type = 'claim' OR type = 'event'", name=op.f("ck_orphans_type")),
        sa.ForeignKeyConstraint(["article_number"], ["articles.number"], name=op.f("fk_orphans_article_number"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("thing_id", name=op.f("pk_orphans")),
    )
    op.create_index(op.f("ix_orphans_article_number"), "orphans", ["article_number"], unique=False)


def downgrade() -> None:
    op.drop_table("orphans")
