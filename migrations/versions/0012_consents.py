"""What is to be hidden in a draft, and what the authors of kept messages have to say."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    json = postgresql.JSONB().with_variant(sa.JSON(), "sqlite")
    op.add_column(
        "entries", sa.Column("redactions", json, nullable=False, server_default=sa.text("'[]'"))
    )
    op.add_column("captured_messages", sa.Column("author", sa.String(length=32), nullable=True))
    op.add_column("captured_messages", sa.Column("url", sa.String(), nullable=True))
    # The first message of a draft is by its author. Of later ones nobody has written down whose
    # they are.
    op.execute(
        "UPDATE captured_messages SET author = (SELECT author FROM entries"
        " WHERE entries.id = captured_messages.entry_id) WHERE id IN"
        " (SELECT min(id) FROM captured_messages GROUP BY entry_id)"
    )
    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("is_named", sa.Boolean(), nullable=False),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("answered_at", moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["entries.id"],
            name=op.f("fk_consents_entry_id_entries"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
        sa.UniqueConstraint("entry_id", "person", name=op.f("uq_consents_entry_id_person")),
    )
    op.create_index(op.f("ix_consents_workspace_person"), "consents", ["workspace", "person"])
    op.create_table(
        "refused_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("ts", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refused_messages")),
        sa.UniqueConstraint(
            "workspace", "channel", "ts", name=op.f("uq_refused_messages_workspace_channel_ts")
        ),
    )


def downgrade() -> None:
    op.drop_table("refused_messages")
    op.drop_index(op.f("ix_consents_workspace_person"), table_name="consents")
    op.drop_table("consents")
    op.drop_column("captured_messages", "url")
    op.drop_column("captured_messages", "author")
    op.drop_column("entries", "redactions")
