"""Webhooks, the log of their deliveries, and counts of attempts.

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
JSON = sa.JSON(none_as_null=True)
MOMENT = sa.DateTime(timezone=True)
REASONS = ("asked", "gone", "failing")
KINDS = ("changes", "test")
STATES = ("waiting", "succeeded", "failed", "cancelled")
OUTCOMES = (
    *("succeeded", "refused", "redirected", "gone", "timed_out", "unreachable"),
    *("address_refused", "tls_failed", "secret_unreadable"),
)


def one_of(column: str, words: tuple[str, ...]) -> str:
    """Return the condition that a column holds one of these words."""
    return " OR ".join(f"{column} = '{word}'" for word in words)


def upgrade() -> None:
    op.create_table(
        "webhooks",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("description", TEXT, nullable=False),
        sa.Column("types", JSON, nullable=False),
        sa.Column("actions", JSON, nullable=False),
        sa.Column("edit_number", sa.Integer(), nullable=False),
        sa.Column("disabled_reason", TEXT, nullable=True),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("old_secret", sa.LargeBinary(), nullable=True),
        sa.Column("rotated_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failing_since", MOMENT, nullable=True),
        sa.Column("next_attempt_at", MOMENT, nullable=True),
        sa.Column("runs", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", TEXT, nullable=True),
        sa.CheckConstraint(one_of("disabled_reason", REASONS), name=op.f("ck_webhooks_disabled_reason")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_webhooks")),
        sa.UniqueConstraint("id", name=op.f("uq_webhooks_id")),
    )
    _create_deliveries()
    op.create_table(
        "delivery_attempts",
        sa.Column("delivery_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("attempt", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("duration_ms", sa.Integer(), nullable=False),
        sa.Column("outcome", TEXT, nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.CheckConstraint(one_of("outcome", OUTCOMES), name=op.f("ck_delivery_attempts_outcome")),
        sa.ForeignKeyConstraint(
            ["delivery_number"], ["deliveries.number"], name=op.f("fk_delivery_attempts_delivery_number"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("delivery_number", "attempt", name=op.f("pk_delivery_attempts")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "delivery_counts",
        sa.Column("outcome", TEXT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint(one_of("outcome", OUTCOMES), name=op.f("ck_delivery_counts_outcome")),
        sa.PrimaryKeyConstraint("outcome", name=op.f("pk_delivery_counts")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    for table in ("delivery_counts", "delivery_attempts", "deliveries", "webhooks"):
        op.drop_table(table)


def _create_deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("webhook_number", sa.Integer(), nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("types", JSON, nullable=False),
        sa.Column("actions", JSON, nullable=False),
        sa.Column("start_version", sa.Integer(), nullable=False),
        sa.Column("start_place", sa.Integer(), nullable=False),
        sa.Column("end_version", sa.Integer(), nullable=False),
        sa.Column("end_place", sa.Integer(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("requested_at", MOMENT, nullable=True),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.CheckConstraint(one_of("kind", KINDS), name=op.f("ck_deliveries_kind")),
        sa.CheckConstraint(one_of("state", STATES), name=op.f("ck_deliveries_state")),
        sa.ForeignKeyConstraint(["webhook_number"], ["webhooks.number"], name=op.f("fk_deliveries_webhook_number"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("id", name=op.f("uq_deliveries_id")),
    )
    op.create_index(op.f("ix_deliveries_webhook_number_number"), "deliveries", ["webhook_number", "number"], unique=False)
    op.create_index(op.f("ix_deliveries_finished_at"), "deliveries", ["finished_at"], unique=False)
    _partial_index("deliveries", ["webhook_number"], "finished_at IS NULL")
    _partial_index("deliveries", ["webhook_number", "requested_at"], "requested_at IS NOT NULL")


def _partial_index(table: str, columns: list[str], where: str) -> None:
    name = op.f(f"ix_{table}_{'_'.join(columns)}")
    op.create_index(name, table, columns, unique=False, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
