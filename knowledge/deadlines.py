"""Deadlines: what an escalation makes due for its assignee. Everything is planned at once."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import outbox, rounds
from knowledge.escalation import Escalation, Status
from knowledge.outbox import Kind
from knowledge.worktime import WorkingTime

NUDGES = 2
"""How often an asker is asked again for details, each working day; then the clock runs again."""

DAY = timedelta(days=1)


async def ask_assignee(
    session: AsyncSession, escalation: Escalation, *, time: WorkingTime, now: datetime
) -> None:
    """Plan the request, for when they work, its reminders, and the moments at which it passes on.

    Who stands in for somebody is asked, and that somebody learns of it.
    """
    at = time.next_working(now) or now
    await plan(session, escalation, Kind.REQUEST, "request", now=now, at=at)
    if escalation.instead_of:
        await plan(
            session,
            escalation,
            Kind.STOOD_IN,
            "stood_in",
            to=escalation.instead_of,
            now=now,
            substitute=escalation.assignee,
        )
    await keep_time(session, escalation, time=time, now=now)


async def keep_time(
    session: AsyncSession, escalation: Escalation, *, time: WorkingTime, now: datetime
) -> None:
    """Plan the reminders and timers of its present deadlines."""
    for name, at, said in rounds.reminders(time, escalation.due_at, now=now):
        await plan(session, escalation, Kind.REMINDER, name, now=now, at=at, **said)
    if escalation.status is Status.OPEN:
        at = escalation.acknowledge_due_at
        await plan(session, escalation, Kind.ACKNOWLEDGE_BY, "acknowledge_by", now=now, at=at)
    await plan(session, escalation, Kind.ANSWER_BY, "answer_by", now=now, at=escalation.due_at)


async def await_details(
    session: AsyncSession, escalation: Escalation, *, time: WorkingTime, now: datetime
) -> None:
    """Plan what its asker is asked for, that they are asked again, and when the clock resumes.

    `time` is the asker's working time.
    """
    at = now
    for nudge in range(NUDGES + 1):
        await plan(
            session,
            escalation,
            Kind.DETAILS_WANTED,
            f"details_wanted{nudge}",
            to=escalation.asker,
            now=now,
            at=at,
            nudge=nudge,
        )
        at = time.add(at, DAY)
    await plan(session, escalation, Kind.DETAILS_BY, "details_by", now=now, at=at)


async def await_owner(
    session: AsyncSession, escalation: Escalation, *, time: WorkingTime, times: int, now: datetime
) -> None:
    """Plan that the leads are told again on the next working day; `times` counts them."""
    at = time.add(now, DAY)
    name = f"lead_again{times}"
    await plan(session, escalation, Kind.LEAD_AGAIN, name, now=now, at=at, times=times)


async def plan(
    session: AsyncSession,
    escalation: Escalation,
    kind: Kind,
    name: str,
    *,
    now: datetime,
    to: str | None = None,
    at: datetime | None = None,
    **facts: Any,
) -> None:
    """Make one thing due about an escalation as it stands now, to its assignee unless told."""
    timer = kind in outbox.TIMERS
    await outbox.notify(
        session,
        kind,
        key=f"escalation:{escalation.id}:{escalation.round}:{escalation.plan}:{name}",
        workspace=escalation.workspace,
        to=to or escalation.assignee,
        about=escalation.id,
        now=now,
        at=at,
        lane=f"escalation:{escalation.id}:{name}" if timer else None,
        round=escalation.round,
        plan=escalation.plan,
        **facts,
    )
