"""Tables: those of Slack's own stores, beside ours, so that one migration makes them all."""

from slack_sdk.oauth.installation_store.sqlalchemy import AsyncSQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import AsyncSQLAlchemyOAuthStateStore
from sqlalchemy import String

from knowledge.database import Base

TOKENS = ("bot_token", "bot_refresh_token")
"""The columns that hold secrets."""

BOTS = AsyncSQLAlchemyInstallationStore.build_bots_table(Base.metadata, "slack_bots")
STATES = AsyncSQLAlchemyOAuthStateStore.build_oauth_states_table(
    Base.metadata, "slack_oauth_states"
)

for _column in TOKENS:
    BOTS.c[_column].type = String()  # encrypted, a token is longer than Slack's 200 characters
