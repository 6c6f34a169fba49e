"""Faults: what can go wrong between Slack and a bot, on request, for tests."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from dataclasses import dataclass
from typing import Literal

from aiohttp import web

from .delivery import Delivery
from .sockets import Sockets

When = Literal["before", "after"]
ERROR_PAGE = "<html><body><h1>Server Error</h1></body></html>"


@dataclass(frozen=True)
class Fault:
    """What befalls one call: an error code, a status, another body, silence before or after it was
    done, or all that comes late.
    """

    error: str | None = None
    status: int | None = None
    retry_after: int | None = None
    timeout: When | None = None
    disconnect: When | None = None
    body: str | None = None
    cut: bool = False
    late: float = 0.0

    def answer(self) -> web.Response:
        """The answer in place of the true one."""
        headers = {"Retry-After": str(self.retry_after)} if self.retry_after is not None else {}
        status = self.status or 200
        if self.body is not None:
            kind = "application/json" if self.body.startswith("{") else "text/html"
            return web.Response(status=status, text=self.body, content_type=kind, headers=headers)
        if self.error is None and status >= 500:
            return web.Response(status=status, text=ERROR_PAGE, content_type="text/html")
        error = self.error or ("ratelimited" if status == 429 else "fatal_error")
        return web.json_response({"ok": False, "error": error}, status=status, headers=headers)


class Faults:
    def __init__(self, delivery: Delivery, sockets: Sockets) -> None:
        self._delivery = delivery
        self._sockets = sockets
        self._planned: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self._released = asyncio.Event()

    def next(
        self,
        method: str,
        *,
        times: int = 1,
        error: str | None = None,
        status: int | None = None,
        retry_after: int | None = None,
        timeout: When | None = None,
        disconnect: When | None = None,
        body: str | None = None,
        cut: bool = False,
        late: float = 0.0,
    ) -> None:
        """Let the next calls of a method ("response_url" is one; "*": of any) fail.

        `error`: answered with this code; `status`: 429 with `retry_after` seconds, 500 and above
        with a page of HTML. `timeout`: never answered, `disconnect`: the connection breaks,
        "before" anything is done, or "after" it was done. `body`: done unless the status says
        otherwise, and answered with this; `cut`: of a longer answer. `late`: done so many seconds
        after it was asked for.
        """
        fault = Fault(error, status, retry_after, timeout, disconnect, body, cut, late)
        self._planned[method].extend([fault] * times)

    def take(self, method: str) -> Fault | None:
        for name in (method, "*"):
            if self._planned[name]:
                return self._planned[name].popleft()
        return None

    def clear(self) -> None:
        """Forget what was planned, and let go of calls that hang."""
        self._planned.clear()
        self.release()
        self._released = asyncio.Event()

    async def hang(self) -> web.Response:
        """Wait until the sandbox stops."""
        await self._released.wait()
        return web.Response(status=503)

    def release(self) -> None:
        self._released.set()

    async def redeliver(self, count: int = 1) -> None:
        """Deliver the last different events again: same event ids, marked as retries."""
        last = {
            e.payload["event_id"]: e for e in self._delivery.delivered if e.type == "events_api"
        }
        tasks = [self._delivery.again(envelope) for envelope in list(last.values())[-count:]]
        await asyncio.gather(*tasks)

    async def disconnect_sockets(self, reason: str = "refresh_requested") -> None:
        """Ask the bot to open new sockets, as Slack does every few hours."""
        await self._sockets.disconnect(reason)

    async def cut_sockets(self) -> None:
        """Break the sockets without a word."""
        await self._sockets.cut()

    def mute_sockets(self) -> None:
        """Leave the sockets half open, as a network does that has lost one end."""
        self._sockets.mute()

    @property
    def hang_sockets(self) -> bool:
        """While True, whoever opens a socket is let wait."""
        return self._sockets.hangs

    @hang_sockets.setter
    def hang_sockets(self, hang: bool) -> None:
        self._sockets.hangs = hang

    @property
    def refuse_sockets(self) -> bool:
        """While True, no socket can be opened."""
        return self._sockets.refuse

    @refuse_sockets.setter
    def refuse_sockets(self, refuse: bool) -> None:
        self._sockets.refuse = refuse
