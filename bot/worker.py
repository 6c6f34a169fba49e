"""The worker: does what is due. Every replica runs one; leases keep them apart."""

import asyncio
import uuid
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from time import monotonic
from typing import TypeVar

import structlog
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot import retention
from bot.answering import Answering
from handlers import moves
from handlers.errors import AGAIN
from handlers.outbox import LONGEST_WAIT, backoff, door_for
from handlers.reasons import reason
from handlers.visit import Services
from knowledge import (
    chores,
    correlation,
    flag_overdue,
    inbox,
    leases,
    receipts,
    setbacks,
    timers,
    vigil,
    weekly,
)
from knowledge.inbox import Event
from knowledge.outbox import TIMERS, Kind, Notification, State

log = structlog.get_logger()

T = TypeVar("T")
Turn = Callable[[], Awaitable[bool]]

NAP = 1.0
"""Seconds between two looks when nothing wakes us."""

STUCK = 600.0
"""Seconds for one look. Twenty events of one conversation, each with some calls that Slack lets
hang, are done by then."""

TIDY = timedelta(hours=1)

PUT_BACK = timedelta(seconds=5)
"""More than a clock is ever set back by in the ordinary way."""

AWAITED = timedelta(minutes=30)
"""How long Slack lets us answer a command or a click. After that it has a few tries left."""

PARTING = 1.0
"""Seconds to hand back what we have leased, when we stop."""

MOST = 50
"""How many messages are on their way at once."""

