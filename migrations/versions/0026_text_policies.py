"""Policies of articles: what of the text everybody may see, and columns for what is hidden.

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
CHECK = "ALTER TABLE articles ADD COLUMN text_policy TEXT {} CONSTRAINT ck_articles_text_policy CHECK (text_policy IN ('quotes', 'hidden'))"
INDEX = "ix_articles_text_policy"


def upgrade() -> None:
    # By hand: SQLite adds a column with a named CHECK in place, where Alembic would copy the table.
    op.execute(CHECK.format('COLLATE "C"' if op.get_bind().dialect.name == "postgresql" else ""))
    op.add_column("articles", sa.Column("hidden_text", TEXT, nullable=True))
    op.add_column("claims", sa.Column("hidden", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("figures", sa.Column("hidden_text", TEXT, nullable=True))
    op.add_column("rejected", sa.Column("hidden", sa.LargeBinary(), nullable=True))
    has_policy = sa.text("text_policy IS NOT NULL")
    op.create_index(INDEX, "articles", ["text_policy"], sqlite_where=has_policy, postgresql_where=has_policy)


def downgrade() -> None:
    if op.get_bind().execute(sa.text("SELECT 1 FROM articles WHERE text_policy IS NOT NULL")).first():
        raise RuntimeError("Some articles have a text policy, which earlier versions do not know: set it to full first.")
    op.drop_index(INDEX, "articles")
    op.drop_column("rejected", "hidden")
    op.drop_column("figures", "hidden_text")
    op.drop_column("claims", "hidden")
    op.drop_column("articles", "hidden_text")
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("ck_articles_text_policy", "articles")
    op.drop_column("articles", "text_policy")
