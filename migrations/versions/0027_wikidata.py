"""An index of Wikidata items, by which entities are found that share one.

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    where = sa.text("wikidata IS NOT NULL")
    op.create_index(op.f("ix_entities_wikidata"), "entities", ["wikidata"], unique=False, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    op.drop_index(op.f("ix_entities_wikidata"), "entities")
