"""The binding answer."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "timeline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("escalation_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("deed", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=True),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("facts", JSONB().with_variant(sa.JSON(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["escalation_id"],
            ["escalations.id"],
            name=op.f("fk_timeline_escalation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timeline")),
    )
    with op.batch_alter_table("timeline", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_timeline_escalation_id_id"), ["escalation_id", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_timeline_workspace_deed_at"), ["workspace", "deed", "at"], unique=False
        )

    with op.batch_alter_table("escalations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("instead_of", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("plan", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("left", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("wanted", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("urgent_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("urgency", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("exhausted_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("proposed_id", sa.Integer(), nullable=True))
    with op.batch_alter_table("escalations", schema=None) as batch_op:
        batch_op.alter_column("plan", server_default=None)

    with op.batch_alter_table("handovers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("plan", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("reason", sa.String(), nullable=True))
        batch_op.drop_constraint(
            batch_op.f("uq_handovers_escalation_id_round_cause"), type_="unique"
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_handovers_escalation_id_round_plan_cause"),
            ["escalation_id", "round", "plan", "cause"],
        )
    with op.batch_alter_table("handovers", schema=None) as batch_op:
        batch_op.alter_column("plan", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("handovers", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("uq_handovers_escalation_id_round_plan_cause"), type_="unique"
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_handovers_escalation_id_round_cause"),
            ["escalation_id", "round", "cause"],
        )
        batch_op.drop_column("reason")
        batch_op.drop_column("plan")

    with op.batch_alter_table("escalations", schema=None) as batch_op:
        batch_op.drop_column("proposed_id")
        batch_op.drop_column("exhausted_at")
        batch_op.drop_column("urgency")
        batch_op.drop_column("urgent_at")
        batch_op.drop_column("wanted")
        batch_op.drop_column("left")
        batch_op.drop_column("paused_at")
        batch_op.drop_column("plan")
        batch_op.drop_column("instead_of")

    with op.batch_alter_table("timeline", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_timeline_workspace_deed_at"))
        batch_op.drop_index(batch_op.f("ix_timeline_escalation_id_id"))

    op.drop_table("timeline")
