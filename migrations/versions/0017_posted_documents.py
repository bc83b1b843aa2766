"""The API key by which a document was posted.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("documents", sa.Column("posted_by", TEXT, nullable=True))


def downgrade() -> None:
    op.drop_column("documents", "posted_by")