MESSAGES = [kind for kind in Kind if kind not in TIMERS]


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
        self._events = events
        self._name = uuid.uuid4().hex[:12]
        turns: tuple[Turn, ...] = (self.hear, self.answer, self.send)
        self._news = {turn: asyncio.Event() for turn in turns}
        self._tasks: list[asyncio.Task[None]] = []
        self._hearing: set[str] = set()
        self._answering = Answering(
            services,
            self._handle,
            is_pressed=is_pressed,
            freed=partial(self.called, is_awaited=True),
        )
        self._sending: dict[asyncio.Task[None], int] = {}
        self._looking: set[asyncio.Task[None]] = set()
        self.is_stopping = False
        self._tidied_at = services.clock() - TIDY
        self._has_tidied = False
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
        self._news[self.send].set()

    def called(self, *, is_awaited: bool) -> None:
        """Something was kept: an event, or what somebody awaits an answer to."""
        self._news[self.answer if is_awaited else self.hear].set()

    async def stop(self, patience: float = 7.0) -> None:
        """Finish what is under way, at most for so many seconds; the rest is handed back."""
        self.is_stopping = True
        self.wake()
        for task in self._looking:
            task.cancel()
        try:
            async with asyncio.timeout(patience):
                await _ended(self._tasks)
                await _ended(self._answering.under_way)
                await _ended(self._sending)  # a last look may have begun to send
                await _ended(self._looking)
        except TimeoutError:
            late = {*self._tasks, *self._answering.under_way, *self._sending}
            left = {*self._hearing, *self._answering.under_way.values()}
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
        await self._tidy_if_due()
        async with self._services.sessions.begin() as session:
            await self._heed_the_clock(session)
            events = await inbox.lease_due(session, now=self._now)
        self._hearing = {event.id for event in events}
        await _side_by_side(_by(events, _conversation), self._handle)
        return bool(events)

    async def _heed_the_clock(self, session: AsyncSession) -> None:
        """When it was put back, nothing may wait until it has come as far again."""
        now = self._now
        if now < self._latest - PUT_BACK:
            log.warning("the clock was put back", seconds=(self._latest - now).total_seconds())
            await setbacks.mend(session, now=now, but=[*self._sending.values()])
            self._tidied_at = min(self._tidied_at, now)
        self._latest = now

    async def answer(self) -> bool:
        """Begin to answer those who await it; whoever is answered makes room, and wakes us."""
        await self._answering.begin()
        return False

    async def decide(self, now: datetime) -> bool:
        """Decide the timers that have run out by then; one that fails holds back no other."""
        async with self._services.sessions.begin() as session:
            rows = await leases.lease_due(session, TIMERS, owner=self._name, now=now)
        for row in rows:
            with correlation.carried(_id_of(row)):
                try:
                    await self._decide(row, now)
                except Exception as error:
                    log.error("left for its lease to run out", key=row.key, exc_info=error)
        return bool(rows)

    async def _decide(self, row: Notification, now: datetime) -> None:
        async with self._services.sessions.begin() as session:
            if await leases.settle(session, row, State.DONE):
                await timers.decide(session, row, library=self._services.library, now=now)
        log.info("decided", key=row.key, kind=row.kind)

    async def send(self) -> bool:
        """Begin to send the messages that are due, the first of each conversation.

        Timers come first, by the same clock: a late reminder must not overtake the handover that
        makes it needless. Nobody waits here for Slack: a conversation that hangs holds back no
        other.
        """
        now, room = self._now, MOST - len(self._sending)
        decided = await self.decide(now)
        async with self._services.sessions.begin() as session:
            under_way = [*self._sending.values()]
            rows = await leases.lease_due(
                session, MESSAGES, owner=self._name, now=now, limit=room, but=under_way
            )
        for row in rows:
            with correlation.carried(_id_of(row)):
                task = asyncio.create_task(self._deliver(row))
                self._sending[task] = row.id
                task.add_done_callback(self._sent)
        return decided

    async def _tidy_if_due(self) -> None:
        """Once a while; of several replicas one does it for all."""
        if self._now < self._tidied_at + TIDY:
            return
        is_first, self._tidied_at = not self._has_tidied, self._now
        self._has_tidied = True
        async with self._services.sessions.begin() as session:
            for kind, rows in (await leases.of_newer_release(session, now=self._now)).items():
                log.warning("left for a newer release", kind=kind, rows=rows)
            is_ours = await chores.is_ours(session, "tidy", every=TIDY / 2, now=self._now)
            if is_ours:
                await self._tidy(session)
        self._look_again()
        if is_ours and not is_first:
            self._let_go()  # not while everybody waits for us to be up again

    async def _tidy(self, session: AsyncSession) -> None:
        """Forget events that cannot come again, and see that nothing is forgotten."""
        await inbox.forget(session, now=self._now)
        for escalation in await vigil.keep(session, now=self._now):
            log.error("had nothing due", escalation=escalation.id)
        await weekly.keep(session, now=self._now)
        for flag in await flag_overdue.keep(session, now=self._now):
            log.error("had nothing due", flag=flag.id)
        await receipts.forget(session, now=self._now)

    def _look_again(self) -> None:
        """See in passing what has become of channels; nobody waits for it."""
        task = asyncio.create_task(moves.look_again(self._services))
        self._looking.add(task)
        task.add_done_callback(self._looked)

    def _let_go(self) -> None:
        """Delete in passing what is past its time; nobody waits for it."""
        task = asyncio.create_task(retention.sweep(self._services))
        self._looking.add(task)
        task.add_done_callback(self._looking.discard)

    def _looked(self, task: asyncio.Task[None]) -> None:
        self._looking.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.warning("did not see what became of channels", exc_info=error)

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

    async def _handle(self, event: Event) -> None:
        with correlation.carried(event.correlation_id or event.id):
            await self._work_on(event)

    async def _work_on(self, event: Event) -> None:
        if at := self._services.paces.put_off(event.body, self._now):
            async with self._services.sessions.begin() as session:
                await inbox.put_off(session, event.id, at=at)
            self._hearing.discard(event.id)
            return
        request = AsyncBoltRequest(mode="socket_mode", body=event.body)
        response = await self._events.async_dispatch(request)
        async with self._services.sessions.begin() as session:
            if response.status == 200:
                await inbox.done(session, event.id, now=self._now)
            elif response.status == AGAIN:
                waited = self._now - event.received_at
                is_hopeless = event.is_awaited and waited > AWAITED
                again = self._now + _pause(waited)
                await inbox.retry(session, event.id, at=again, counts=is_hopeless)
            else:
                again = self._now + backoff(event.attempts)
                await inbox.retry(session, event.id, at=again)
        if response.status == 200:
            log.info("event done", attempt=event.attempts)
            self._services.watch.event_done()
        else:
            log.warning("event failed", attempt=event.attempts, of=inbox.TRIES)
            self._services.watch.event_failed()
        self._hearing.discard(event.id)

    def _sent(self, task: asyncio.Task[None]) -> None:
        """One is out, or will be tried again: look for the next of its conversation."""
        self._sending.pop(task, None)
        if not task.cancelled() and (error := task.exception()):
            log.error("left for its lease to run out", exc_info=error)
        self.made_due()

    async def _deliver(self, row: Notification) -> None:
        if door := await door_for(self._services, row):
            await door.deliver(row)

    @property
    def _now(self) -> datetime:
        return self._services.clock()


def is_late(worker: Worker, now: datetime) -> bool:
    """Whether the worker has not looked for half a minute, whichever way the clock was put."""
    return abs(now - worker.looked_at) > timedelta(seconds=30)


def _pause(waited: timedelta) -> timedelta:
    """How long an event goes on waiting for what was away: the longer, the longer it has waited."""
    return min(max(waited / 4, timedelta(seconds=1)), LONGEST_WAIT)


def _id_of(row: Notification) -> str:
    """Of the request that it comes from; what comes of no request begins a story of its own."""
    return row.correlation_id or f"outbox-{row.id}"


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
