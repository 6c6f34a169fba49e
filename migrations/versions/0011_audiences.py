"""Where entries came from, and who found them before they were widened."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("origin", "widened_from"):
        op.add_column("entries", sa.Column(name, sa.String(length=32), nullable=True))
    op.execute(
        "UPDATE entries SET origin = coalesce(audience, (SELECT min(channel) FROM captured_messages"
        " WHERE captured_messages.entry_id = entries.id))"
    )


def downgrade() -> None:
    for name in ("widened_from", "origin"):
        op.drop_column("entries", name)
