"""Discharge: what somebody owes is passed on before they are forgotten."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import (
    absent,
    askers,
    flag_overdue,
    handovers,
    overdue,
    passing,
    signals,
    situation,
    submission,
)
from knowledge.entry import Entry
from knowledge.entry import Status as Stage
from knowledge.escalation import Escalation, Status
from knowledge.escalations import awaited_by, get, owed_by
from knowledge.handovers import Cause
from knowledge.signal import Signal, Supporter
from knowledge.signal import Status as Passed


async def discharge(session: AsyncSession, workspace: str, person: str, *, now: datetime) -> None:
    """Others have from now on what this person owed, reviewed or kept; nobody waits for them.

    Their account must be known to be gone, so that nobody gives anything back to them.
    """
    await _hand_over(session, workspace, person, now=now)
    await _stop_asking(session, workspace, person, now=now)
    await _leave_reviews(session, workspace, person, now=now)
    await _leave_signals(session, workspace, person, now=now)
    await flag_overdue.follow(session, workspace, person, now=now)


async def _hand_over(session: AsyncSession, workspace: str, person: str, *, now: datetime) -> None:
    """Also what stands still while details are awaited: its clock runs again, for somebody else."""
    for known in await owed_by(session, workspace, person):
        escalation = await get(session, workspace, known.id, lock=True)
        if escalation.assignee != person or escalation.is_exhausted:
            continue
        if escalation.status is Status.PAUSED:
            scene = await situation.of(session, escalation, now=now)
            await absent.resume(session, escalation, scene, now=now)
        await handovers.pass_on(session, escalation, Cause.AWAY, now=now)


async def _stop_asking(
    session: AsyncSession, workspace: str, person: str, *, now: datetime
) -> None:
    """What others wait for too stays, in the name of the first of them."""
    for known in await awaited_by(session, workspace, person):
        escalation: Escalation = await get(session, workspace, known.id, lock=True)
        if escalation.asker == person and escalation.is_live:
            await askers.cancel(session, escalation, by=person, now=now)
        else:
            await askers.forget_waiter(session, escalation, person)


async def _leave_reviews(
    session: AsyncSession, workspace: str, person: str, *, now: datetime
) -> None:
    query = select(Entry.id).where(
        Entry.workspace == workspace,
        Entry.reviewer == person,
        Entry.status == Stage.IN_REVIEW,
    )
    for number in await session.scalars(query):
        await submission.reassign(session, workspace, number, unreached=person, now=now)
    mine = (Entry.workspace == workspace, Entry.owner == person)
    await session.execute(update(Entry).where(*mine).values(owner=None))


async def _leave_signals(
    session: AsyncSession, workspace: str, person: str, *, now: datetime
) -> None:
    """Signals of theirs go to the next owner; those that they alone passed on are taken back."""
    await overdue.owner_left(session, workspace, person, now=now)
    mine = select(Supporter.signal_id).where(Supporter.person == person)
    query = select(Signal.id).where(Signal.workspace == workspace, Signal.id.in_(mine))
    for number in (await session.scalars(query)).all():
        signal = await signals.get(session, workspace, number, lock=True)
        if signal.status is Passed.PASSED_ON:
            await passing.withdraw(session, signal, by=person, now=now)
