"""Sockets: Socket Mode links, each payload to any one of them, acknowledged by envelope."""

from __future__ import annotations

import asyncio
import contextlib
import json
import uuid
from typing import Any

from aiohttp import WSMsgType, web

from .delivery import Envelope, Undelivered
from .workspace import Json

MOST_LINKS = 10
LEAVE = 0.5  # seconds that the bot has to answer a farewell


class Sockets:
    """The links that are open now. While `refuse` is set, none can be opened; while `hangs`,
    whoever tries hears nothing.
    """

    def __init__(self, app_id: str) -> None:
        self.app_id = app_id
        self.refuse = False
        self._goes_on = asyncio.Event()
        self._goes_on.set()
        self.opened = 0
        self.links: list[web.WebSocketResponse] = []
        self._tickets: set[str] = set()
        self._acks: dict[str, asyncio.Future[Any]] = {}
        self._turn = 0
        self._transports: dict[web.WebSocketResponse, asyncio.Transport] = {}

    @property
    def hangs(self) -> bool:
        """Whether whoever opens a link is let wait."""
        return not self._goes_on.is_set()

    @hangs.setter
    def hangs(self, hangs: bool) -> None:
        (self._goes_on.clear if hangs else self._goes_on.set)()

    def ticket(self) -> str:
        """The right to open one link, once."""
        ticket = uuid.uuid4().hex
        self._tickets.add(ticket)
        return ticket

    async def accept(self, request: web.Request) -> web.StreamResponse:
        """The websocket route."""
        ticket = request.query.get("ticket", "")
        if self.refuse or ticket not in self._tickets:
            return web.Response(status=403, text="invalid ticket")
        self._tickets.discard(ticket)
        await self._goes_on.wait()
        link = web.WebSocketResponse(timeout=LEAVE)
        await link.prepare(request)
        assert request.transport is not None
        self._transports[link] = request.transport
        await self._serve(link)
        return link

    async def send(self, envelope: Envelope, *, within: float) -> Any:
        name = str(uuid.uuid4())
        heard = self._acks[name] = asyncio.get_running_loop().create_future()
        try:
            await self._next_link().send_str(json.dumps(self._frame(name, envelope)))
            return await asyncio.wait_for(heard, within)
        except TimeoutError:
            raise Undelivered("http_timeout") from None
        except ConnectionError:
            raise Undelivered("connection_failed") from None
        finally:
            del self._acks[name]

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask every link to leave, as Slack does every few hours. After a mere warning it is still
        used until it has left.
        """
        for link in list(self.links):
            with contextlib.suppress(ConnectionError):
                await link.send_json({"type": "disconnect", "reason": reason, "debug_info": {}})
            if reason != "warning":
                self._forget(link)

    def mute(self) -> None:
        """Leave every link half open: nothing that the bot says is heard, and nothing is said."""
        for link in list(self.links):
            self._transports[link].pause_reading()
            self._forget(link)

    async def cut(self) -> None:
        """Close every link without a word."""
        for link in list(self.links):
            self._forget(link)
            await link.close()

    async def _serve(self, link: web.WebSocketResponse) -> None:
        if len(self.links) >= MOST_LINKS:
            await link.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            return
        self.links.append(link)
        self.opened += 1
        try:
            await link.send_json(self._hello())
            async for frame in link:
                if frame.type is WSMsgType.TEXT:
                    self._heard(json.loads(frame.data))
        except ConnectionError:
            pass  # the bot left while being greeted
        finally:
            self._forget(link)
            self._transports.pop(link, None)

    def _forget(self, link: web.WebSocketResponse) -> None:
        if link in self.links:
            self.links.remove(link)

    def _heard(self, answer: Json) -> None:
        waiting = self._acks.get(answer.get("envelope_id", ""))
        if waiting is not None and not waiting.done():
            waiting.set_result(answer.get("payload"))

    def _next_link(self) -> web.WebSocketResponse:
        if not self.links:
            raise Undelivered("connection_failed")
        self._turn += 1
        return self.links[self._turn % len(self.links)]

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.links),
            "connection_info": {"app_id": self.app_id},
            "debug_info": {"host": "sandbox", "approximate_connection_time": 18060},
        }

    @staticmethod
    def _frame(name: str, envelope: Envelope) -> Json:
        frame: Json = {
            "envelope_id": name,
            "type": envelope.type,
            "payload": envelope.payload,
            "accepts_response_payload": envelope.type != "events_api",
        }
        if envelope.type == "events_api":
            frame |= {"retry_attempt": envelope.attempt, "retry_reason": envelope.reason}
        return frame
