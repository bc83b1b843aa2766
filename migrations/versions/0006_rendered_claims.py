"""Each claim also as JSON, ready but for whom it names. What is there stays without, until its document is loaded anew.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("claims", sa.Column("rendered", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("claims", "rendered")
