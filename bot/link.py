"""A link: one Socket Mode connection to Slack, from its greeting to its end."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import structlog
from slack_bolt import BoltResponse
from slack_sdk.proxy_env_variable_loader import load_http_proxy_from_env
from slack_sdk.web.async_client import AsyncWebClient

from handlers.reasons import reason

log = structlog.get_logger()

Json = dict[str, Any]
Receive = Callable[[Json, dict[str, str]], Awaitable[BoltResponse]]

TOO_MANY = "too_many_websockets"

HEARTBEAT = 10.0
"""Seconds between two pings. A link whose other end is silent ends half as long after one."""

FAREWELL = 1.0
"""Seconds that the other end has to take leave."""


class Link:
    """One websocket. `is_leaving` is set once it must be replaced: it has ended, or will soon."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._session = aiohttp.ClientSession()
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._reader: asyncio.Task[None] | None = None
        self._answering: set[asyncio.Task[None]] = set()
        self._is_greeted = asyncio.Event()
        self.app_id: str | None = None
        self.is_leaving = asyncio.Event()

    async def open(self, web: AsyncWebClient, token: str) -> None:
        """Ask for an address, which is good for one attempt, and connect to it.

        Raises:
            SlackApiError: Slack gives no address.
            aiohttp.ClientError, OSError: nothing can be reached there, or it lets nobody in.
        """
        opened = await web.apps_connections_open(app_token=token)
        self._socket = await self._session.ws_connect(
            opened["url"],
            heartbeat=HEARTBEAT,
            timeout=aiohttp.ClientWSTimeout(ws_close=FAREWELL),
            proxy=web.proxy or load_http_proxy_from_env(),
            ssl=web.ssl or True,
        )
        self._reader = asyncio.create_task(self._read(self._socket))
        await _first(self._is_greeted, self.is_leaving)
        if self.is_leaving.is_set():
            raise ConnectionError("the link ended before Slack greeted us")

    @property
    def is_open(self) -> bool:
        """Whether Slack can reach us through it."""
        return self._is_greeted.is_set() and bool(self._reader and not self._reader.done())

    async def close(self, patience: float) -> None:
        """End it; what has come in is answered before, within so many seconds."""
        if self._answering:
            await asyncio.wait(self._answering, timeout=patience)
        if self._socket:
            await self._socket.close()
        if self._reader:
            await asyncio.wait({self._reader}, timeout=FAREWELL)
        await self._session.close()

    async def _read(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        try:
            async for frame in socket:
                if frame.type is aiohttp.WSMsgType.TEXT:
                    self._hear(json.loads(frame.data))
        finally:
            self.is_leaving.set()

    def _hear(self, told: Json) -> None:
        match told.get("type"):
            case "hello":
                self.app_id = told.get("connection_info", {}).get("app_id")
                self._is_greeted.set()
            case "disconnect":
                _explain(str(told.get("reason")))
                self.is_leaving.set()
            case _ if "envelope_id" in told:
                task = asyncio.create_task(self._answer(told))
                self._answering.add(task)
                task.add_done_callback(self._answering.discard)

    async def _answer(self, envelope: Json) -> None:
        """Answer one envelope; what is not answered with 200 is not acknowledged."""
        headers = {"x-slack-retry-num": str(envelope.get("retry_attempt") or 0)}
        try:
            answer = await self._receive(dict(envelope["payload"]), headers)
            if answer.status == 200:
                assert self._socket
                await self._socket.send_json(_acknowledgement(envelope["envelope_id"], answer))
        except (aiohttp.ClientError, OSError) as error:
            log.warning("could not answer", reason=reason(error))
        except Exception as error:
            log.error("a request failed", exc_info=error)


def _acknowledgement(envelope_id: str, answer: BoltResponse) -> Json:
    if not answer.body:
        return {"envelope_id": envelope_id}
    is_json = answer.headers.get("content-type", [""])[0].startswith("application/json")
    payload = json.loads(answer.body) if is_json else {"text": answer.body}
    return {"envelope_id": envelope_id, "payload": payload}


def _explain(reason: str) -> None:
    """Say why Slack wants another connection, or none at all; we go on trying."""
    if reason == TOO_MANY:
        log.error(
            "all ten connections that an app may have are taken",
            mend="stop a process that uses this SLACK_APP_TOKEN, or go over to HTTP",
        )
        return
    log.info("Slack wants another connection", reason=reason)


async def _first(*events: asyncio.Event) -> None:
    """Wait until one of them is set."""
    waiting = [asyncio.create_task(event.wait()) for event in events]
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in waiting:
            task.cancel()
