"""Edits of entities, which belong to no article, and the kind that articles give where a person corrected it.

Revision ID: 0030
Revises: 0029
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
JSON = sa.JSON(none_as_null=True)
CHECK = "(article_id IS NULL) = (substr(thing_id, 1, 4) = 'ent_')"
KINDS = " OR ".join(f"named_kind = '{kind}'" for kind in ("person", "organization", "group", "place"))
COLUMN = "ALTER TABLE entities ADD COLUMN named_kind TEXT {} CONSTRAINT ck_entities_named_kind CHECK ({})"
COLUMNS = ("number", "thing_id", "article_id", "at", "actor", "reason", "before", "after")


def upgrade() -> None:
    _rebuild(is_nullable=True)
    # By hand: SQLite adds a column with a named CHECK in place, where Alembic would copy the table.
    op.execute(COLUMN.format('COLLATE "C"' if op.get_bind().dialect.name == "postgresql" else "", KINDS))
    op.drop_index(op.f("ix_entities_kind_folded"), "entities")
    op.create_index(op.f("ix_entities_folded_kind"), "entities", ["folded", "kind"], unique=False)


def downgrade() -> None:
    if op.get_bind().execute(sa.text("SELECT 1 FROM edits WHERE article_id IS NULL")).first():
        raise RuntimeError("Some entities were corrected, which earlier versions do not know.")
    op.drop_index(op.f("ix_entities_folded_kind"), "entities")
    op.create_index(op.f("ix_entities_kind_folded"), "entities", ["kind", "folded"], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("ck_entities_named_kind", "entities")
    op.drop_column("entities", "named_kind")
    _rebuild(is_nullable=False)


def _rebuild(*, is_nullable: bool) -> None:
    """Make the table of edits anew, to which nothing refers: SQLite alters neither columns nor constraints."""
    op.execute("CREATE TEMPORARY TABLE kept_edits AS SELECT * FROM edits")
    op.drop_table("edits")
    op.create_table(
        "edits",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("thing_id", TEXT, nullable=False),
        sa.Column("article_id", TEXT, nullable=is_nullable),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", TEXT, nullable=True),
        sa.Column("reason", TEXT, nullable=True),
        sa.Column("before", JSON, nullable=False),
        sa.Column("after", JSON, nullable=False),
        *([sa.CheckConstraint(CHECK, name=op.f("ck_edits_of_entity_or_in_article"))] if is_nullable else []),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_edits")),
    )
    op.create_index(op.f("ix_edits_thing_id"), "edits", ["thing_id"], unique=False)
    op.create_index(op.f("ix_edits_article_id"), "edits", ["article_id"], unique=False)
    names = ", ".join(COLUMNS)
    op.execute(f"INSERT INTO edits ({names}) SELECT {names} FROM kept_edits")
    op.execute("DROP TABLE kept_edits")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SELECT setval(pg_get_serial_sequence('edits', 'number'), (SELECT coalesce(max(number), 0) + 1 FROM edits), false)")
