"""Tidings: who is told what of a signal, and when."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import outbox, rounds
from knowledge.outbox import Kind
from knowledge.signal import Signal, Supporter
from knowledge.worktime import WorkingTime

HALF = 0.5
"""When the owner is reminded, as a share of the time to say what becomes of it."""

AGAIN = timedelta(days=1)
"""How long until the leads are told again of what nobody answers."""

_plan = partial(rounds.plan, "signal")


async def tell_owner(
    session: AsyncSession, signal: Signal, *, time: WorkingTime, now: datetime
) -> None:
    """Plan the message to the owner, for when they work (`time`), a reminder, and the moment at
    which it passes on.
    """
    to, kind = signal.owner, Kind.SIGNAL_REMINDER
    at = time.next_working(now)
    await _plan(session, signal, Kind.SIGNAL, "owner", to=to, now=now, at=at)
    half = time.share(signal.asked_at, signal.due_at, HALF)
    await _plan(session, signal, kind, "half", to=to, now=now, at=half, part=HALF)
    await _wait(session, signal, until=signal.due_at, now=now)


async def chase(
    session: AsyncSession,
    signal: Signal,
    leads: Sequence[str],
    *,
    time: WorkingTime,
    now: datetime,
    cause: str,
) -> None:
    """Nobody else is there to have it: remind the owner, tell the leads, and do so again on the
    next day that the team works (`time`).
    """
    to, kind = signal.owner, Kind.SIGNAL_REMINDER
    await _plan(session, signal, kind, "over", to=to, now=now, part=1.0)
    await tell_leads(session, signal, leads, now=now, cause=cause)
    await _wait(session, signal, until=time.add(now, AGAIN), now=now, again=True)


async def tell_leads(
    session: AsyncSession, signal: Signal, leads: Sequence[str], *, now: datetime, cause: str
) -> None:
    """The lead channel, or each lead, learns that nobody says what becomes of it."""
    for lead in leads:
        name = f"overdue:{lead}"
        await _plan(session, signal, Kind.SIGNAL_OVERDUE, name, to=lead, now=now, cause=cause)


async def tell_former(
    session: AsyncSession, signal: Signal, former: str, *, now: datetime, cause: str
) -> None:
    """The person who had it before learns who has it now, and why."""
    await _plan(session, signal, Kind.SIGNAL_MOVED, "moved", to=former, now=now, cause=cause)


async def show_state(session: AsyncSession, signal: Signal, person: str, *, now: datetime) -> None:
    """Who passes it on gets the one message that tells how it stands, kept up to date."""
    await _plan(session, signal, Kind.SIGNAL_STATE, f"state:{person}", to=person, now=now)


async def tell_news(
    session: AsyncSession,
    signal: Signal,
    supporters: Iterable[Supporter],
    *,
    now: datetime,
    news: str,
) -> None:
    """Everyone who passes it on hears what its owner says, or that it takes longer."""
    for person in (supporter.person for supporter in supporters):
        if person != signal.owner:
            name = f"{news}:{person}"
            await _plan(session, signal, Kind.SIGNAL_NEWS, name, to=person, now=now, news=news)


async def show_everyone(session: AsyncSession, signal: Signal, *, now: datetime) -> None:
    """Bring what owners, leads and those who pass it on see up to date."""
    for kind in (Kind.SIGNAL, Kind.SIGNAL_OVERDUE, Kind.SIGNAL_STATE):
        await outbox.refresh(session, kind, signal.id, workspace=signal.workspace, now=now)


async def _wait(
    session: AsyncSession, signal: Signal, *, until: datetime, now: datetime, again: bool = False
) -> None:
    to, kind = signal.owner, Kind.SIGNAL_ANSWER_BY
    await _plan(session, signal, kind, "answer_by", to=to, now=now, at=until, again=again)
