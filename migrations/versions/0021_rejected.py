"""Claims and events that people rejected.

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "rejected",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("tie", BIG, nullable=False),
        sa.Column("article_number", sa.Integer(), nullable=False),
        sa.Column("local_id", TEXT, nullable=False),
        sa.Column("speaker_position", sa.Integer(), nullable=True),
        sa.Column("date_order", TEXT, nullable=False),
        sa.Column("rendered_shape", sa.Integer(), nullable=False),
        sa.Column("rendered", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("type = 'claim' OR type = 'event'", name=op.f("ck_rejected_type")),
        sa.ForeignKeyConstraint(["article_number"], ["articles.number"], name=op.f("fk_rejected_article_number"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rejected")),
    )
    op.create_index(op.f("ix_rejected_article_number"), "rejected", ["article_number"], unique=False)
    op.create_index(op.f("ix_rejected_type_date_order_tie"), "rejected", ["type", "date_order", "tie"], unique=False)


def downgrade() -> None:
    op.drop_table("rejected")
