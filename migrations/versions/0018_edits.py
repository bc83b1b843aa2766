"""Edits of claims and events, and how often each thing changed.

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
JSON = sa.JSON(none_as_null=True)


def upgrade() -> None:
    op.create_table(
        "edits",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("thing_id", TEXT, nullable=False),
        sa.Column("article_id", TEXT, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", TEXT, nullable=True),
        sa.Column("reason", TEXT, nullable=True),
        sa.Column("before", JSON, nullable=False),
        sa.Column("after", JSON, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_edits")),
    )
    op.create_index(op.f("ix_edits_thing_id"), "edits", ["thing_id"], unique=False)
    op.create_index(op.f("ix_edits_article_id"), "edits", ["article_id"], unique=False)
    op.create_table(
        "edit_numbers",
        sa.Column("thing_id", TEXT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("thing_id", name=op.f("pk_edit_numbers")),
    )


def downgrade() -> None:
    op.drop_table("edit_numbers")
    op.drop_table("edits")
