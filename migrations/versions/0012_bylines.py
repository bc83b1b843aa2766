"""Names in bylines, folded: empty for articles that are there, since SQL cannot fold.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "bylines",
        sa.Column("article_id", TEXT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("folded", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_bylines_article_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article_id", "position", name=op.f("pk_bylines")),
    )
    op.create_index(op.f("ix_bylines_folded_article_id"), "bylines", ["folded", "article_id"], unique=False)


def downgrade() -> None:
    op.drop_table("bylines")
