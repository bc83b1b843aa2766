"""Lists of a time in the past skip what was later in the index, without reading its rows.

Revision ID: 0005
Revises: 0004
"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ORDERS = {"claims": ("said_order", "said_earliest"), "events": ("date_order", "date_earliest")}


def upgrade() -> None:
    for table, (order, earliest) in ORDERS.items():
        op.create_index(op.f(f"ix_{table}_{order}_id_{earliest}"), table, [order, "id", earliest], unique=False)
        op.drop_index(op.f(f"ix_{table}_{order}_id"), table_name=table)


def downgrade() -> None:
    for table, (order, earliest) in ORDERS.items():
        op.create_index(op.f(f"ix_{table}_{order}_id"), table, [order, "id"], unique=False)
        op.drop_index(op.f(f"ix_{table}_{order}_id_{earliest}"), table_name=table)
