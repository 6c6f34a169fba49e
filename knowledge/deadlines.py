"""Deadlines: what an escalation makes due, and for whom. Everything is planned at once."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import calendar, outbox
from knowledge.escalation import Escalation, Waiter
from knowledge.outbox import Kind

REMINDERS = (0.5, 0.8, 1.0)
"""When the assignee is reminded, as shares of the time to answer."""


async def ask_assignee(session: AsyncSession, escalation: Escalation, *, now: datetime) -> None:
    """Plan the request, its reminders, and the two moments at which it passes on."""
    to = escalation.assignee
    await _plan(session, escalation, Kind.REQUEST, "request", to=to, now=now)
    for part in REMINDERS:
        at = calendar.share(escalation.asked_at, escalation.due_at, part)
        name = f"remind{round(part * 100)}"
        await _plan(session, escalation, Kind.REMINDER, name, to=to, now=now, at=at, part=part)
    for kind, at in (
        (Kind.ACKNOWLEDGE_BY, escalation.acknowledge_due_at),
        (Kind.ANSWER_BY, escalation.due_at),
    ):
        await _plan(session, escalation, kind, kind.name.lower(), to=to, now=now, at=at)


async def show_everyone(session: AsyncSession, escalation: Escalation, *, now: datetime) -> None:
    """Bring what assignee and askers see up to date."""
    for kind in (Kind.REQUEST, Kind.STATUS):
        await outbox.refresh(session, kind, escalation.id, workspace=escalation.workspace, now=now)


async def deliver_answer(
    session: AsyncSession, escalation: Escalation, waiters: Sequence[Waiter], *, now: datetime
) -> None:
    """The answer goes to everyone who waits, into the thread they asked in or to their DM.

    Once to each person and place: who has asked twice is not told twice.
    """
    for waiter in waiters:
        to = waiter.channel or waiter.person
        place = f"{to}:{waiter.thread_ts or ''}"
        await outbox.notify(
            session,
            Kind.ANSWER,
            key=f"escalation:{escalation.id}:answer:{waiter.person}:{place}",
            workspace=escalation.workspace,
            to=to,
            thread_ts=waiter.thread_ts,
            about=escalation.id,
            now=now,
            person=waiter.person,
        )


async def tell_details(session: AsyncSession, escalation: Escalation, *, now: datetime) -> None:
    """The assignee gets what the asker added last."""
    number = len(escalation.details)
    to = escalation.assignee
    await _plan(
        session, escalation, Kind.DETAILS, f"details{number}", to=to, now=now, number=number
    )


async def release(session: AsyncSession, escalation: Escalation, *, now: datetime) -> None:
    """The assignee learns that nothing is owed any more."""
    to = escalation.assignee
    await _plan(session, escalation, Kind.CANCELLED, "cancelled", to=to, now=now)


async def tell_former(
    session: AsyncSession, escalation: Escalation, former: str, *, now: datetime, reason: str
) -> None:
    """The person who was asked before learns that it has moved on, and why."""
    await _plan(session, escalation, Kind.PASSED_ON, "passed_on", to=former, now=now, reason=reason)


async def tell_waiting(
    session: AsyncSession,
    escalation: Escalation,
    waiting: Collection[str],
    *,
    now: datetime,
    late: str,
    cause: str,
) -> None:
    """Whoever waits learns that it takes longer: it has `moved` on, or the `lead` was told."""
    for person in sorted(waiting):
        name = f"late:{cause}:{person}"
        await _plan(session, escalation, Kind.STATUS, name, to=person, now=now, late=late)


async def tell_lead(
    session: AsyncSession,
    escalation: Escalation,
    leads: Sequence[str],
    *,
    now: datetime,
    reason: str,
    former: str,
) -> None:
    """The lead channel, or each lead, learns that a deadline has passed."""
    for lead in leads:
        await _plan(
            session,
            escalation,
            Kind.OVERDUE,
            f"overdue:{reason}:{lead}",
            to=lead,
            now=now,
            reason=reason,
            former=former,
        )


async def _plan(
    session: AsyncSession,
    escalation: Escalation,
    kind: Kind,
    name: str,
    *,
    to: str,
    now: datetime,
    at: datetime | None = None,
    **facts: Any,
) -> None:
    timer = kind in outbox.TIMERS
    await outbox.notify(
        session,
        kind,
        key=f"escalation:{escalation.id}:{escalation.round}:{name}",
        workspace=escalation.workspace,
        to=to,
        about=escalation.id,
        now=now,
        at=at,
        lane=f"escalation:{escalation.id}:{name}" if timer else None,
        round=escalation.round,
        **facts,
    )
