"""The world of one workspace: its clock, its database, and who can be reached."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import absences, absent, charters, entries, people
from knowledge.absence import Source
from knowledge.charter import EMPTY, Charter, CharterFaults
from knowledge.database import Database, Sessions
from knowledge.errors import KnowledgeError
from knowledge.escalation import Escalation
from knowledge.people import Profile
from knowledge.question import Question, Way
from knowledge.trouble import Trouble
from tests.factories import WORKSPACE, an_entry
from tests.silence import charters as drawn

Result = TypeVar("Result")
Deed = Callable[[AsyncSession], Awaitable[object]]
Known = dict[int, Row[Any]]
"""Escalations as they were at one moment, by number."""

LEAD = drawn.PEOPLE[-1]
TABLE = Escalation.__table__
_SEEN = select(TABLE).order_by(TABLE.c.id)


class Crash(Exception):
    """The process dies in the middle of a transaction."""


class World:
    """What happens is a transaction each; what was seen last is kept for comparison."""

    def __init__(self, database: Database, loop: asyncio.AbstractEventLoop, now: datetime) -> None:
        self.database, self.loop, self.now = database, loop, now
        self.looked_at: datetime | None = None
        self.turned_back_at = now
        self.charter: Charter = EMPTY
        self.escalations: Known = {}
        self.blocked: dict[str, Trouble | None] = {}
        self.gone: set[str] = set()
        self.questions = 0

    @property
    def sessions(self) -> Sessions:
        return self.database.sessions

    def do(self, deed: Coroutine[Any, Any, Result]) -> Result:
        """Run it to its end."""
        return self.loop.run_until_complete(deed)

    async def transaction(self, deed: Deed, *, crash: bool = False) -> bool:
        """Do something, or be refused, or die before it is kept; say whether it was done."""
        self.looked_at = None
        try:
            async with self.sessions.begin() as session:
                await deed(session)
                if crash:
                    raise Crash
        except (KnowledgeError, CharterFaults, Crash):
            return False
        return True

    def passes(self, time: timedelta) -> None:
        """The clock goes on, or is set back."""
        self.now += time
        self.looked_at = None
        if time < timedelta():
            self.turned_back_at = self.now - time

    async def agrees(self, charter: drawn.Charter) -> bool:
        """A charter is in force from now on, unless it is refused."""

        async def apply(session: AsyncSession) -> None:
            text = drawn.written(charter)
            await charters.apply(session, text, workspace=WORKSPACE, by=LEAD, now=self.now)
            self.charter = await charters.in_force(session, WORKSPACE)

        return await self.transaction(apply)

    async def leaves(self, person: str, start: datetime, until: datetime | None) -> bool:
        """They say that they will be away; None: until further notice."""

        async def leave(session: AsyncSession) -> None:
            await absences.stay_away(
                session, WORKSPACE, person, until=until, from_at=start, by=person, now=self.now
            )

        return await self.transaction(leave)

    async def is_back(self, person: str) -> bool:
        """They say that they are there."""

        async def come_back(session: AsyncSession) -> None:
            await absences.come_back(session, WORKSPACE, person, by=person, now=self.now)

        return await self.transaction(come_back)

    async def is_quiet(self, person: str, until: datetime | None) -> bool:
        """Slack holds back their notifications until then; None: no longer."""

        async def hear(session: AsyncSession) -> None:
            await absences.heard(
                session,
                WORKSPACE,
                person,
                source=Source.DND,
                from_at=until and self.now,
                until_at=until,
                now=self.now,
            )

        return await self.transaction(hear)

    async def meets(self, person: str, *, is_deactivated: bool) -> None:
        """A profile is read; who is gone passes on what they owe."""

        async def remember(session: AsyncSession) -> None:
            profile = Profile(person, person, is_deactivated=is_deactivated)
            await people.remember(session, profile, workspace=WORKSPACE, now=self.now)
            if is_deactivated:
                await absent.follow(session, WORKSPACE, person, now=self.now)

        await self.transaction(remember)
        (self.gone.add if is_deactivated else self.gone.discard)(person)

    async def knows(self) -> int:
        """There is one entry; its number."""
        entry = an_entry(workspace=WORKSPACE)
        async with self.sessions.begin() as session:
            await entries.add(session, entry, by=LEAD, now=self.now, deed="entry.imported")
        return entry.id

    def question(self, text: str, topic: str | None, asker: str) -> Question:
        """A question, not stored yet."""
        self.questions += 1
        return Question(
            workspace=WORKSPACE,
            key=f"silence:{self.questions}",
            asker=asker,
            text=text,
            way=Way.COMMAND,
            asked_at=self.now,
            topic=topic,
            charter=0,
            found={},
            reasons={},
        )

    async def seen(self, session: AsyncSession) -> Known:
        """Every escalation as it is now."""
        return {row.id: row for row in await session.execute(_SEEN)}
