"""Hello: Slack's first word on a connection of Socket Mode, which says for which app it is."""

import asyncio
from contextlib import suppress
from typing import Any

from slack_sdk.socket_mode.aiohttp import SocketModeClient

PATIENCE = 5.0
"""Seconds we wait for it."""


class Hello:
    """Waits for the first hello on a client's connections."""

    def __init__(self, client: SocketModeClient) -> None:
        self._heard = asyncio.Event()
        self._said: dict[str, Any] = {}
        client.message_listeners.append(self._listen)

    async def app(self, patience: float = PATIENCE) -> str | None:
        """The id of the app; None when Slack has not said so in time."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._heard.wait(), patience)
        found: str | None = self._said.get("connection_info", {}).get("app_id")
        return found

    async def _listen(self, _: Any, message: dict[str, Any], __: str | None) -> None:
        if message.get("type") == "hello" and not self._heard.is_set():
            self._said = message
            self._heard.set()
