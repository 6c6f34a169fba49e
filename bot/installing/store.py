"""Store: the tokens of workspaces, in Slack's own tables, encrypted before they get there."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.installation_store.sqlalchemy import AsyncSQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import AsyncSQLAlchemyOAuthStateStore
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.installing.keys import Keys, NoSuchKey
from bot.installing.tables import BOTS, STATES, TOKENS

TEN_MINUTES = 600
"""Seconds that a browser has to come back from Slack."""


class Store(AsyncInstallationStore):
    """Slack's own store beneath, for bot tokens alone: nobody's own token is asked for or kept.

    One row for each workspace: what was there before goes when it installs Relais again.
    """

    def __init__(self, engine: AsyncEngine, client_id: str, keys: Keys) -> None:
        self._beneath = AsyncSQLAlchemyInstallationStore(client_id, engine)
        self._engine = engine
        self._keys = keys

    async def async_save(self, installation: Installation) -> None:
        """Keep the token of a workspace that lets us in."""
        await self.async_save_bot(installation.to_bot())

    async def async_save_bot(self, bot: Bot) -> None:
        """Keep a token, and drop those before it."""
        await self._beneath.async_save_bot(_with_tokens(bot, self._keys.encrypt))
        since = datetime.fromtimestamp(bot.installed_at, UTC).replace(tzinfo=None)
        old = (BOTS.c.team_id == bot.team_id, BOTS.c.installed_at < since)
        await self._say(delete(BOTS).where(*old))

    async def async_find_bot(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        is_enterprise_install: bool | None = False,
    ) -> Bot | None:
        """The token of a workspace, if it has let us in.

        Raises:
            NoSuchKey: it was encrypted with a key that we have not.
        """
        found = await self._beneath.async_find_bot(
            enterprise_id=enterprise_id,
            team_id=team_id,
            is_enterprise_install=is_enterprise_install,
        )
        return _with_tokens(found, self._keys.decrypt) if found else None

    async def forget(self, workspace: str) -> None:
        """Delete what is kept for a workspace."""
        await self._say(delete(BOTS).where(BOTS.c.team_id == workspace))

    async def locked(self) -> Sequence[str]:
        """The workspaces whose tokens none of the keys opens."""
        rows = await self._tokens()
        return sorted({str(row["team_id"]) for row in rows if not self._opens(row)})

    async def rotate(self) -> int:
        """Encrypt every token with the first key; how many rows that were.

        A workspace that lets us in meanwhile keeps its new token. Doing so twice does no harm.

        Raises:
            NoSuchKey: one was encrypted with a key that we have not.
        """
        rows = await self._tokens()
        for row in rows:
            new = {name: self._keys.renew(row[name]) for name in TOKENS if row[name]}
            same = [BOTS.c[name] == row[name] for name in TOKENS if row[name]]
            await self._say(update(BOTS).where(BOTS.c.id == row["id"], *same).values(new))
        return len(rows)

    def _opens(self, row: dict[str, Any]) -> bool:
        try:
            for name in TOKENS:
                if row[name]:
                    self._keys.decrypt(row[name])
        except NoSuchKey:
            return False
        return True

    async def _tokens(self) -> list[dict[str, Any]]:
        async with self._engine.connect() as connection:
            query = select(BOTS.c.id, BOTS.c.team_id, *(BOTS.c[name] for name in TOKENS))
            return [dict(row) for row in (await connection.execute(query)).mappings()]

    async def _say(self, statement: Any) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(statement)


class States(AsyncSQLAlchemyOAuthStateStore):
    """Whose browser was sent to Slack, so that nobody else's is let in with what it brings back."""

    def __init__(self, engine: AsyncEngine) -> None:
        super().__init__(TEN_MINUTES, engine)

    async def async_consume(self, state: str) -> bool:
        """Whether it was given out lately, and not used: by one statement, for two may ask at once.

        What ran out goes at the same time.
        """
        now = datetime.now(UTC).replace(tzinfo=None)
        this = (STATES.c.state == state, STATES.c.expire_at > now)
        async with self.engine.begin() as connection:
            used = await connection.execute(delete(STATES).where(*this).returning(STATES.c.id))
            stood = used.first() is not None
            await connection.execute(delete(STATES).where(STATES.c.expire_at <= now))
        return stood


def _with_tokens(bot: Bot, change: Callable[[str], str]) -> Bot:
    """The same, with other tokens."""
    facts = bot.to_dict_for_copying()
    return Bot(**facts | {name: change(facts[name]) for name in TOKENS if facts[name]})
