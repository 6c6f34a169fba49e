"""Duplicates, what reviewers decide, and what is published unread."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.add_column("entries", sa.Column("undo_until", moment, nullable=True))
    op.create_table(
        "duplicates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("contradicts", sa.Boolean(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("found_at", moment, nullable=False),
        sa.Column("closed_at", moment, nullable=True),
        sa.Column("outcome", sa.String(length=32), nullable=True),
        *_of_entries("duplicates", "one_id", "other_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duplicates")),
        sa.UniqueConstraint("one_id", "other_id", name=op.f("uq_duplicates_one_id_other_id")),
    )
    op.create_index(
        op.f("ix_duplicates_workspace_closed_at"), "duplicates", ["workspace", "closed_at"]
    )
    op.create_index(op.f("ix_duplicates_other_id"), "duplicates", ["other_id"])
    op.create_table(
        "rulings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("verdict", sa.String(length=32), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("undone_at", moment, nullable=True),
        sa.Column("facts", JSONB().with_variant(sa.JSON(), "sqlite"), nullable=False),
        *_of_entries("rulings", "entry_id", "other_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rulings")),
    )
    op.create_index(op.f("ix_rulings_entry_id_verdict"), "rulings", ["entry_id", "verdict"])
    op.create_index(op.f("ix_rulings_other_id_verdict"), "rulings", ["other_id", "verdict"])


def _of_entries(table: str, *names: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            [name],
            ["entries.id"],
            name=op.f(f"fk_{table}_{name}_entries"),
            ondelete="CASCADE",
        )
        for name in names
    ]


def downgrade() -> None:
    op.drop_table("rulings")
    op.drop_table("duplicates")
    op.drop_column("entries", "undo_until")
