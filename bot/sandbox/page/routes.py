"""Routes: the sandbox page over HTTP. The person is in the address, so two tabs can be two."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.sandbox.page import guard, people, rooms, screens
from bot.sandbox.page.blocks import environment
from bot.sandbox.page.clocks import Clock
from bot.sandbox.page.deeds import DEEDS, Deeds, Moved, nothing
from bot.sandbox.slack import PretendSlack, SlackRefusal, User

_STATIC = Path(__file__).parent / "static"
_PATIENCE = 20.0  # seconds a browser waits for news before it is told that there is none
_LAST = "relais_person"  # the cookie that remembers who one was, for permanent links


def page(slack: PretendSlack, clock: Clock, moved: Moved = nothing) -> web.Application:
    """The page as an application of its own; `moved` is awaited after each move of the clock."""
    app = web.Application(middlewares=[guard.guard])
    app[guard.TOKEN] = guard.new_token()
    desk = Desk(slack, clock, moved)
    app.router.add_get("/", desk.begin)
    app.router.add_get("/as/{person}", desk.begin)
    app.router.add_get("/as/{person}/", desk.begin)
    app.router.add_get("/as/{person}/{place}", desk.look)
    app.router.add_post("/as/{person}/do/{deed}", desk.act)
    app.router.add_get(r"/archives/{channel}/p{digits:\d{7,}}", desk.permalink)
    app.router.add_static("/static", _STATIC)
    app.on_shutdown.append(desk.leave)
    return app


@dataclass
class Desk:
    """Where requests arrive; `_open` are openings of the bot's tabs that it has yet to hear of."""

    slack: PretendSlack
    clock: Clock
    moved: Moved
    _open: set[asyncio.Task[Any]] = field(default_factory=set)
    _leaving: asyncio.Event = field(default_factory=asyncio.Event)

    async def begin(self, request: web.Request) -> web.StreamResponse:
        """To the first place of this person, or of the first one."""
        person = self._person(request)
        raise web.HTTPFound(f"/as/{person.id}/{rooms.first(self.slack.workspace, person.id)}")

    async def look(self, request: web.Request) -> web.StreamResponse:
        """The page; or, for its script, the screen alone, once it differs from the one it has."""
        person, place = self._person(request, strict=True), request.match_info["place"]
        if place == people.DIRECT:
            raise web.HTTPFound(f"/as/{person.id}/{self._direct(person)}")
        known = request.headers.get("X-Version", "")
        if known.isdecimal():
            await self._news(int(known))
        else:
            self._tell_opened(person, place)
        self.slack.workspace.mark_read(person.id, place)
        return self._shown(request, person, place)

    def _shown(self, request: web.Request, person: User, place: str) -> web.Response:
        spot = screens.Spot(place, request.query.get("thread", ""), "all" in request.query)
        seen = screens.screen(self.slack, person, spot, self.clock.now())
        if seen is None:
            raise web.HTTPFound(f"/as/{person.id}/")
        if request.headers.get("X-Screen"):
            html = environment.get_template("screen.html").render(seen)
        else:
            around = screens.frame(self.slack, person) | {"token": request.app[guard.TOKEN]}
            html = environment.get_template("page.html").render(seen | around)
        response = web.Response(text=html, content_type="text/html")
        response.headers["Cache-Control"] = "no-store"
        response.set_cookie(_LAST, person.id, samesite="Strict", httponly=True)
        return response

    async def act(self, request: web.Request) -> web.Response:
        """What a person did. Refusals are answers too: `{"ok": false, "error": …}`."""
        deed = request.match_info["deed"]
        if deed not in DEEDS:
            raise web.HTTPNotFound
        person, sent = self._person(request, strict=True), await _sent(request)
        hands = Deeds(self.slack, self.clock, self.moved, person)
        return web.json_response(await hands.do(deed, sent))

    async def permalink(self, request: web.Request) -> web.StreamResponse:
        """A message's permanent address, opened as the person one was last."""
        digits, channel = request.match_info["digits"], request.match_info["channel"]
        person = self.slack.workspace.users.get(request.cookies.get(_LAST, ""))
        chosen = person or people.actors(self.slack.workspace)[0]
        thread = request.query.get("thread_ts", "")
        query = f"?thread={thread}" if thread.replace(".", "").isdecimal() else ""
        spot = f"#m-{digits[:-6]}.{digits[-6:]}"
        raise web.HTTPFound(f"/as/{chosen.id}/{channel}{query}{spot}")

    async def leave(self, _: web.Application) -> None:
        """The sandbox stops: nobody waits for news any more."""
        self._leaving.set()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    def _person(self, request: web.Request, *, strict: bool = False) -> User:
        everybody = {user.id: user for user in people.actors(self.slack.workspace)}
        wanted = request.match_info.get("person", "")
        if wanted not in everybody and strict:
            raise web.HTTPFound("/")
        return everybody.get(wanted) or next(iter(everybody.values()))

    async def _news(self, version: int) -> None:
        """Wait until the workspace differs, the patience ends, or the sandbox does."""
        if version > self.slack.workspace.version:
            return  # the browser saw an earlier sandbox
        news = asyncio.ensure_future(self.slack.workspace.wait_for_change(version))
        leaving = asyncio.ensure_future(self._leaving.wait())
        try:
            waiting = {news, leaving}
            await asyncio.wait(waiting, timeout=_PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        finally:
            news.cancel()
            leaving.cancel()

    def _direct(self, person: User) -> str:
        """The conversation with the bot, begun if need be."""
        space = self.slack.workspace
        return space.open_im(person.id, space.bot_user_id, self.clock.now()).id

    def _tell_opened(self, person: User, place: str) -> None:
        """Opening the bot's Home or its messages is something the bot hears of; nobody waits."""
        direct = self.slack.workspace.im_of(person.id, self.slack.workspace.bot_user_id)
        if place == people.HOME:
            self._begin(self._opened(self.slack.open_home(person.id)))
        elif direct and direct.id == place:
            self._begin(self._opened(self.slack.open_dm(person.id)))

    @staticmethod
    async def _opened(opening: Any) -> None:
        with suppress(SlackRefusal):  # a manifest without that tab: nothing to tell
            await opening

    def _begin(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._open.add(task)
        task.add_done_callback(self._open.discard)


async def _sent(request: web.Request) -> dict[str, Any]:
    try:
        sent = await request.json()
    except ValueError:
        sent = None
    if not isinstance(sent, dict):
        raise web.HTTPBadRequest(text="This is not what the page sends.")
    return sent
