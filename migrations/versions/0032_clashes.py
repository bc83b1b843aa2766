"""Clashes: what later articles say against judgements and corrections of people.

Revision ID: 0032
Revises: 0031
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "clashes",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("entity_id", TEXT, nullable=False),
        sa.Column("other_id", TEXT, nullable=True),
        sa.Column("article_number", sa.Integer(), nullable=False),
        sa.Column("field", TEXT, nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.CheckConstraint("field = 'wikidata' OR field = 'alias'", name=op.f("ck_clashes_field")),
        sa.ForeignKeyConstraint(["article_number"], ["articles.number"], name=op.f("fk_clashes_article_number"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_clashes")),
    )
    for column in ("entity_id", "other_id", "article_number"):
        op.create_index(op.f(f"ix_clashes_{column}"), "clashes", [column], unique=False)


def downgrade() -> None:
    op.drop_table("clashes")
