"""Flags, recalls and the ledger of who was given what; what became of kept messages."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
PERSON = sa.String(length=32)


def upgrade() -> None:
    _flags()
    _remarks()
    _receipts()
    _recalls()
    op.add_column("captured_messages", sa.Column("edited_text", sa.String(), nullable=True))
    op.add_column("captured_messages", sa.Column("edited_ts", PERSON, nullable=True))
    op.add_column(
        "captured_messages",
        sa.Column("is_deleted", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    for name in ("is_deleted", "edited_ts", "edited_text"):
        op.drop_column("captured_messages", name)
    for table in ("recalls", "receipts", "remarks", "flags"):
        op.drop_table(table)


def _flags() -> None:
    names = JSONB().with_variant(sa.JSON(), "sqlite")
    op.create_table(
        "flags",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace", PERSON, nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("owner", PERSON, nullable=False),
        sa.Column("instead_of", PERSON, nullable=True),
        sa.Column("asked", names, nullable=False),
        sa.Column("outsiders", names, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("raised_at", MOMENT, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("exhausted_at", MOMENT, nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("settled_by", PERSON, nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        _of("flags", "entry_id", "entries"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flags")),
    )
    op.create_index(
        op.f("ix_flags_workspace_owner_status"), "flags", ["workspace", "owner", "status"]
    )
    op.create_index(op.f("ix_flags_entry_id_status"), "flags", ["entry_id", "status"])


def _remarks() -> None:
    op.create_table(
        "remarks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace", PERSON, nullable=False),
        sa.Column("flag_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("person", PERSON, nullable=True),
        sa.Column("doubt", sa.String(length=32), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("place", sa.String(length=64), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        _of("remarks", "flag_id", "flags"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remarks")),
        sa.UniqueConstraint("workspace", "key", name=op.f("uq_remarks_workspace_key")),
    )
    op.create_index(op.f("ix_remarks_flag_id"), "remarks", ["flag_id"])


def _receipts() -> None:
    once = ["entry_id", "revision", "person", "channel", "thread_ts"]
    op.create_table(
        "receipts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace", PERSON, nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("person", PERSON, nullable=False),
        sa.Column("channel", PERSON, nullable=False),
        sa.Column("thread_ts", PERSON, nullable=False),
        sa.Column("way", sa.String(length=32), nullable=False),
        sa.Column("by", PERSON, nullable=True),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        _of("receipts", "entry_id", "entries"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipts")),
        sa.UniqueConstraint(*once, name=op.f(f"uq_receipts_{'_'.join(once)}")),
    )
    op.create_index(op.f("ix_receipts_workspace_at"), "receipts", ["workspace", "at"])
    op.create_index(op.f("ix_receipts_workspace_person"), "receipts", ["workspace", "person"])


def _recalls() -> None:
    op.create_table(
        "recalls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace", PERSON, nullable=False),
        sa.Column("key", sa.String(length=96), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("by", PERSON, nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        _of("recalls", "entry_id", "entries"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recalls")),
        sa.UniqueConstraint("workspace", "key", name=op.f("uq_recalls_workspace_key")),
    )


def _of(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    """It goes with the row it is about."""
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete="CASCADE")
