"""Commands and clicks are kept like events; what waits is found without a look at all the rest."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

WAITING = sa.text("done_at IS NULL")


def upgrade() -> None:
    op.add_column(
        "inbox", sa.Column("is_awaited", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_index(
        "ix_inbox_waiting",
        "inbox",
        ["is_awaited", "received_at", "id"],
        postgresql_where=WAITING,
        sqlite_where=WAITING,
    )


def downgrade() -> None:
    op.drop_index("ix_inbox_waiting", "inbox")
    op.drop_column("inbox", "is_awaited")
