"""When documents arrived, beside when their texts did: an earlier one that is loaded late does not replace a later one.

Revision ID: 0031
Revises: 0030
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("documents", sa.Column("document_arrival", BIG, nullable=True))


def downgrade() -> None:
    op.drop_column("documents", "document_arrival")
