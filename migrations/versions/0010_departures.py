"""Departures: who leaves, and whether what they did is handed over."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "departures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("announced_by", sa.String(length=32), nullable=True),
        sa.Column("opened_at", moment, nullable=False),
        sa.Column("plan", sa.Integer(), nullable=False),
        sa.Column("leaves_at", moment, nullable=True),
        sa.Column("left_at", moment, nullable=True),
        sa.Column("settled_at", moment, nullable=True),
        sa.Column("settled_by", sa.String(length=32), nullable=True),
        sa.Column("cancelled_at", moment, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_departures")),
    )
    op.create_index(op.f("ix_departures_workspace_person"), "departures", ["workspace", "person"])


def downgrade() -> None:
    op.drop_index(op.f("ix_departures_workspace_person"), table_name="departures")
    op.drop_table("departures")
