"""Imports: spools of what is posted in parts, and counters of jobs.

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
JSON = sa.JSON(none_as_null=True)
KINDS = "kind = 'text' OR kind = 'page' OR kind = 'import'"
KINDS_BEFORE = "kind = 'text' OR kind = 'page'"
STATES = "state = 'queued' OR state = 'running' OR state = 'succeeded' OR state = 'failed' OR state = 'cancelled'"
COUNTERS = ("total", "done", "failed")
COLUMNS = "number, id, kind, state, is_read, asker_id, digest, created_at, started_at, finished_at"
COUNTED = """
    (SELECT count(*) FROM job_items WHERE job_number = number), (SELECT count(outcome) FROM job_items WHERE job_number = number),
    (SELECT count(*) FROM job_items WHERE job_number = number AND outcome = 'failed')
"""


def upgrade() -> None:
    op.execute("CREATE TEMPORARY TABLE kept_parts AS SELECT * FROM inbox")
    op.drop_table("inbox")
    _rebuild_jobs(KINDS, COLUMNS, COUNTED, [sa.Column(name, sa.Integer(), nullable=False) for name in COUNTERS])
    op.create_table(
        "spools",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("job_number", sa.Integer(), nullable=True),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["job_number"], ["jobs.number"], name=op.f("fk_spools_job_number"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_spools")),
        sa.UniqueConstraint("job_number", name=op.f("uq_spools_job_number")),
    )
    op.create_table(
        "inbox",
        sa.Column("spool", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("first_line", sa.Integer(), nullable=False),
        sa.Column("last_line", sa.Integer(), nullable=False),
        sa.Column("known", JSON, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["spool"], ["spools.number"], name=op.f("fk_inbox_spool"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("spool", "part", name=op.f("pk_inbox")),
    )
    op.execute(
        "INSERT INTO spools (number, job_number, touched_at) "
        "SELECT number, number, created_at FROM jobs WHERE number IN (SELECT job_number FROM kept_parts)"
    )
    op.execute(
        "INSERT INTO inbox (spool, part, first_line, last_line, known, body) SELECT job_number, part, 1, 1, known, body FROM kept_parts"
    )
    op.execute("DROP TABLE kept_parts")


def downgrade() -> None:
    op.execute("DELETE FROM jobs WHERE kind <> 'text' AND kind <> 'page'")  # what it cannot run; with it goes what was posted
    op.execute(
        "CREATE TEMPORARY TABLE kept_parts AS SELECT job_number, part, known, body FROM inbox JOIN spools ON spools.number = inbox.spool "
        "WHERE job_number IS NOT NULL"
    )
    op.drop_table("inbox")
    op.drop_table("spools")
    _rebuild_jobs(KINDS_BEFORE, COLUMNS, "", [])
    op.create_table(
        "inbox",
        sa.Column("job_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("known", JSON, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["job_number"], ["jobs.number"], name=op.f("fk_inbox_job_number"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("job_number", "part", name=op.f("pk_inbox")),
    )
    op.execute("INSERT INTO inbox SELECT * FROM kept_parts")
    op.execute("DROP TABLE kept_parts")


def _rebuild_jobs(kinds: str, columns: str, values: str, counters: list[sa.Column[int]]) -> None:
    """Make the table of jobs anew, which SQLite cannot alter. Its items would be deleted with it: they are kept aside meanwhile."""
    for table in ("jobs", "job_items"):
        op.execute(f"CREATE TEMPORARY TABLE kept_{table} AS SELECT * FROM {table}")
    op.drop_table("job_items")
    op.drop_table("jobs")
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
        *counters,
        sa.CheckConstraint(kinds, name=op.f("ck_jobs_kind")),
        sa.CheckConstraint(STATES, name=op.f("ck_jobs_state")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_jobs")),
        sa.UniqueConstraint("id", name=op.f("uq_jobs_id")),
    )
    _partial_index("jobs", ["number"], "finished_at IS NULL")
    _partial_index("jobs", ["digest"], "digest IS NOT NULL")
    _partial_index("jobs", ["asker_id", "number"], "asker_id IS NOT NULL")
    _create_items()
    counts = values.replace("job_items", "kept_job_items")
    targets = f"{columns}, {', '.join(COUNTERS)}" if counts else columns
    op.execute(f"INSERT INTO jobs ({targets}) SELECT {columns}{', ' if counts else ''}{counts} FROM kept_jobs")
    op.execute("INSERT INTO job_items SELECT * FROM kept_job_items")
    for table in ("jobs", "job_items"):
        op.execute(f"DROP TABLE kept_{table}")


def _create_items() -> None:
    outcomes = ("added", "changed", "same", "withdrawn", "failed")
    op.create_table(
        "job_items",
        sa.Column("job_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("article_id", TEXT, nullable=True),
        sa.Column("outcome", TEXT, nullable=True),
        sa.Column("errors", JSON, nullable=False),
        sa.CheckConstraint(" OR ".join(f"outcome = '{each}'" for each in outcomes), name=op.f("ck_job_items_outcome")),
        sa.ForeignKeyConstraint(["job_number"], ["jobs.number"], name=op.f("fk_job_items_job_number"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("job_number", "line", name=op.f("pk_job_items")),
        sqlite_with_rowid=False,
    )
    _partial_index("job_items", ["article_id", "job_number"], "article_id IS NOT NULL")


def _partial_index(table: str, columns: list[str], where: str) -> None:
    name = op.f(f"ix_{table}_{'_'.join(columns)}")
    op.create_index(name, table, columns, unique=False, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
