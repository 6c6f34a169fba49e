"""Who keeps an entry true, and when it was last found to be."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

NAMES = ("owner", "is_credited", "verified_at", "verified_by", "viewed_at", "archived_at")
"""Added and dropped one by one: SQLite would lose what refers to a table that is made anew."""


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.add_column("entries", sa.Column("owner", sa.String(length=32), nullable=True))
    op.add_column(
        "entries",
        sa.Column("is_credited", sa.Boolean(), nullable=False, server_default=sa.true()),
    )
    op.add_column("entries", sa.Column("verified_at", moment, nullable=True))
    op.add_column("entries", sa.Column("verified_by", sa.String(length=32), nullable=True))
    op.add_column("entries", sa.Column("viewed_at", moment, nullable=True))
    op.add_column("entries", sa.Column("archived_at", moment, nullable=True))
    # Whoever reviewed an entry has said that it is true, on the day it was published.
    op.execute(
        "UPDATE entries SET owner = coalesce(reviewer, author), verified_by = reviewer,"
        " verified_at = published_at"
    )


def downgrade() -> None:
    for name in reversed(NAMES):
        op.drop_column("entries", name)
