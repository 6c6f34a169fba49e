"""Slack: the client that every call goes through, and who we are there."""

import asyncio
from collections.abc import Awaitable, Callable

from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient

from bot.config import Settings, SettingsError
from handlers.visit import NotInstalled, keep_token

PATIENCE = 10
"""Seconds for one call: well below the outbox's lease."""

REFUSED = {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"}


def client(settings: Settings, *, posts: bool = False) -> AsyncWebClient:
    """A Web API client. For posts nothing is repeated beneath us: a repeated post is a double."""
    made = anonymous(settings, posts=posts)
    made.token = settings.slack_bot_token
    return made


def anonymous(settings: Settings, *, posts: bool = False) -> AsyncWebClient:
    """A client without a token, as Bolt wants it: it gives each request one of its own."""
    careful = (
        [] if posts else [AsyncConnectionErrorRetryHandler(), AsyncRateLimitErrorRetryHandler()]
    )
    return AsyncWebClient(
        base_url=settings.slack_api_base_url,
        timeout=PATIENCE,
        retry_handlers=careful,
    )


class Identity:
    """Who we are in the one workspace of a token: asked of Slack once, when it can be asked.

    `posts` repeats nothing by itself.
    """

    def __init__(self, client: AsyncWebClient, posts: AsyncWebClient | None = None) -> None:
        self._client = client
        self._posts = posts or client
        self._known: AuthorizeResult | None = None
        self._turn = asyncio.Lock()

    async def get(self) -> AuthorizeResult:
        """Our workspace, user and bot ids.

        Raises:
            SettingsError: Slack refuses the token.
            Exception: Slack can't be asked now.
        """
        async with self._turn:
            if self._known is None:
                self._known = await self._ask()
        return self._known

    @property
    def is_known(self) -> bool:
        """Whether Slack has told us."""
        return self._known is not None

    async def client_of(self, workspace: str) -> AsyncWebClient:
        """What posts there: never to another workspace than the token's.

        Raises:
            NotInstalled: it is another.
        """
        if workspace != await self.workspace():
            raise NotInstalled(workspace)
        return self._posts

    let_go = staticmethod(keep_token)

    def listening(self, client: AsyncWebClient) -> AsyncWebClient:
        """The client for requests: a refused token is found out at the start."""
        return client

    async def title(self) -> str:
        """Which workspace it is; raises as `get` does."""
        return await self.workspace()

    async def workspace(self) -> str:
        """The id of our workspace; raises as `get` does."""
        return str((await self.get()).team_id)

    def authorize(self) -> Callable[[], Awaitable[AuthorizeResult]]:
        """The same as a function without arguments: Bolt would take a method's `self` for one."""

        async def authorize() -> AuthorizeResult:
            return await self.get()

        return authorize

    async def _ask(self) -> AuthorizeResult:
        try:
            answer = await self._client.auth_test()
        except SlackApiError as error:
            if error.response.get("error") in REFUSED:
                reason = error.response["error"]
                raise SettingsError(f"Slack refuses SLACK_BOT_TOKEN: {reason}.") from error
            raise ConnectionError(f"Slack can't say who we are: {error}") from error
        return AuthorizeResult(
            enterprise_id=answer.get("enterprise_id"),
            team_id=answer["team_id"],
            bot_user_id=answer["user_id"],
            bot_id=answer.get("bot_id"),
            bot_token=self._client.token,
        )
