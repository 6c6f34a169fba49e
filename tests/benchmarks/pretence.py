"""A pretence of Slack that answers at once, and counts: far lighter than the sandbox's."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from aiohttp import web

from tests.benchmarks.filled import WORKSPACE

ME = "U0RELAIS"
RATE = 1.0
"""Messages a second that Slack takes for one channel."""


@dataclass
class Pretence:
    """What was called, what was posted when, and the replies to commands."""

    limits: bool = False
    port: int = 0
    calls: Counter[str] = field(default_factory=Counter)
    posts: list[tuple[float, str]] = field(default_factory=list)
    replies: int = 0
    refused: int = 0
    _free_at: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    @property
    def base_url(self) -> str:
        """Where Web API calls go."""
        return f"http://127.0.0.1:{self.port}/api/"

    @property
    def response_url(self) -> str:
        """Where replies to commands go."""
        return f"http://127.0.0.1:{self.port}/reply"

    async def call(self, request: web.Request) -> web.Response:
        """One call of the Web API."""
        method = request.match_info["method"]
        self.calls[method] += 1
        if method == "chat.postMessage":
            return await self._post(request)
        form = request.query or await request.post()
        user = str(form.get("user") or form.get("users") or "U0ASKER")
        known: dict[str, dict[str, Any]] = {
            "auth.test": {"team_id": WORKSPACE, "user_id": ME, "bot_id": "B0RELAIS"},
            "users.info": {
                "user": {
                    "id": user,
                    "name": user.lower(),
                    "team_id": WORKSPACE,
                    "locale": "en-US",
                    "tz": "Europe/Paris",
                    "profile": {},
                }
            },
            "conversations.history": {"messages": []},
            "conversations.open": {"channel": {"id": f"D{user[1:]}"}},
        }
        return web.json_response({"ok": True, **known.get(method, {})})

    async def _post(self, request: web.Request) -> web.Response:
        kind = request.content_type
        body = await request.json() if kind == "application/json" else await request.post()
        channel, now = str(body["channel"]), monotonic()
        if self.limits and now < self._free_at[channel]:
            self.refused += 1
            return web.json_response(
                {"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "1"}
            )
        self._free_at[channel] = now + RATE
        self.posts.append((now, channel))
        return web.json_response({"ok": True, "channel": channel, "ts": f"{now:.6f}"})

    async def reply(self, request: web.Request) -> web.Response:
        """The answer to a command."""
        await request.read()
        self.replies += 1
        return web.Response(text="ok")


@asynccontextmanager
async def pretending(*, limits: bool = False) -> AsyncIterator[Pretence]:
    """One, listening on a port of its own."""
    slack = Pretence(limits=limits)
    site = web.Application()
    site.router.add_route("*", "/api/{method}", slack.call)
    site.router.add_post("/reply", slack.reply)
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        slack.port = runner.addresses[0][1]
        yield slack
    finally:
        await runner.cleanup()
        await asyncio.sleep(0)
