"""A team whose weeks pass: timers are decided, and letters arrive or do not."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import func, select

from knowledge import detours, leases, weekly
from knowledge.entry import Entry
from knowledge.outbox import TIMERS, Kind, Notification, State
from knowledge.trouble import Trouble
from tests.factories import AT_WORK, MARIA, NOW, an_entry
from tests.knowledge.team import Team

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
MESSAGES = [kind for kind in Kind if kind not in TIMERS]


async def a_working_team(new_team: Team) -> Team:
    """It works from Monday to Friday, from nine to six in Paris."""
    await new_team.agrees(AT_WORK)
    return new_team


async def known(team: Team, **facts: object) -> Entry:
    """Maria's entry, published long ago and never verified since, but read only yesterday."""
    before = NOW - 100 * DAY
    usual = {"owner": MARIA, "verified_by": MARIA, "verified_at": before, "viewed_at": NOW - DAY}
    entry = an_entry(**usual | {"published_at": before, "created_at": before} | facts)
    await team.knows(entry)
    return entry


async def begins(team: Team, now: datetime) -> None:
    """What the worker does as it starts, and each hour."""
    async with team.sessions.begin() as session:
        await weekly.keep(session, now=now)


async def passes(
    team: Team, start: datetime, end: datetime, *, deaf: Collection[str] = ()
) -> list[Notification]:
    """Time passes, a worker at work; the letters that arrived. Nothing reaches who is deaf."""
    arrived, now = [], start
    while now < end:
        now = min(await _next(team, now), end)
        await team.until(now)
        arrived += await delivers(team, now, deaf)
    return arrived


async def _next(team: Team, now: datetime) -> datetime:
    """When something is due next: in a second, if it has been already."""
    query = select(func.min(Notification.due_at)).where(Notification.state == State.READY)
    async with team.sessions.begin() as session:
        due = await session.scalar(query)
    return max(due, now + timedelta(seconds=1)) if due else now + WEEK


async def delivers(team: Team, now: datetime, deaf: Collection[str] = ()) -> list[Notification]:
    """The letters that are due arrive, or take their detour."""
    arrived = []
    while rows := await _due(team, now):
        for row in rows:
            async with team.sessions.begin() as session:
                if row.to in deaf:
                    await leases.settle(session, row, State.FAILED, trouble=Trouble.GONE)
                    await detours.take(session, row, Trouble.GONE, now=now)
                else:
                    ts = f"{now.timestamp():.6f}"
                    await leases.settle(session, row, State.DONE, channel="D1", ts=ts)
                    arrived += [row] if row.kind is Kind.VERIFY else []
    return arrived


async def _due(team: Team, now: datetime) -> list[Notification]:
    async with team.sessions.begin() as session:
        return [*await leases.lease_due(session, MESSAGES, owner="worker", now=now)]
