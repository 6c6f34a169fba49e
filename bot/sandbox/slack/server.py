"""Server: the pretend Slack on loopback, with its Web API, its sockets and its people."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from typing import Any

from aiohttp import web

from .api import Api, Call
from .core import Core
from .faults import Faults
from .forms import Forms
from .gathering import Gathering
from .rates import Rates
from .talking import Talking


class PretendSlack(Talking, Gathering, Forms):
    """One workspace that behaves like Slack. `events_url` None: Socket Mode; else signed HTTP.

    People act through its methods (`say`, `command`, `click` …); the bot calls `base_url`.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        Core.__init__(self, *args, **kwargs)
        self._chosen = defaultdict(dict)
        self.faults = Faults(self.delivery, self.sockets)
        self.rates = Rates()
        self.api = Api(self, self.faults, self.rates)
        self._runner: web.AppRunner | None = None

    @property
    def calls(self) -> list[Call]:
        """Every Web API call so far, refused ones too."""
        return self.api.calls

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen; `port` 0 takes a free one. Sets `base_url`."""
        app = web.Application(client_max_size=16 * 2**20)
        self.api.mount(app)
        app.router.add_get("/link", self.sockets.accept)
        self._runner = web.AppRunner(
            app, access_log=None, handle_signals=False, shutdown_timeout=0.2
        )
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        bound_host, bound_port = self._runner.addresses[0][:2]
        self.base_url = f"http://{bound_host}:{bound_port}/api/"

    async def stop(self) -> None:
        """Close every link and stop listening; what was being delivered is dropped."""
        await self.delivery.stop()
        await self.sockets.cut()
        if self.webhook is not None:
            await self.webhook.stop()
        self.faults.release()
        if self._runner is not None:
            await self._runner.cleanup()

    async def settle(self, timeout: float = 5.0, *, quiet: float = 0.1) -> None:  # noqa: ASYNC109
        """Wait until nothing has been under way for `quiet` seconds; raises TimeoutError."""
        end = time.monotonic() + timeout
        while self._busy() or time.monotonic() - self._last_stir() < quiet:
            if time.monotonic() > end:
                raise TimeoutError(f"not quiet after {timeout} s; last call: {self.calls[-1:]}")
            await asyncio.sleep(0.01)

    def _busy(self) -> bool:
        return bool(self.delivery.under_way or self.api.under_way)

    def _last_stir(self) -> float:
        return max(self.delivery.stirred, self.api.stirred)
