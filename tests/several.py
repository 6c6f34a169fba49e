"""Several: two workspaces with the same people and channels, and one bot that both install."""

import html
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import aiohttp

from bot.config import Settings
from bot.installing.installations import Installations
from bot.installing.keys import new
from bot.running import Bot, start
from bot.sandbox.cast import SOFIA
from bot.sandbox.clock import Clock
from bot.sandbox.slack import Directory, PretendSlack
from bot.sandbox.slack.directory import CLIENT_ID, CLIENT_SECRET
from bot.sandbox.slack.workspace import TEAM
from tests.stage import START, Stage, _ticking, free_port, pretend_slack

OURS, THEIRS = TEAM, "T0OTHER"


@dataclass
class Two:
    """Our workspace and theirs, and the browser of somebody who installs."""

    directory: Directory
    bot: Bot
    settings: Settings
    ours: Stage
    theirs: Stage

    @property
    def installations(self) -> Installations:
        """What the bot knows of both."""
        assert isinstance(self.bot.identity, Installations)
        return self.bot.identity

    async def install(self, team: str = OURS, *, by: str = SOFIA) -> tuple[int, str]:
        """Go the whole way; the status and the text of the last page."""
        async with aiohttp.ClientSession() as browser:
            query, cookie = await self.begin(browser)
            back = self.directory.approve(query, team=team, user=by)
            return await self.come_back(browser, back, cookie)

    async def begin(self, browser: aiohttp.ClientSession) -> tuple[Mapping[str, str], str]:
        """Open the page to install; what it asks Slack, and the cookie.

        The cookie is for TLS only: a browser would not send it to the address of a test.
        """
        async with browser.get(self._page("install")) as page:
            text, cookie = await page.text(), page.cookies["slack-app-oauth-state"]
        found = re.search(r'href="([^"]+)"', text)
        assert found
        query = dict(parse_qsl(urlsplit(html.unescape(found[1])).query))
        return query, f"{cookie.key}={cookie.value}"

    async def come_back(
        self, browser: aiohttp.ClientSession, query: Mapping[str, str], cookie: str = ""
    ) -> tuple[int, str]:
        """Be sent back by Slack."""
        headers = {"Cookie": cookie} if cookie else {}
        where = self._page("oauth_redirect")
        async with browser.get(where, params=dict(query), headers=headers) as page:
            return page.status, await page.text()

    def _page(self, name: str) -> str:
        return f"{self.settings.relais_public_url}/slack/{name}"


@asynccontextmanager
async def two(database_url: str, *, socket: bool = False, **changes: Any) -> AsyncIterator[Two]:
    """The bot and both workspaces, started; nobody has installed anything yet.

    `socket`: the events of both come over one websocket, as those of an app do.
    """
    clock, port = Clock(_ticking(START)), await free_port()
    events = 0 if socket else port
    ours, theirs = _slack(OURS, clock, events), _slack(THEIRS, clock, events)
    if socket:
        theirs.delivery.transport = ours.sockets
        changes |= {"slack_app_token": ours.app_token, "slack_signing_secret": ""}
    directory = Directory(ours, theirs)
    for part in (ours, theirs, directory):
        await part.start()
    try:
        chosen = replace(_settings(directory, database_url, port), **changes)
        bot = await start(chosen, clock.now)
        try:
            stages = Stage(ours, bot, clock), Stage(theirs, bot, clock)
            yield Two(directory, bot, chosen, *stages)
        finally:
            await bot.stop()
    finally:
        for part in (directory, ours, theirs):
            await part.stop()


def _slack(team: str, clock: Clock, port: int) -> PretendSlack:
    """The same people and channels in another workspace: only the ids of events differ."""
    slack = pretend_slack(clock, port=port, bot_token=f"xoxb-{team}-before")
    space = slack.workspace
    space.team_id, space.name = team, f"Workspace {team}"
    space._last_id = 5_000 * (team == THEIRS)
    for user in space.users.values():
        user.team_id = team
    return slack


def _settings(directory: Directory, database_url: str, port: int) -> Settings:
    return Settings(
        slack_client_id=CLIENT_ID,
        slack_client_secret=CLIENT_SECRET,
        slack_signing_secret="sandbox-secret",
        slack_api_base_url=directory.base_url,
        relais_secret_keys=(new(),),
        relais_public_url=f"http://127.0.0.1:{port}",
        database_url=database_url,
        port=port,
    )
