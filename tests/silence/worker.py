"""The worker's part: timers decided and messages sent, with crashes in between."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import detours, leases, timers
from knowledge.library import Library
from knowledge.outbox import TIMERS, Kind, Notification, State
from knowledge.trouble import Trouble
from tests.silence.letters import Sight, letter
from tests.silence.world import Crash, World

MESSAGES = [kind for kind in Kind if kind not in TIMERS]

PATIENCE = 60
"""How many looks in a row may each find timers."""

ROUNDS = 5
"""How many messages to one person, at most, are sent in one go."""

HOLD = timedelta(minutes=5)
"""How long Slack asks us to wait."""

ALL = 2_000
"""More than anybody is ever sent."""


class Worker:
    """One process of the bot; `posted` is what Slack shows, by the row it was sent for."""

    def __init__(self, world: World, name: str) -> None:
        self.world, self.name = world, name
        self.library = Library()
        self.posted: dict[int, Sight] = {}
        self.held: list[Notification] = []
        self.held_at = world.now

    async def look(self, *, crash: int | None = None) -> None:
        """Decide what is due, and what becomes due by it. `crash`: die at that timer."""
        left = crash
        for _ in range(PATIENCE):
            rows = await self._lease(TIMERS)
            if not rows:
                self.world.looked_at = self.world.now
                return
            for row in rows:
                await self._decide(row, now=self.world.now, crash=left == 0)
                left = None if left is None else left - 1
        raise AssertionError("the worker finds no end")

    async def deliver(self, *, crash: int | None = None, rounds: int = ROUNDS) -> None:
        """Send what is due, timers first. `crash`: die between that message and its settling."""
        await self.look()
        left = crash
        for _ in range(rounds):
            rows = await self._lease(MESSAGES)
            if not rows:
                return
            for row in rows:
                await self._send(row, crash=left == 0)
                left = None if left is None else left - 1
        assert rounds < ALL, "the messages find no end"

    async def deliver_all(self, *, crash: int | None = None) -> None:
        """Send everything that is due."""
        await self.deliver(crash=crash, rounds=ALL)

    async def stall(self) -> None:
        """Take what is due, and do nothing yet."""
        self.held, self.held_at = list(await self._lease(TIMERS)), self.world.now

    async def go_on(self, *, crash: int | None = None) -> None:
        """Decide what was taken, as things are now, by the clock as it was."""
        rows, self.held, self.world.looked_at = self.held, [], None
        for at, row in enumerate(rows):
            await self._decide(row, now=self.held_at, crash=at == crash)

    async def start_again(self) -> None:
        """A new process: it frees what the last one held, where nobody else may be at work."""
        self.world.looked_at = None
        if self.world.database.is_ours_alone:
            async with self.world.sessions.begin() as session:
                await leases.release(session)

    async def _lease(self, kinds: Sequence[Kind]) -> Sequence[Notification]:
        async with self.world.sessions.begin() as session:
            return await leases.lease_due(session, kinds, owner=self.name, now=self.world.now)

    async def _decide(self, row: Notification, *, now: datetime, crash: bool) -> None:
        async with self.world.sessions.begin() as session:
            if await leases.settle(session, row, State.DONE):
                await timers.decide(session, row, library=self.library, now=now)
            if crash:
                raise Crash

    async def _send(self, row: Notification, *, crash: bool) -> None:
        trouble = self.world.blocked.get(row.to)
        async with self.world.sessions.begin() as session:
            if row.to in self.world.blocked and trouble is None:
                until = self.world.now + HOLD
                await leases.postpone(session, row, until=until, trouble="ratelimited")
                return
            if row.kind is Kind.REFRESH:
                await self._refresh(session, row, trouble)
                return
            text = await letter(session, row, self.world.now)
            if text is None:
                await leases.settle(session, row, State.DROPPED)
            elif trouble:
                await self._give_up(session, row, trouble)
            else:
                self.posted.setdefault(row.id, text)
                if crash:
                    raise Crash
                await leases.settle(session, row, State.DONE, channel=row.to, ts=str(row.id))

    async def _refresh(
        self, session: AsyncSession, row: Notification, trouble: Trouble | None
    ) -> None:
        """As the door does: the message as it was written for its row, as things stand now."""
        sent = await session.get_one(Notification, row.about)
        text = await letter(session, sent, self.world.now) if sent.ts else None
        if text is None:
            await leases.settle(session, row, State.DROPPED)
        elif trouble:
            await self._give_up(session, row, trouble)
        else:
            self.posted[sent.id] = text
            await leases.settle(session, row, State.DONE, channel=sent.channel, ts=sent.ts)

    async def _give_up(self, session: AsyncSession, row: Notification, trouble: Trouble) -> None:
        if await leases.settle(session, row, State.FAILED, trouble=trouble):
            await detours.take(session, row, trouble, now=self.world.now)
