"""What reactions ask for: who keeps a message, which emoji are there, what is suggested."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql, sqlite

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

DEEDS = ("keep", "ask", "wrong", "signal")
STATES = ("open", "taken", "declined", "withdrawn")


def upgrade() -> None:
    deed = sa.Enum(*DEEDS, name="deed", native_enum=False, length=32)
    op.create_table(
        "reactions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("ts", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("emoji", sa.String(length=128), nullable=False),
        sa.Column("deed", deed, nullable=False),
        sa.Column("is_there", sa.Boolean(), nullable=False),
        sa.Column("event_ts", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reactions"),
        sa.UniqueConstraint(
            "workspace",
            "channel",
            "ts",
            "person",
            "emoji",
            name="uq_reactions_workspace_channel_ts_person_emoji",
        ),
    )
    op.create_index("ix_reactions_workspace_person", "reactions", ["workspace", "person"])
    op.create_table(
        "keepers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["captured_messages.id"],
            name="fk_keepers_message_id_captured_messages",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_keepers"),
        sa.UniqueConstraint("message_id", "person", name="uq_keepers_message_id_person"),
    )
    op.execute('INSERT INTO keepers (message_id, person) SELECT id, "by" FROM captured_messages')
    op.add_column("captured_messages", sa.Column("question", sa.String(), nullable=True))
    op.create_index("ix_captured_messages_entry_id", "captured_messages", ["entry_id"])
    _tips(deed)


def _tips(deed: sa.Enum) -> None:
    moment = sa.DateTime(timezone=True)
    people = postgresql.JSONB().with_variant(sqlite.JSON(), "sqlite")
    op.create_table(
        "tips",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("ts", sa.String(length=32), nullable=False),
        sa.Column("thread_ts", sa.String(length=32), nullable=True),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("deed", deed, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("audience", sa.String(length=32), nullable=True),
        sa.Column("topic", sa.String(length=64), nullable=True),
        sa.Column(
            "status", sa.Enum(*STATES, name="status", native_enum=False, length=32), nullable=False
        ),
        sa.Column("owner", sa.String(length=32), nullable=False),
        sa.Column("asked", people, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.Column("decided_by", sa.String(length=32), nullable=True),
        sa.Column("decided_at", moment, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_tips"),
        sa.UniqueConstraint(
            "workspace",
            "channel",
            "ts",
            "person",
            "deed",
            name="uq_tips_workspace_channel_ts_person_deed",
        ),
    )
    op.create_index("ix_tips_workspace_person", "tips", ["workspace", "person"])


def downgrade() -> None:
    op.drop_table("tips")
    op.drop_index("ix_captured_messages_entry_id", "captured_messages")
    op.drop_column("captured_messages", "question")
    op.drop_table("keepers")
    op.drop_table("reactions")
