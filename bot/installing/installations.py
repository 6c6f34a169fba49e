"""Installations: who we are in each workspace that has let us in, and with which token."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import Bot
from slack_sdk.web.async_client import AsyncWebClient

from bot.installing.refusals import Refusals
from bot.installing.store import Store
from bot.tokens import VOID
from handlers.reasons import slack_code
from handlers.visit import NotInstalled
from knowledge import workspaces
from knowledge.database import Sessions

log = structlog.get_logger()

BELIEVED = timedelta(minutes=1)
"""How long another process may take to notice that a workspace has let us go."""

KEPT = 10_000
"""How many workspaces are remembered; a look at the database tells of the others."""


@dataclass(frozen=True)
class Known:
    """What we know of one workspace, and since when."""

    authorization: AuthorizeResult
    client: AsyncWebClient
    installed_at: datetime
    read_at: datetime


class Installations:
    """Every workspace that has let us in. Nothing is asked of Slack for it, request by request.

    `client` makes Web API clients without a token, which repeat nothing by themselves. Whoever
    remembers something of workspaces asks by `on_change` to be told of one that came or went.
    """

    is_known = True

    def __init__(
        self,
        store: Store,
        sessions: Sessions,
        *,
        clock: Callable[[], datetime],
        client: Callable[[], AsyncWebClient],
    ) -> None:
        self.store = store
        self._sessions = sessions
        self._clock = clock
        self._client = client
        self._changed: list[Callable[[str], None]] = []
        self._known: OrderedDict[str, Known] = OrderedDict()
        self._refused: OrderedDict[str, None] = OrderedDict()

    def on_change(self, call: Callable[[str], None]) -> None:
        """Have this called with the id of each workspace that came or went."""
        self._changed.append(call)

    def listening(self, client: AsyncWebClient) -> AsyncWebClient:
        """The same client; refusals of a token are heard, whoever makes another like it."""
        client.retry_handlers = [Refusals(self.refused), *client.retry_handlers]
        return client

    async def title(self) -> str:
        """How many there are."""
        async with self._sessions.begin() as session:
            return f"{len(await workspaces.present(session))} workspaces"

    def authorize(self) -> Callable[..., Awaitable[AuthorizeResult | None]]:
        """What Bolt asks who we are; None where we are not let in."""

        async def authorize(team_id: str | None) -> AuthorizeResult | None:
            known = await self.find(team_id) if team_id else None
            return known.authorization if known else None

        return authorize

    async def client_of(self, workspace: str) -> AsyncWebClient:
        """The workspace's own client.

        Raises:
            NotInstalled: it has let us go, or never in. What is due there waits from now on.
        """
        now = self._clock()
        if known := await self.find(workspace):
            return known.client
        async with self._sessions.begin() as session:
            await workspaces.left(session, workspace, at=now, now=now)
        raise NotInstalled(workspace)

    async def find(self, workspace: str) -> Known | None:
        """What we know of it: from memory if it was looked up lately, else from the database."""
        known, now = self._known.get(workspace), self._clock()
        if known and abs(now - known.read_at) < BELIEVED and not self._is_refused(known):
            return known
        found = await self._read(workspace, now)
        if known and (found is None or found.installed_at != known.installed_at):
            self.forget(workspace)
        if found:
            self._remember(workspace, found)
        return found

    def forget(self, workspace: str) -> None:
        """It came or went: nothing of before is believed."""
        self._known.pop(workspace, None)
        for call in self._changed:
            call(workspace)

    def refused(self, token: str) -> None:
        """Slack has refused this token: look again before it is used again."""
        self._refused[token] = None
        while len(self._refused) > KEPT:
            self._refused.popitem(last=False)

    async def let_go(self, workspace: str) -> None:
        """Delete the token of a workspace that has let us go."""
        await self.store.forget(workspace)
        self.forget(workspace)

    async def _read(self, workspace: str, now: datetime) -> Known | None:
        async with self._sessions.begin() as session:
            row = await workspaces.find(session, workspace)
        if row is None or row.is_gone:
            return None
        bot = await self.store.async_find_bot(enterprise_id=row.organisation, team_id=workspace)
        if bot is None or not await self._stands(workspace, bot, now):
            return None
        client = self.listening(self._client())
        client.token = bot.bot_token
        return Known(_authorization(bot), client, row.installed_at, now)

    async def _stands(self, workspace: str, bot: Bot, now: datetime) -> bool:
        """Whether Slack takes the token; one that it has refused is tried once more before it goes.

        Raises:
            SlackApiError: Slack can't say now.
        """
        if bot.bot_token not in self._refused:
            return True
        try:
            await self._client().auth_test(token=bot.bot_token)
        except SlackApiError as error:
            if slack_code(error) not in VOID:
                raise
            await self._lost(workspace, now)
            return False
        del self._refused[bot.bot_token]
        return True

    async def _lost(self, workspace: str, now: datetime) -> None:
        """Slack takes its token no more, and has not told us: it has let us go."""
        log.warning("let go", workspace=workspace)
        async with self._sessions.begin() as session:
            if not await workspaces.left(session, workspace, at=now, now=now):
                return
        await self.let_go(workspace)

    def _is_refused(self, known: Known) -> bool:
        return known.client.token in self._refused

    def _remember(self, workspace: str, found: Known) -> None:
        self._known[workspace] = found
        self._known.move_to_end(workspace)
        while len(self._known) > KEPT:
            self.forget(next(iter(self._known)))


def _authorization(bot: Bot) -> AuthorizeResult:
    return AuthorizeResult(
        enterprise_id=bot.enterprise_id,
        team_id=bot.team_id,
        bot_user_id=bot.bot_user_id,
        bot_id=bot.bot_id,
        bot_token=bot.bot_token,
    )
