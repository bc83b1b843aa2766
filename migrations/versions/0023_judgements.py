"""Judgements of people on pairs of entities.

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "judgements",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("entity_id", TEXT, nullable=False),
        sa.Column("other_id", TEXT, nullable=False),
        sa.Column("judgement", TEXT, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", TEXT, nullable=True),
        sa.Column("reason", TEXT, nullable=True),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_by", TEXT, nullable=True),
        sa.Column("taken_back_reason", TEXT, nullable=True),
        sa.CheckConstraint(
            "judgement = 'positive' OR judgement = 'negative' OR judgement = 'unsure'", name=op.f("ck_judgements_judgement")
        ),
        sa.CheckConstraint("entity_id < other_id", name=op.f("ck_judgements_pair")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_judgements")),
    )
    op.create_index(op.f("ix_judgements_entity_id"), "judgements", ["entity_id"], unique=False)
    op.create_index(op.f("ix_judgements_other_id"), "judgements", ["other_id"], unique=False)


def downgrade() -> None:
    op.drop_table("judgements")
