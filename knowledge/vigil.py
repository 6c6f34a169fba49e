"""The vigil: no question that is owed an answer is ever without something due."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import deadlines, situation, worktime
from knowledge.escalation import LIVE, Escalation, Status
from knowledge.outbox import TIMERS, Notification, State

CLOCKS = [kind for kind in TIMERS if kind.startswith("escalation.")]
"""The timers of escalations; others have numbers of their own."""


async def keep(session: AsyncSession, *, now: datetime) -> Sequence[Escalation]:
    """Plan anew what has no timer of its present plan left; give those that had none.

    There are none unless something went wrong: a timer whose decision kept failing, a row that was
    deleted by hand, an escalation from before there were such timers.
    """
    query = select(Escalation).where(Escalation.status.in_(LIVE)).order_by(Escalation.id)
    live = (await session.scalars(query)).all()
    watched = await _watched(session) if live else set()
    suspects = [one for one in live if (one.id, one.plan) not in watched]
    forgotten = [one for one in suspects if await _stands_still(session, one)]
    for escalation in forgotten:
        await _plan(session, escalation, now=now)
    return forgotten


async def _stands_still(session: AsyncSession, escalation: Escalation) -> bool:
    """Whether it is as it was when we looked; from now on ours alone until we commit."""
    plan = escalation.plan
    await session.refresh(escalation, with_for_update=True)
    return escalation.is_live and escalation.plan == plan


async def _watched(session: AsyncSession) -> set[tuple[int, int]]:
    """Each escalation and plan for which something is due, now or later."""
    query = select(Notification.about, Notification.facts).where(
        Notification.kind.in_(CLOCKS), Notification.state == State.READY
    )
    return {(about, facts.get("plan", 0)) for about, facts in await session.execute(query)}


async def _plan(session: AsyncSession, escalation: Escalation, *, now: datetime) -> None:
    scene = await situation.of(session, escalation, now=now)
    escalation.plan += 1
    if escalation.status is Status.PAUSED:
        time = scene.time_of(escalation.asker)
        await deadlines.await_details(session, escalation, time=time, now=now)
    elif escalation.is_exhausted:
        time = worktime.team(scene.charter)
        await deadlines.await_owner(session, escalation, time=time, times=1, now=now)
    else:
        time = scene.time_of(escalation.assignee)
        await deadlines.keep_time(session, escalation, time=time, now=now)
