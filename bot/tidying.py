"""Tidying: what the worker does once in a while, so that nothing is kept too long or forgotten."""

import asyncio
from collections.abc import Coroutine
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot import retention
from handlers import moves
from handlers.visit import Services
from knowledge import chores, flag_overdue, inbox, leases, receipts, vigil, weekly

log = structlog.get_logger()

EVERY = timedelta(hours=1)


class Tidying:
    """Once an hour; of several replicas one does it for all. `under_way` goes on in passing."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._done_at = services.clock() - EVERY
        self._is_first = True
        self.under_way: set[asyncio.Task[None]] = set()

    async def if_due(self) -> None:
        """Do it, if an hour has passed."""
        now = self._services.clock()
        if now < self._done_at + EVERY:
            return
        self._done_at = now
        async with self._services.sessions.begin() as session:
            for kind, rows in (await leases.of_newer_release(session, now=now)).items():
                log.warning("left for a newer release", kind=kind, rows=rows)
            is_ours = await chores.is_ours(session, "tidy", every=EVERY / 2, now=now)
            if is_ours:
                await _tidy(session, now)
        self._in_passing(moves.look_again(self._services))
        if is_ours and not self._is_first:  # not while everybody waits for us to be up again
            self._in_passing(retention.sweep(self._services))
        self._is_first = False

    def put_back(self, now: datetime) -> None:
        """The clock was put back to that moment."""
        self._done_at = min(self._done_at, now)

    def stop(self) -> None:
        """Go on another time with what goes on in passing."""
        for task in self.under_way:
            task.cancel()

    def _in_passing(self, work: Coroutine[Any, Any, None]) -> None:
        """Nobody waits for it."""
        task = asyncio.create_task(work)
        self.under_way.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self.under_way.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.warning("something in passing has failed", exc_info=error)


async def _tidy(session: AsyncSession, now: datetime) -> None:
    """Forget events that cannot come again, and see that nothing is forgotten."""
    await inbox.forget(session, now=now)
    for escalation in await vigil.keep(session, now=now):
        log.error("had nothing due", escalation=escalation.id)
    await weekly.keep(session, now=now)
    for flag in await flag_overdue.keep(session, now=now):
        log.error("had nothing due", flag=flag.id)
    await receipts.forget(session, now=now)
