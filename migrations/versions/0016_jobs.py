"""Jobs, their articles, what was posted, and the processes that run jobs.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
JSON = sa.JSON(none_as_null=True)
KINDS = "kind = 'text' OR kind = 'page'"
STATES = "state = 'queued' OR state = 'running' OR state = 'succeeded' OR state = 'failed' OR state = 'cancelled'"
OUTCOMES = "outcome = 'added' OR outcome = 'changed' OR outcome = 'same' OR outcome = 'withdrawn' OR outcome = 'failed'"


def upgrade() -> None:
    op.create_table(
        "jobs",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("is_read", sa.Boolean(), nullable=False),
        sa.Column("asker_id", TEXT, nullable=True),
        sa.Column("digest", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(KINDS, name=op.f("ck_jobs_kind")),
        sa.CheckConstraint(STATES, name=op.f("ck_jobs_state")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_jobs")),
        sa.UniqueConstraint("id", name=op.f("uq_jobs_id")),
    )
    _partial_index("jobs", ["number"], "finished_at IS NULL")
    _partial_index("jobs", ["digest"], "digest IS NOT NULL")
    _partial_index("jobs", ["asker_id", "number"], "asker_id IS NOT NULL")
    op.create_table(
        "job_items",
        sa.Column("job_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("article_id", TEXT, nullable=True),
        sa.Column("outcome", TEXT, nullable=True),
        sa.Column("errors", JSON, nullable=False),
        sa.CheckConstraint(OUTCOMES, name=op.f("ck_job_items_outcome")),
        sa.ForeignKeyConstraint(["job_number"], ["jobs.number"], name=op.f("fk_job_items_job_number"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("job_number", "line", name=op.f("pk_job_items")),
        sqlite_with_rowid=False,
    )
    _partial_index("job_items", ["article_id", "job_number"], "article_id IS NOT NULL")
    op.create_table(
        "inbox",
        sa.Column("job_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("known", JSON, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["job_number"], ["jobs.number"], name=op.f("fk_inbox_job_number"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("job_number", "part", name=op.f("pk_inbox")),
    )
    op.create_table(
        "executors",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_executors")),
    )


def downgrade() -> None:
    for table in ("executors", "inbox", "job_items", "jobs"):
        op.drop_table(table)


def _partial_index(table: str, columns: list[str], where: str) -> None:
    name = op.f(f"ix_{table}_{'_'.join(columns)}")
    op.create_index(name, table, columns, unique=False, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
