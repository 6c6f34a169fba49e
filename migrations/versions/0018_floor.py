"""The floor: the newest revision of the oldest release that can still work with this database.

It stands beside the revision that the database has. A migration that only adds leaves it alone.
One that takes away what the release before still uses sets it, and its downgrade sets it back.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("alembic_version", sa.Column("floor", sa.String(length=32), nullable=True))
    op.execute("UPDATE alembic_version SET floor = '0016'")


def downgrade() -> None:
    op.drop_column("alembic_version", "floor")
