"""Each article also as JSON, ready but for its claims and whom it names. What is there stays without, until its document is loaded anew.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("articles", sa.Column("rendered", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("articles", "rendered")
