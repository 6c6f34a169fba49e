"""Slack: the client that every call goes through, and who we are there."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncConnectionErrorRetryHandler
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.config import Settings, SettingsError
from bot.tokens import REFUSED, refusal
from bot.watching.calls import CallWatch, Client, Waiting
from handlers.reasons import slack_code
from handlers.unanswered import Understood
from handlers.visit import NotInstalled, keep_token

PATIENCE = 10
"""Seconds for one call: well below the outbox's lease."""

IDLE = 4
"""Seconds that an unused connection stays open: less than anybody at the other end lets it."""

SHORT = 5
"""Seconds of waiting that somebody bears; what Slack puts off for longer is refused, or tried again
by the worker.
"""


def line() -> ClientSession:
    """Connections that stay open between calls: to shake hands takes longer than most calls do.

    To be opened where they are used, and closed in the end. No cookie is kept: the next call may be
    another workspace's.
    """
    return ClientSession(
        connector=TCPConnector(limit=0, keepalive_timeout=IDLE),
        cookie_jar=DummyCookieJar(),
        timeout=ClientTimeout(total=PATIENCE),
    )


def client(
    settings: Settings,
    *,
    posts: bool = False,
    watch: CallWatch | None = None,
    line: ClientSession | None = None,
) -> AsyncWebClient:
    """A Web API client. For posts nothing is repeated beneath us: a repeated post is a double.

    Without a `line` each call opens a connection of its own.
    """
    made = anonymous(settings, posts=posts, watch=watch, line=line)
    made.token = settings.slack_bot_token
    return made


def anonymous(
    settings: Settings,
    *,
    posts: bool = False,
    watch: CallWatch | None = None,
    line: ClientSession | None = None,
) -> AsyncWebClient:
    """A client without a token, as Bolt wants it: it gives each request one of its own."""
    careful = [] if posts else [AsyncConnectionErrorRetryHandler(), Patient(watch)]
    return Client(
        watch=watch,
        base_url=settings.slack_api_base_url,
        timeout=PATIENCE,
        session=line,
        retry_handlers=[*careful, Understood()],
    )


class Patient(Waiting):
    """Waits for Slack in the middle of a call, as long as somebody who has clicked would."""

    async def _can_retry_async(self, *, response: HttpResponse | None = None, **call: Any) -> bool:
        is_limited = await super()._can_retry_async(response=response, **call)
        return is_limited and response is not None and _wish(response) <= SHORT


def _wish(response: HttpResponse) -> int:
    """The seconds that Slack asks us to wait; more than we would where it does not say."""
    told = {name.lower(): values[0] for name, values in response.headers.items()}
    wish = str(told.get("retry-after", ""))
    return int(wish) if wish.isdecimal() else SHORT + 1


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

    async def app(self) -> str | None:
        """The id of the app whose bot we are; None where Slack does not say. Raises as `get`."""
        bot = (await self.get()).bot_id
        try:
            answer = await self._client.bots_info(bot=bot)
        except (SlackApiError, ClientError, OSError, TimeoutError):
            return None
        return (answer["bot"] or {}).get("app_id")

    def authorize(self) -> Callable[[], Awaitable[AuthorizeResult]]:
        """The same as a function without arguments: Bolt would take a method's `self` for one."""

        async def authorize() -> AuthorizeResult:
            return await self.get()

        return authorize

    async def _ask(self) -> AuthorizeResult:
        try:
            answer = await self._client.auth_test()
        except SlackApiError as error:
            if (code := slack_code(error)) in REFUSED:
                raise SettingsError(refusal("SLACK_BOT_TOKEN", code)) from error
            # beneath an answer that is none lies what went wrong on the way
            why = error.__cause__ or code
            raise ConnectionError(f"Slack can't say who we are: {why}") from error
        return AuthorizeResult(
            enterprise_id=answer.get("enterprise_id"),
            team_id=answer["team_id"],
            bot_user_id=answer["user_id"],
            bot_id=answer.get("bot_id"),
            bot_token=self._client.token,
        )
