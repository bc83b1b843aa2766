"""The newest appearances and roles of an entity stand in an index, and so does who speaks about what.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
OLD, NEW = ["entity_id", "article_id"], ["entity_id", "published_order", "article_id", "position"]
ABOUT = ["speaker_id", "entity_id", "event_id", "claim_id"]
ROLE = ("article_id", "position", "number", "title", "organization", "organization_folded")
APPEARANCE = "JOIN appearances ON appearances.article_id = old_roles.article_id AND appearances.position = old_roles.position"


def upgrade() -> None:
    op.add_column("appearances", sa.Column("published_order", TEXT, nullable=False, server_default=sa.text("''")))
    op.add_column("appearances", sa.Column("claims", sa.Integer(), nullable=False, server_default=sa.text("0")))
    published = "SELECT articles.published_order FROM articles WHERE articles.id = appearances.article_id"
    said = "SELECT count(*) FROM claims WHERE claims.article_id = appearances.article_id AND speaker_position = appearances.position"
    op.execute(f"UPDATE appearances SET published_order = ({published}), claims = ({said})")
    _index("appearances", OLD, NEW)
    # Made anew: SQLite adds no column that is never null and refers to another table.
    op.execute("CREATE TABLE old_roles AS SELECT * FROM roles")
    op.drop_table("roles")
    _create_roles(
        sa.Column("entity_id", TEXT, nullable=False),
        sa.Column("published_order", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["entity_id"], ["entities.id"], name=op.f("fk_roles_entity_id")),
    )
    old = ", ".join(f"old_roles.{name}" for name in ROLE)
    op.execute(
        f"INSERT INTO roles ({', '.join(ROLE)}, entity_id, published_order) SELECT {old}, entity_id, published_order FROM old_roles {APPEARANCE}"
    )
    op.drop_table("old_roles")
    for columns in (["organization_folded", "entity_id"], [*NEW, "number"]):
        op.create_index(_name("roles", columns), "roles", columns, unique=False)
    for column in (sa.Column("speaker_id", TEXT, nullable=True), sa.Column("speaker_position", sa.Integer(), nullable=True)):
        op.add_column("claim_abouts", column)
        op.execute(f"UPDATE claim_abouts SET {column.name} = (SELECT {column.name} FROM claims WHERE claims.id = claim_abouts.claim_id)")
    op.create_index(_name("claim_abouts", ABOUT), "claim_abouts", ABOUT, unique=False)


def downgrade() -> None:
    op.drop_index(_name("claim_abouts", ABOUT), table_name="claim_abouts")
    for column in ("speaker_position", "speaker_id"):
        op.drop_column("claim_abouts", column)
    op.execute("CREATE TABLE old_roles AS SELECT * FROM roles")
    op.drop_table("roles")
    _create_roles()
    op.execute(f"INSERT INTO roles ({', '.join(ROLE)}) SELECT {', '.join(ROLE)} FROM old_roles")
    op.drop_table("old_roles")
    op.create_index(_name("roles", ["organization_folded"]), "roles", ["organization_folded"], unique=False)
    _index("appearances", NEW, OLD)
    op.drop_column("appearances", "claims")
    op.drop_column("appearances", "published_order")


def _create_roles(*more: sa.schema.SchemaItem) -> None:
    number: list[sa.schema.SchemaItem] = [sa.Column(name, sa.Integer(), nullable=False) for name in ("position", "number")]
    words: list[sa.schema.SchemaItem] = [sa.Column(name, TEXT, nullable=True) for name in ("title", "organization", "organization_folded")]
    at = ["article_id", "position"]
    op.create_table(
        "roles",
        sa.Column("article_id", TEXT, nullable=False),
        *(*number, *words, *more),
        sa.ForeignKeyConstraint(at, [f"appearances.{name}" for name in at], name=op.f("fk_roles_article_id_position"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article_id", "position", "number", name=op.f("pk_roles")),
    )


def _index(table: str, before: list[str], after: list[str]) -> None:
    op.drop_index(_name(table, before), table_name=table)
    op.create_index(_name(table, after), table, after, unique=False)


def _name(table: str, columns: list[str]) -> str:
    return op.f(f"ix_{table}_{'_'.join(columns)}")
