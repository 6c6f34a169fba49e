"""Which request a row comes from, and indexes to count what waits."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

TABLES = ("inbox", "outbox", "questions")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("correlation_id", sa.String(length=64), nullable=True))
    op.create_index(op.f("ix_escalations_status_due_at"), "escalations", ["status", "due_at"])
    # With the moment, SQLite looks for what comes before a row in its lane alone, not in all lanes.
    op.create_index(op.f("ix_outbox_lane_state_due_at"), "outbox", ["lane", "state", "due_at"])
    op.drop_index(op.f("ix_outbox_lane_state"), table_name="outbox")


def downgrade() -> None:
    op.create_index(op.f("ix_outbox_lane_state"), "outbox", ["lane", "state"])
    op.drop_index(op.f("ix_outbox_lane_state_due_at"), table_name="outbox")
    op.drop_index(op.f("ix_escalations_status_due_at"), table_name="escalations")
    for table in reversed(TABLES):
        op.drop_column(table, "correlation_id")
