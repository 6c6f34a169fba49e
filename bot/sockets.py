"""The Socket Mode front: the same reception, over a websocket that we keep alive."""

import asyncio
from contextlib import suppress
from time import time
from typing import Any

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.config import SettingsError
from bot.hello import Hello
from bot.links import overhear
from bot.reception import Reception
from bot.tokens import REFUSED, refusal

log = structlog.get_logger()

MISSES = 4
"""Seconds without a connection after which a new address is asked for."""


class Socket(AsyncSocketModeHandler):
    """One connection to Slack, watched: the client beneath can hang on a used-up address."""

    def __init__(self, app: AsyncApp, token: str, reception: Reception) -> None:
        super().__init__(app, token)
        self.client.on_message_listeners.append(overhear)
        self._reception = reception
        self.hello = Hello(self.client)
        self._tasks: list[asyncio.Task[None]] = []
        self._answering: set[asyncio.Task[Any]] = set()

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        """Answer one envelope; what is not answered with 200 is not acknowledged."""
        task = asyncio.current_task()
        assert task is not None
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)
        start = time()
        headers = {"x-slack-retry-num": str(req.retry_attempt or 0)}
        response = await self._reception.receive(dict(req.payload), headers)
        await send_async_response(client, req, response, start)

    async def open(self) -> None:
        """Connect, now or as soon as Slack lets us.

        Raises:
            SettingsError: Slack refuses the app token.
        """
        try:
            opened = await self.app.client.apps_connections_open(app_token=self.app_token)
            self.client.wss_uri = opened["url"]
        except SlackApiError as error:
            if (code := error.response.get("error")) in REFUSED:
                raise SettingsError(refusal("SLACK_APP_TOKEN", code)) from error
            log.warning("no connection yet", reason=error)
        self._tasks = [asyncio.create_task(self._connect()), asyncio.create_task(self._watch())]

    async def close(self) -> None:
        """Disconnect for good, once what has come in is answered."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._answering:
            await asyncio.wait(self._answering, timeout=MISSES)
        await self.close_async()  # type: ignore[no-untyped-call]

    async def is_open(self) -> bool:
        """Whether Slack can reach us."""
        return bool(await self.client.is_connected())

    async def _connect(self) -> None:
        with suppress(OSError, SlackApiError):
            await self.connect_async()  # type: ignore[no-untyped-call]

    async def _watch(self) -> None:
        misses = 0
        while True:
            await asyncio.sleep(1)
            misses = 0 if await self.is_open() else misses + 1
            if misses >= MISSES:
                log.warning("reconnecting", seconds=misses)
                self.client.wss_uri = None
                misses = 0
                if self._tasks[0].done():
                    self._tasks[0] = asyncio.create_task(self._connect())
