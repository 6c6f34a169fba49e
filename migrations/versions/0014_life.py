"""Why an entry was changed, and whether search takes it for lapsed."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("revisions", sa.Column("why", sa.String(), nullable=True))
    op.add_column(
        "entries",
        sa.Column("is_lapsed", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    # Nobody has noted so far what is read: what nobody reads is told from today on.
    op.execute("UPDATE entries SET viewed_at = CURRENT_TIMESTAMP WHERE status = 'published'")


def downgrade() -> None:
    op.drop_column("entries", "is_lapsed")
    op.drop_column("revisions", "why")
