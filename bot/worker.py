"""The worker: does what is due. Every replica runs one; leases keep them apart."""

import asyncio
import uuid
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

import structlog
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import moves
from handlers.outbox import backoff, door_for
from handlers.visit import Services
from knowledge import flag_overdue, inbox, leases, receipts, timers, vigil, weekly
from knowledge.inbox import Event
from knowledge.outbox import TIMERS, Kind, Notification, State

log = structlog.get_logger()

T = TypeVar("T")
Turn = Callable[[], Awaitable[bool]]

NAP = 1.0
"""Seconds between two looks when nothing wakes us."""

TIDY = timedelta(hours=1)

MOST = 50
"""How many messages are on their way at once."""

MESSAGES = [kind for kind in Kind if kind not in TIMERS]


class Worker:
    """Two loops: events that came in; timers that ran out and messages that go out."""

    def __init__(self, services: Services, events: AsyncApp) -> None:
        self._services = services
        self._events = events
        self._name = uuid.uuid4().hex[:12]
        turns: tuple[Turn, ...] = (self.hear, self.send)
        self._news = {turn: asyncio.Event() for turn in turns}
        self._tasks: list[asyncio.Task[None]] = []
        self._sending: set[asyncio.Task[None]] = set()
        self._looking: set[asyncio.Task[None]] = set()
        self.is_stopping = False
        self._tidied_at = services.clock() - TIDY
        self.looked_at = services.clock()

    def start(self) -> None:
        """Begin."""
        self._tasks = [asyncio.create_task(self._loop(turn)) for turn in self._news]

    def wake(self) -> None:
        """Something has become due: look now."""
        for news in self._news.values():
            news.set()

    async def stop(self, patience: float = 8.0) -> None:
        """Finish what is under way, at most for so many seconds; the rest is leased again later."""
        self.is_stopping = True
        self.wake()
        for task in self._looking:
            task.cancel()
        try:
            async with asyncio.timeout(patience):
                await _ended(self._tasks)
                await _ended(self._sending)  # a last look may have begun to send
                await _ended(self._looking)
        except TimeoutError:
            late = {*self._tasks, *self._sending}
            for task in late:
                task.cancel()
            await _ended(late)

    @property
    def is_alive(self) -> bool:
        """Whether every loop runs."""
        return bool(self._tasks) and not any(task.done() for task in self._tasks)

    async def hear(self) -> bool:
        """Handle the events that wait; those of one conversation in their order."""
        async with self._services.sessions.begin() as session:
            await self._tidy(session)
            events = await inbox.lease_due(session, now=self._now)
        await _side_by_side(_by(events, _conversation), self._handle)
        return bool(events)

    async def decide(self, now: datetime) -> bool:
        """Decide the timers that have run out by then; one that fails holds back no other."""
        async with self._services.sessions.begin() as session:
            rows = await leases.lease_due(session, TIMERS, owner=self._name, now=now)
        for row in rows:
            try:
                await self._decide(row, now)
            except Exception as error:
                log.error("left for its lease to run out", key=row.key, exc_info=error)
        return bool(rows)

    async def _decide(self, row: Notification, now: datetime) -> None:
        async with self._services.sessions.begin() as session:
            if await leases.settle(session, row, State.DONE):
                await timers.decide(session, row, library=self._services.library, now=now)

    async def send(self) -> bool:
        """Begin to send the messages that are due, the first of each conversation.

        Timers come first, by the same clock: a late reminder must not overtake the handover that
        makes it needless. Nobody waits here for Slack: a conversation that hangs holds back no
        other.
        """
        now, room = self._now, MOST - len(self._sending)
        decided = await self.decide(now)
        async with self._services.sessions.begin() as session:
            rows = await leases.lease_due(session, MESSAGES, owner=self._name, now=now, limit=room)
        for row in rows:
            task = asyncio.create_task(self._deliver(row))
            self._sending.add(task)
            task.add_done_callback(self._sent)
        return decided

    async def _tidy(self, session: AsyncSession) -> None:
        """Once a while, forget events that cannot come again, and see that nothing is forgotten."""
        if self._now < self._tidied_at + TIDY:
            return
        await inbox.forget(session, now=self._now)
        for escalation in await vigil.keep(session, now=self._now):
            log.error("had nothing due", escalation=escalation.id)
        await weekly.keep(session, now=self._now)
        for flag in await flag_overdue.keep(session, now=self._now):
            log.error("had nothing due", flag=flag.id)
        await receipts.forget(session, now=self._now)
        self._tidied_at = self._now
        self._look_again()

    def _look_again(self) -> None:
        """See in passing what has become of channels; nobody waits for it."""
        task = asyncio.create_task(moves.look_again(self._services))
        self._looking.add(task)
        task.add_done_callback(self._looked)

    def _looked(self, task: asyncio.Task[None]) -> None:
        self._looking.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.warning("did not see what became of channels", exc_info=error)

    async def _loop(self, turn: Turn) -> None:
        while not self.is_stopping:
            self._news[turn].clear()
            if not await self._try(turn):
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

    async def _handle(self, event: Event) -> None:
        request = AsyncBoltRequest(mode="socket_mode", body=event.body)
        response = await self._events.async_dispatch(request)
        async with self._services.sessions.begin() as session:
            if response.status == 200:
                await inbox.done(session, event.id, now=self._now)
            else:
                again = self._now + backoff(event.attempts)
                await inbox.retry(session, event.id, at=again)

    def _sent(self, task: asyncio.Task[None]) -> None:
        """One is out, or will be tried again: look for the next of its conversation."""
        self._sending.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("left for its lease to run out", exc_info=error)
        self.wake()

    async def _deliver(self, row: Notification) -> None:
        if door := await door_for(self._services, row):
            await door.deliver(row)

    @property
    def _now(self) -> datetime:
        return self._services.clock()


def is_late(worker: Worker, now: datetime) -> bool:
    """Whether the worker has not looked for half a minute."""
    return now - worker.looked_at > timedelta(seconds=30)


def _conversation(event: Event) -> str:
    """The channel it happened in; of what is about a person alone, that person."""
    inner = event.body.get("event", {})
    item, user = inner.get("item") or inner, inner.get("user")
    person = user.get("id") if isinstance(user, dict) else user
    return str(item.get("channel") or person or event.id)


def _by(things: Iterable[T], key: Callable[[T], str]) -> Iterable[Sequence[T]]:
    groups: dict[str, list[T]] = defaultdict(list)
    for thing in things:
        groups[key(thing)].append(thing)
    return groups.values()


async def _ended(tasks: Iterable[asyncio.Task[None]]) -> None:
    """Wait for each of them to end, in whatever way; whoever stops waiting stops none of them."""
    if under_way := set(tasks):
        await asyncio.wait(under_way)


async def _side_by_side(
    groups: Iterable[Sequence[T]], handle: Callable[[T], Awaitable[None]]
) -> None:
    """Groups at the same time, what is in a group one after the other."""

    async def in_order(group: Sequence[T]) -> None:
        for thing in group:
            await handle(thing)

    results = await asyncio.gather(*map(in_order, groups), return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException):
            log.error("left for its lease to run out", exc_info=result)
