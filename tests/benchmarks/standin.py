"""A stand-in for Slack that says yes to everything at once, and notes when it was called."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from time import monotonic
from typing import Any

from aiohttp import web

TEAM, ME = "T0BENCH", "U0RELAIS"


class StandIn:
    """The Web API and the addresses of replies. It limits nothing: what is measured is us."""

    def __init__(self) -> None:
        self.posts: list[float] = []
        self.port = 0
        self._numbers = count(1)
        self._awaited: dict[str, asyncio.Future[None]] = {}

    def expect(self) -> tuple[str, asyncio.Future[None]]:
        """An address for one reply, and what is done when it has come."""
        name = str(next(self._numbers))
        heard = self._awaited[name] = asyncio.get_running_loop().create_future()
        return f"http://127.0.0.1:{self.port}/reply/{name}", heard

    async def replied(self, request: web.Request) -> web.Response:
        """A reply to a command."""
        heard = self._awaited.pop(request.match_info["name"], None)
        if heard and not heard.done():
            heard.set_result(None)
        return web.Response(text="ok")

    async def called(self, request: web.Request) -> web.Response:
        """A method of the Web API."""
        method = request.match_info["method"]
        said: dict[str, Any] = {**request.query}
        if request.method == "POST":
            is_json = request.content_type == "application/json"
            said |= await request.json() if is_json else {**await request.post()}
        if method == "chat.postMessage":
            self.posts.append(monotonic())
        return web.json_response({"ok": True} | self._answer(method, said))

    def _answer(self, method: str, said: dict[str, Any]) -> dict[str, Any]:
        match method:
            case "auth.test":
                return {"team_id": TEAM, "user_id": ME, "bot_id": "B0RELAIS"}
            case "users.info":
                person = {"id": said["user"], "name": "someone", "locale": "en-US"}
                return {"user": person | {"tz": "Europe/Paris", "profile": {}}}
            case "chat.postMessage":
                return {"channel": said["channel"], "ts": f"{next(self._numbers)}.000100"}
            case "conversations.open":
                return {"channel": {"id": f"D{said['users'][1:]}"}}
        return {"channel": {"id": said.get("channel", "C0"), "is_channel": True}, "members": []}


@asynccontextmanager
async def standing_in() -> AsyncIterator[StandIn]:
    """One, listening on loopback."""
    slack, site = StandIn(), web.Application()
    site.router.add_post("/reply/{name}", slack.replied)
    site.router.add_route("*", "/api/{method}", slack.called)
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    listener = web.TCPSite(runner, "127.0.0.1", 0)
    await listener.start()
    assert listener._server
    slack.port = listener._server.sockets[0].getsockname()[1]  # type: ignore[attr-defined]
    try:
        yield slack
    finally:
        await runner.cleanup()
