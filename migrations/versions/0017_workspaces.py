"""Workspaces, and the tables of Slack's own stores for their tokens."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NAME = sa.String(length=32)
WORDS = sa.String(length=200)


def upgrade() -> None:
    op.create_table(
        "workspaces",
        sa.Column("workspace", NAME, nullable=False),
        sa.Column("organisation", NAME, nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("installer", NAME, nullable=True),
        sa.Column("installed_at", MOMENT, nullable=False),
        sa.Column("gone_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("workspace", name=op.f("pk_workspaces")),
    )
    op.add_column("inbox", sa.Column("workspace", NAME, nullable=True))
    _bots()
    _states()


def downgrade() -> None:
    op.drop_table("slack_oauth_states")
    op.drop_table("slack_bots")
    op.drop_column("inbox", "workspace")
    op.drop_table("workspaces")


def _bots() -> None:
    op.create_table(
        "slack_bots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", NAME, nullable=False),
        sa.Column("app_id", NAME, nullable=False),
        sa.Column("enterprise_id", NAME, nullable=True),
        sa.Column("enterprise_name", WORDS, nullable=True),
        sa.Column("team_id", NAME, nullable=True),
        sa.Column("team_name", WORDS, nullable=True),
        sa.Column("bot_token", sa.String(), nullable=True),
        sa.Column("bot_id", NAME, nullable=True),
        sa.Column("bot_user_id", NAME, nullable=True),
        sa.Column("bot_scopes", sa.String(length=1000), nullable=True),
        sa.Column("bot_refresh_token", sa.String(), nullable=True),
        sa.Column("bot_token_expires_at", sa.DateTime(), nullable=True),
        sa.Column("is_enterprise_install", sa.Boolean(), nullable=False),
        sa.Column("installed_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slack_bots")),
    )
    looked_up = ["client_id", "enterprise_id", "team_id", "installed_at"]
    op.create_index("slack_bots_idx", "slack_bots", looked_up)


def _states() -> None:
    op.create_table(
        "slack_oauth_states",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", WORDS, nullable=False),
        sa.Column("expire_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slack_oauth_states")),
    )
