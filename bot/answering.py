"""Answering: commands and clicks that were acknowledged, a few at a time, the oldest first."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

import structlog

from handlers.visit import Services
from knowledge import inbox
from knowledge.inbox import Event

log = structlog.get_logger()

AT_ONCE = 4
"""How many are answered at once: more only get into each other's way."""

REST = 100.0
"""While a crowd comes in: how long we rest after an answer, by what it took. It can be acknowledged
all at once; how long it waits for its answers is no matter of a few of them.
"""

GLANCE = 0.01
"""Seconds between two looks whether the crowd is still coming."""


class Answering:
    """Each person's requests are answered in their order, and give way to what comes in.

    `handle` answers one; `is_pressed` tells whether more comes in at this moment; `freed` is called
    when there is room for another. `under_way` has each task, and which request it is about.
    """

    def __init__(
        self,
        services: Services,
        handle: Callable[[Event], Awaitable[None]],
        *,
        is_pressed: Callable[[], bool],
        freed: Callable[[], None],
    ) -> None:
        self._services = services
        self._handle = handle
        self._is_pressed = is_pressed
        self._freed = freed
        self._last: dict[str, asyncio.Task[None]] = {}
        self._rests_until = 0.0
        self.under_way: dict[asyncio.Task[None], str] = {}

    async def begin(self) -> None:
        """Begin to answer whoever has waited longest, as far as there is room."""
        room = (1 if await self._give_way() else AT_ONCE) - len(self.under_way)
        if room < 1:
            return
        now = self._services.clock()
        async with self._services.sessions.begin() as session:
            awaited = await inbox.lease_due(session, now=now, limit=room, is_awaited=True)
        for request in awaited:
            self._begin(request)

    async def _give_way(self) -> bool:
        """Let what comes in go first: an answer can wait, an acknowledgement cannot.

        While more comes in, answers have a small share of the time, and are never quite put off.
        Says whether more comes in still.
        """
        loop = asyncio.get_running_loop()
        while self._is_pressed():
            rest = self._rests_until - loop.time()
            if rest <= 0:
                return True
            await asyncio.sleep(min(rest, GLANCE))
        return False

    def _begin(self, request: Event) -> None:
        person = _person(request)
        task = asyncio.create_task(self._answer(request, self._last.get(person)))
        self._last[person] = task
        self.under_way[task] = request.id
        task.add_done_callback(partial(self._ended, person))

    async def _answer(self, request: Event, before: asyncio.Task[None] | None) -> None:
        if before:
            await asyncio.wait({before})
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            await self._handle(request)
        except Exception as error:
            log.error("left for its lease to run out", exc_info=error)
        self._rests_until = loop.time() + REST * (loop.time() - began)

    def _ended(self, person: str, task: asyncio.Task[None]) -> None:
        self.under_way.pop(task, None)
        if self._last.get(person) is task:
            del self._last[person]
        self._freed()


def _person(request: Event) -> str:
    """Who sent a command or pressed a button."""
    return str(request.body.get("user_id") or request.body.get("user", {}).get("id"))
