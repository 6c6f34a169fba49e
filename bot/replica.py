"""A replica: what makes this process one of several that share a database."""

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import SharedClock
from handlers.visit import Services
from knowledge.database import Database
from knowledge.feed import Feed

log = structlog.get_logger()

LOOK = 10.0
"""Seconds between two looks at the database's clock."""

FAR = 5.0
"""Seconds by which this machine's clock may differ from the database's before we say so."""


class Replica:
    """The feed, and the clock that is kept by the database's."""

    def __init__(self, feed: Feed, clock: SharedClock | None) -> None:
        self._feed = feed
        self._clock = clock
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin."""
        self._feed.start()
        if self._clock:
            self._task = asyncio.create_task(self._keep_time(self._clock))

    async def stop(self) -> None:
        """End."""
        if self._task:
            self._task.cancel()
            await asyncio.wait({self._task})
        await self._feed.stop()

    async def _keep_time(self, clock: SharedClock) -> None:
        while True:
            await asyncio.sleep(LOOK)
            try:
                await set_right(clock)
            except (SQLAlchemyError, OSError):
                continue  # the worker says that the database is gone


def joined(database: Database, services: Services, wake: Callable[[], None]) -> Replica | None:
    """This process among the others; `wake` is called when one of them has made something due.

    None on SQLite, where there are no others.
    """
    if database.is_ours_alone:
        return None
    feed = Feed(database, services.library, wake, _interrupted)
    clock = services.clock
    return Replica(feed, clock if isinstance(clock, SharedClock) else None)


def clock_of(database: Database, own: Callable[[], datetime]) -> Callable[[], datetime]:
    """The database's clock where several processes go by it, else the machine's own."""
    return own if database.is_ours_alone else SharedClock(database, own)


async def set_right(clock: SharedClock) -> None:
    """Go by the database's clock; where this machine's is far from it, say so, for Slack's
    signatures are checked by this machine's.
    """
    behind = await clock.set()
    if abs(behind.total_seconds()) > FAR:
        log.warning("the clock differs from the database's", seconds=behind.total_seconds())


def _interrupted(error: Exception) -> None:
    log.warning("the feed is interrupted; it goes on by itself", reason=type(error).__name__)
