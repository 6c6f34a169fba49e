"""Probes: what is asked of the database for the pages, with an answer in time even if it hangs."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from bot import migrate
from bot.watching.probe import Probe
from knowledge import backlog
from knowledge.backlog import Backlog
from knowledge.database import Database


@dataclass(frozen=True)
class Readiness:
    """How the database is, if it answers at all. One that a newer release has moved on will do."""

    is_migrated: bool
    due_since: datetime | None


class Probes:
    """Few short looks, however often the pages are read."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self.readiness = Probe(self._readiness, keeps=1)
        self.backlog = Probe(self._backlog, keeps=10)

    async def close(self) -> None:
        """Let go of the database."""
        await asyncio.gather(self.readiness.close(), self.backlog.close())

    async def _readiness(self) -> Readiness:
        known = migrate.known_revisions()
        async with self._database.sessions.begin() as session:
            applied = await session.scalar(text("SELECT version_num FROM alembic_version"))
            return Readiness(
                is_migrated=applied not in known[1:],
                due_since=await backlog.longest_due(session, now=self._clock()),
            )

    async def _backlog(self) -> Backlog:
        async with self._database.sessions.begin() as session:
            return await backlog.count(session, now=self._clock())
