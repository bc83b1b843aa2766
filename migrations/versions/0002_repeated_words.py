"""The claims that repeat a speaker's words are found by them.

Revision ID: 0002
Revises: 0001
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_claims_quote_sha256_speaker_id"), "claims", ["quote_sha256", "speaker_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_claims_quote_sha256_speaker_id"), table_name="claims")
