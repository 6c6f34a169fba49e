"""Sending: timers that ran out are decided, and messages that are due go out."""

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog

from handlers.outbox import door_for
from handlers.visit import Services
from knowledge import correlation, leases, timers
from knowledge.outbox import TIMERS, Kind, Notification, State

log = structlog.get_logger()

MOST = 50
"""How many messages are on their way at once."""

MESSAGES = [kind for kind in Kind if kind not in TIMERS]


class Sending:
    """Does what is due in the outbox, leased in the name of `owner`.

    `look` is called when there may be more to send. `under_way` has each message that is on its
    way, and the number of its row.
    """

    def __init__(self, services: Services, *, owner: str, look: Callable[[], None]) -> None:
        self._services = services
        self._owner = owner
        self._look = look
        self.under_way: dict[asyncio.Task[None], int] = {}

    async def decide(self, now: datetime) -> bool:
        """Decide the timers that have run out by then; one that fails holds back no other."""
        async with self._services.sessions.begin() as session:
            rows = await leases.lease_due(session, TIMERS, owner=self._owner, now=now)
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
        other. Says whether a timer was decided.
        """
        now, room = self._services.clock(), MOST - len(self.under_way)
        decided = await self.decide(now)
        async with self._services.sessions.begin() as session:
            under_way = [*self.under_way.values()]
            rows = await leases.lease_due(
                session, MESSAGES, owner=self._owner, now=now, limit=room, but=under_way
            )
        for row in rows:
            with correlation.carried(_id_of(row)):
                task = asyncio.create_task(self._deliver(row))
                self.under_way[task] = row.id
                task.add_done_callback(self._sent)
        return decided

    async def _deliver(self, row: Notification) -> None:
        """What Slack puts off for a second goes out when it is over, not at the next look."""
        door = await door_for(self._services, row)
        patience = await door.deliver(row) if door else None
        if patience:
            asyncio.get_running_loop().call_later(patience.total_seconds(), self._look)

    def _sent(self, task: asyncio.Task[None]) -> None:
        """One is out, or will be tried again: look for the next of its conversation."""
        self.under_way.pop(task, None)
        if not task.cancelled() and (error := task.exception()):
            log.error("left for its lease to run out", exc_info=error)
        self._look()


def _id_of(row: Notification) -> str:
    """Of the request that it comes from; what comes of no request begins a story of its own."""
    return row.correlation_id or f"outbox-{row.id}"
