"""The publishers with whom each entity appears; aliases found by whose they are and what they say; full text that is told at once.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SEARCHED = ("claims", "events", "entities", "articles")


def upgrade() -> None:
    op.create_table(
        "outlets",
        sa.Column("entity_id", TEXT, nullable=False),
        sa.Column("publisher_folded", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["entity_id"], ["entities.id"], name=op.f("fk_outlets_entity_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("entity_id", "publisher_folded", name=op.f("pk_outlets")),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO outlets SELECT DISTINCT appearances.entity_id, articles.publisher_folded FROM appearances"
        " JOIN articles ON articles.id = appearances.article_id WHERE articles.publisher_folded IS NOT NULL"
    )
    op.create_index(op.f("ix_aliases_key_id_folded"), "aliases", ["key_id", "folded"], unique=False)
    op.drop_index(op.f("ix_aliases_key_id"), table_name="aliases")
    for table in SEARCHED if op.get_bind().dialect.name == "sqlite" else ():
        op.execute(f"DROP TRIGGER {table}_fts_insert")
        op.execute(f"DROP TRIGGER {table}_fts_update")


def downgrade() -> None:
    op.create_index(op.f("ix_aliases_key_id"), "aliases", ["key_id"], unique=False)
    op.drop_index(op.f("ix_aliases_key_id_folded"), table_name="aliases")
    op.drop_table("outlets")
    for table in SEARCHED if op.get_bind().dialect.name == "sqlite" else ():
        added = f"INSERT INTO {table}_fts (rowid, words) VALUES (new.number, new.words);"
        removed = f"INSERT INTO {table}_fts ({table}_fts, rowid, words) VALUES ('delete', old.number, old.words);"
        op.execute(f"CREATE TRIGGER {table}_fts_insert AFTER INSERT ON {table} BEGIN {added} END")
        op.execute(f"CREATE TRIGGER {table}_fts_update AFTER UPDATE OF words ON {table} BEGIN {removed} {added} END")
