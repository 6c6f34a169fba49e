"""Absent: what somebody owes passes on when they will not be there in time."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import deadlines, flag_overdue, outbox, situation
from knowledge.escalation import Escalation, Status
from knowledge.escalations import get, owed_by
from knowledge.handovers import Cause, pass_on
from knowledge.outbox import Kind
from knowledge.situation import Situation


async def follow(session: AsyncSession, workspace: str, person: str, *, now: datetime) -> int:
    """Pass on what this person owes and will not be back in time for; say how many."""
    passed = 0
    for known in await owed_by(session, workspace, person):
        escalation = await get(session, workspace, known.id, lock=True)
        if escalation.assignee == person:
            scene = await situation.of(session, escalation, now=now)
            passed += await pass_on_if_away(session, escalation, scene, now=now)
    return passed + await flag_overdue.follow(session, workspace, person, now=now)


async def resume(
    session: AsyncSession, escalation: Escalation, scene: Situation, *, now: datetime
) -> None:
    """Let the clock run again, as if its assignee were there: see `pass_on_if_away` afterwards."""
    time = scene.usual_time_of(escalation)
    escalation.resume(time=time, now=now)
    await deadlines.keep_time(session, escalation, time=time, now=now)


async def is_back(session: AsyncSession, workspace: str, person: str, *, now: datetime) -> None:
    """Somebody is there sooner than was thought: they are asked when they work, not later."""
    for escalation in await owed_by(session, workspace, person):
        scene = await situation.of(session, escalation, now=now)
        if at := scene.time_of(person).next_working(now):
            await outbox.bring_forward(
                session, Kind.REQUEST, escalation.id, workspace=workspace, now=at
            )


async def pass_on_if_away(
    session: AsyncSession, escalation: Escalation, scene: Situation, *, now: datetime
) -> bool:
    """Ask somebody else if its assignee is back only after they would have had to act.

    While details are awaited nobody is late, and after the last step the leads see to it.
    """
    if not escalation.is_live or escalation.status is Status.PAUSED or escalation.is_exhausted:
        return False
    is_open = escalation.status is Status.OPEN
    due = escalation.acknowledge_due_at if is_open else escalation.due_at
    back = scene.roster.back_at(escalation.assignee, scene.charter)
    if back is not None and back <= due:
        return False
    await pass_on(session, escalation, Cause.AWAY, now=now)
    return True
