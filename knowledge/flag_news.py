"""Flag news: who is told what of a flag, and when. Everything is planned at once."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import outbox, rounds
from knowledge.flag import Flag
from knowledge.outbox import Kind
from knowledge.worktime import WorkingTime

AGAIN = timedelta(days=1)
"""How long until the leads are told again of what nobody sees to: a working day."""

_plan = partial(rounds.plan, "flag")


async def ask_owner(session: AsyncSession, flag: Flag, *, time: WorkingTime, now: datetime) -> None:
    """Plan the message to its owner, for when they work (`time`), the reminders, and the moment at
    which it passes on.
    """
    at = time.next_working(now) or now
    await _plan(session, flag, Kind.FLAG, "owner", to=flag.owner, now=now, at=at)
    how: dict[str, Any] = {"to": flag.owner, "now": now}
    for name, at, said in rounds.reminders(time, flag.due_at, now=now):
        await _plan(session, flag, Kind.FLAG_REMINDER, name, **how, at=at, **said)
    await _wait(session, flag, until=flag.due_at, now=now)


async def chase(
    session: AsyncSession,
    flag: Flag,
    leads: Iterable[str],
    *,
    time: WorkingTime,
    cause: str,
    now: datetime,
) -> None:
    """Nobody is left to ask: the leads are told, and again on the next day that `time` works."""
    await tell_leads(session, flag, leads, cause=cause, now=now)
    await _wait(session, flag, until=time.add(now, AGAIN), now=now)


async def tell_leads(
    session: AsyncSession, flag: Flag, leads: Iterable[str], *, cause: str, now: datetime
) -> None:
    """The lead channel, and each lead, learns that nobody sees to it."""
    for lead in leads:
        name = f"overdue:{lead}"
        await _plan(session, flag, Kind.FLAG_OVERDUE, name, to=lead, now=now, cause=cause)


async def tell_former(
    session: AsyncSession, flag: Flag, former: str, *, now: datetime, cause: str
) -> None:
    """The person who had it before learns who has it now, and why."""
    await _plan(session, flag, Kind.FLAG_MOVED, "moved", to=former, now=now, cause=cause)


async def tell_news(
    session: AsyncSession, flag: Flag, persons: Iterable[str], *, now: datetime, news: str
) -> None:
    """Those who flagged it hear what became of it, or that it takes longer."""
    for person in persons:
        name = f"{news}:{person}"
        await _plan(session, flag, Kind.FLAG_NEWS, name, to=person, now=now, news=news)


async def show_everyone(session: AsyncSession, flag: Flag, *, now: datetime) -> None:
    """Bring what owners and leads see up to date."""
    for kind in (Kind.FLAG, Kind.FLAG_OVERDUE):
        await outbox.refresh(session, kind, flag.id, workspace=flag.workspace, now=now)


async def _wait(session: AsyncSession, flag: Flag, *, until: datetime, now: datetime) -> None:
    await _plan(session, flag, Kind.FLAG_SETTLE_BY, "settle_by", to=flag.owner, now=now, at=until)
