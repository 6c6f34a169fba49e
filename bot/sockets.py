"""The Socket Mode front: the same reception, over websockets that we keep alive."""

import asyncio
from time import monotonic

import aiohttp
import structlog
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from bot.config import SettingsError
from bot.link import Link
from bot.reception import Reception
from bot.tokens import REFUSED, refusal
from handlers import unanswered
from handlers.reasons import reason, slack_code

log = structlog.get_logger()

PATIENCE = 10.0
"""Seconds for one attempt to connect: an address that answers nothing holds nobody up."""

LONGEST_PAUSE = 10.0
"""Seconds between two attempts, unless Slack asks for more."""

MINUTE = 60.0

LASTING = 30.0
"""Seconds after which a link counts as a success."""

PARTING = 3.0
"""Seconds for what has come in to be answered when a link is closed."""


class Socket:
    """One link to Slack at a time; two for the moment in which one takes over from the other.

    The client of slack_sdk closes the old link before it opens the next, and hangs on an address
    that was used up; so each of our links is opened anew, with an address of its own.
    """

    def __init__(self, app: AsyncApp, token: str, reception: Reception) -> None:
        self._web = app.client
        self._token = token
        self._reception = reception
        self._link: Link | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._parting: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Connect, now or as soon as Slack lets us.

        Raises:
            SettingsError: Slack refuses the app token.
        """
        try:
            self._link = await self._connected()
        except SlackApiError as error:
            if (code := slack_code(error)) in REFUSED:
                raise SettingsError(refusal("SLACK_APP_TOKEN", code)) from error
            log.warning("no connection yet", reason=reason(error))
        except (aiohttp.ClientError, OSError) as error:
            log.warning("no connection yet", reason=reason(error))
        self._keeper = asyncio.create_task(self._keep())

    async def close(self) -> None:
        """Disconnect for good, once what has come in is answered."""
        if self._keeper:
            self._keeper.cancel()
            await asyncio.wait({self._keeper})
        self._part()
        if self._parting:
            await asyncio.wait(self._parting)

    async def is_open(self) -> bool:
        """Whether Slack can reach us."""
        return self._link is not None and self._link.is_open

    @property
    def app_id(self) -> str | None:
        """The app that the connection is of, once Slack has greeted us."""
        return self._link.app_id if self._link else None

    async def _keep(self) -> None:
        """Replace the link whenever it must be; the old one serves until the new one does."""
        failures = 0
        while True:
            since = monotonic()
            if self._link:
                await self._link.is_leaving.wait()
            failures = 0 if monotonic() - since > LASTING else failures
            pause = min(2.0**failures - 1, LONGEST_PAUSE)
            await asyncio.sleep(pause)
            failures += 1
            try:
                link = await self._connected()
            except Exception as error:
                log.warning("no connection yet", reason=reason(error))
                await asyncio.sleep(_wish(error))
            else:
                self._part()
                self._link = link
                log.info("connected")

    async def _connected(self) -> Link:
        link = Link(self._reception.receive)
        try:
            async with asyncio.timeout(PATIENCE):
                await link.open(self._web, self._token)
        except BaseException:
            await link.close(0)
            raise
        return link

    def _part(self) -> None:
        """Let the link go; what came in through it is answered through it."""
        if self._link:
            task = asyncio.create_task(self._link.close(PARTING))
            self._parting.add(task)
            task.add_done_callback(self._parting.discard)
        self._link = None


def _wish(error: Exception) -> float:
    """The seconds that Slack asks us to wait; a minute at most, for meanwhile we are deaf."""
    wish = unanswered.wait(error) if isinstance(error, SlackApiError) else None
    return min(wish.total_seconds(), MINUTE) if wish else 0.0
