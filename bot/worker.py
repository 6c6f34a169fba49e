"""The worker: does what is due. Every replica runs one; leases keep them apart."""

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from time import monotonic

import structlog
from slack_bolt.async_app import AsyncApp
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.answering import Answering
from bot.hearing import Hearing
from bot.sending import Sending
from bot.tidying import Tidying
from handlers.reasons import reason
from handlers.visit import Services
from knowledge import inbox, leases, setbacks

log = structlog.get_logger()

Turn = Callable[[], Awaitable[bool]]

NAP = 0.5
"""Seconds between two looks when nothing wakes us: what is due is late by less than a second."""

STUCK = 600.0
"""Seconds for one look. Twenty events of one conversation, each with some calls that Slack lets
hang, are done by then."""

PUT_BACK = timedelta(seconds=5)
"""More than a clock is ever set back by in the ordinary way."""

PARTING = 1.0
"""Seconds to hand back what we have leased, when we stop."""


class Worker:
    """Three loops: events that came in; commands and clicks that await an answer; timers that ran
    out and messages that go out."""

    def __init__(
        self,
        services: Services,
        events: AsyncApp,
        *,
        is_pressed: Callable[[], bool] = bool,
    ) -> None:
        """`events` handles what is kept. `is_pressed`: whether more comes in at this moment."""
        self._services = services
        self._name = uuid.uuid4().hex[:12]
        self._sending = Sending(services, owner=self._name, look=self.made_due)
        turns: tuple[Turn, ...] = (self.hear, self.answer, self._sending.send)
        self._news = {turn: asyncio.Event() for turn in turns}
        self._tasks: list[asyncio.Task[None]] = []
        self._hearing = Hearing(services, events)
        self._answering = Answering(
            services,
            self._hearing.handle,
            is_pressed=is_pressed,
            freed=partial(self.called, is_awaited=True),
        )
        self._tidying = Tidying(services)
        self.is_stopping = False
        self.looked_at = self._latest = services.clock()
        self._turned = dict.fromkeys(turns, monotonic())

    def start(self) -> None:
        """Begin."""
        self._tasks = [asyncio.create_task(self._loop(turn)) for turn in self._news]

    def wake(self) -> None:
        """Something has become due: look now."""
        for news in self._news.values():
            news.set()

    def made_due(self) -> None:
        """A message or a timer has become due: look at those now."""
        self._news[self._sending.send].set()

    def called(self, *, is_awaited: bool) -> None:
        """Something was kept: an event, or what somebody awaits an answer to."""
        self._news[self.answer if is_awaited else self.hear].set()

    async def stop(self, patience: float = 7.0) -> None:
        """Finish what is under way, at most for so many seconds; the rest is handed back."""
        self.is_stopping = True
        self.wake()
        self._tidying.stop()
        try:
            async with asyncio.timeout(patience):
                await _ended(self._tasks)
                await _ended(self._answering.under_way)
                await _ended(self._sending.under_way)  # a last look may have begun to send
                await _ended(self._tidying.under_way)
        except TimeoutError:
            late = {*self._tasks, *self._answering.under_way, *self._sending.under_way}
            left = {*self._hearing.under_way, *self._answering.under_way.values()}
            for task in late:
                task.cancel()
            await _ended(late)
            await self._hand_back(left)

    async def _hand_back(self, events: Iterable[str]) -> None:
        """Let whoever comes next take at once what we leave undone."""
        try:
            async with asyncio.timeout(PARTING), self._services.sessions.begin() as session:
                await leases.release(session, owner=self._name)
                for event_id in events:
                    await inbox.retry(session, event_id, at=self._now)
        except (SQLAlchemyError, OSError) as error:
            log.warning("left for its lease to run out", reason=reason(error))

    @property
    def is_alive(self) -> bool:
        """Whether every loop runs."""
        return bool(self._tasks) and not any(task.done() for task in self._tasks)

    @property
    def is_stuck(self) -> bool:
        """Whether a loop has been busy with one look, well or badly, for far too long."""
        return min(self._turned.values()) < monotonic() - STUCK

    async def hear(self) -> bool:
        """Handle the events that wait; those of one conversation in their order."""
        await self._tidying.if_due()
        async with self._services.sessions.begin() as session:
            await self._heed_the_clock(session)
            events = await inbox.lease_due(session, now=self._now)
        await self._hearing.hear(events)
        return bool(events)

    async def _heed_the_clock(self, session: AsyncSession) -> None:
        """When it was put back, nothing may wait until it has come as far again."""
        now = self._now
        if now < self._latest - PUT_BACK:
            log.warning("the clock was put back", seconds=(self._latest - now).total_seconds())
            await setbacks.mend(session, now=now, but=[*self._sending.under_way.values()])
            self._tidying.put_back(now)
        self._latest = now

    async def answer(self) -> bool:
        """Begin to answer those who await it; whoever is answered makes room, and wakes us."""
        await self._answering.begin()
        return False

    async def _loop(self, turn: Turn) -> None:
        while not self.is_stopping:
            self._news[turn].clear()
            found = await self._try(turn)
            self._turned[turn] = monotonic()
            if not found:
                await self._rest(self._news[turn])

    async def _try(self, turn: Turn) -> bool:
        """One look. The database may be gone for a while: that ends nothing."""
        try:
            found = await turn()
        except Exception as error:
            log.error("a look failed", exc_info=error)
            await asyncio.sleep(NAP)
            return False
        self.looked_at = self._now
        return found

    async def _rest(self, news: asyncio.Event) -> None:
        try:
            await asyncio.wait_for(news.wait(), NAP)
        except TimeoutError:
            return

    @property
    def _now(self) -> datetime:
        return self._services.clock()


def is_late(worker: Worker, now: datetime) -> bool:
    """Whether the worker has not looked for half a minute, whichever way the clock was put."""
    return abs(now - worker.looked_at) > timedelta(seconds=30)


async def _ended(tasks: Iterable[asyncio.Task[None]]) -> None:
    """Wait for each of them to end, in whatever way; whoever stops waiting stops none of them."""
    if under_way := set(tasks):
        await asyncio.wait(under_way)
