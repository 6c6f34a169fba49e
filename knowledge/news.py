"""News: what people hear of an escalation, by direct message, in their thread, as leads."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import outbox
from knowledge.deadlines import plan
from knowledge.escalation import Escalation
from knowledge.outbox import Kind
from knowledge.waiter import Waiter

SHOWN = (Kind.REQUEST, Kind.STATUS, Kind.DETAILS_WANTED, Kind.ANSWER, Kind.OVERDUE)
"""Messages that always show how things stand."""


async def show_everyone(session: AsyncSession, escalation: Escalation, *, now: datetime) -> None:
    """Bring what assignee, askers and leads see up to date."""
    for kind in SHOWN:
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
            key=f"escalation:{escalation.id}:{escalation.plan}:answer:{waiter.person}:{place}",
            workspace=escalation.workspace,
            to=to,
            thread_ts=waiter.thread_ts,
            about=escalation.id,
            now=now,
            person=waiter.person,
        )


async def tell_assignee(
    session: AsyncSession,
    escalation: Escalation,
    kind: Kind,
    name: str,
    *,
    now: datetime,
    **facts: Any,
) -> None:
    """The person who is asked hears what has changed."""
    await plan(session, escalation, kind, name, now=now, **facts)


async def tell_details(session: AsyncSession, escalation: Escalation, *, now: datetime) -> None:
    """The assignee gets what the asker added last."""
    number = len(escalation.details)
    await plan(session, escalation, Kind.DETAILS, f"details{number}", now=now, number=number)


async def tell_former(
    session: AsyncSession, escalation: Escalation, former: str, *, now: datetime, reason: str
) -> None:
    """The person who was asked before learns that it has moved on, and why."""
    await plan(session, escalation, Kind.PASSED_ON, "passed_on", to=former, now=now, reason=reason)


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
        await plan(session, escalation, Kind.STATUS, name, to=person, now=now, late=late)


async def tell_leads(
    session: AsyncSession,
    escalation: Escalation,
    leads: Sequence[str],
    *,
    now: datetime,
    reason: str,
    former: str,
    times: int = 0,
) -> None:
    """The lead channel, or each lead, learns that a deadline has passed; `times` counts."""
    for lead in leads:
        await plan(
            session,
            escalation,
            Kind.OVERDUE,
            f"overdue:{reason}:{times}:{lead}",
            to=lead,
            now=now,
            reason=reason,
            former=former,
            times=times,
        )
