"""Jobs that extract the archive again, and what they changed.

Revision ID: 0029
Revises: 0028
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True)
BEFORE = "kind = 'text' OR kind = 'page' OR kind = 'import'"
AFTER = f"{BEFORE} OR kind = 'reextraction'"
TABLES = ("jobs", "job_items", "spools", "inbox")  # each behind those that it refers to


def upgrade() -> None:
    _replace_check(BEFORE, AFTER)
    op.add_column("job_items", sa.Column("claims", JSON, nullable=True))


def downgrade() -> None:
    op.execute("DELETE FROM jobs WHERE kind = 'reextraction'")
    op.drop_column("job_items", "claims")
    _replace_check(AFTER, BEFORE)


def _replace_check(before: str, after: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        _rebuild(before, after)
    else:
        op.drop_constraint("ck_jobs_kind", "jobs")
        op.create_check_constraint(op.f("ck_jobs_kind"), "jobs", after)


def _rebuild(before: str, after: str) -> None:
    """Make the tables anew, by their own statements: SQLite cannot alter a constraint, and would delete what refers to a table with it."""
    names = ", ".join(f"'{table}'" for table in TABLES)
    made = f"SELECT type, sql FROM sqlite_master WHERE tbl_name IN ({names}) AND sql IS NOT NULL ORDER BY type DESC"
    statements = [sql for _, sql in op.get_bind().execute(sa.text(made))]
    for table in TABLES:
        op.execute(f"CREATE TEMPORARY TABLE kept_{table} AS SELECT * FROM {table}")
    for table in reversed(TABLES):
        op.drop_table(table)
    for statement in statements:
        op.get_bind().exec_driver_sql(statement.replace(before, after))
    for table in TABLES:
        op.execute(f"INSERT INTO {table} SELECT * FROM kept_{table}")
        op.execute(f"DROP TABLE kept_{table}")
