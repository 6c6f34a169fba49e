"""Handovers: an escalation passing to another person because the one before was late or gone."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from knowledge import audit, charters, deadlines, people
from knowledge.charter import Charter
from knowledge.database import Base, word
from knowledge.escalation import Escalation, Status
from knowledge.escalations import get, waiters
from knowledge.outbox import Kind, Notification
from knowledge.routing import Nearest, find_nearest

CLOCK = "relais"
"""Who does what nobody does: the passing of time, in the audit log."""


class Cause(StrEnum):
    """Why an escalation passes on."""

    NOT_ACKNOWLEDGED = "not_acknowledged"  # nobody took it in time
    NOT_ANSWERED = "not_answered"  # taken or not, no answer came in time
    UNREACHABLE = "unreachable"  # the message cannot be delivered


class Handover(Base):
    """One passing on: from whom, to whom (None: nobody is left, the lead was told), and why."""

    __tablename__ = "handovers"
    __table_args__ = (UniqueConstraint("escalation_id", "round", "cause"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    escalation_id: Mapped[int] = mapped_column(ForeignKey("escalations.id", ondelete="CASCADE"))
    round: Mapped[int]
    at: Mapped[datetime]
    cause: Mapped[Cause] = mapped_column(word(Cause))
    former: Mapped[str] = mapped_column(String(32))
    assignee: Mapped[str | None] = mapped_column(String(32))


async def acknowledge_by(session: AsyncSession, row: Notification, *, now: datetime) -> None:
    """The time to take it is over: if nobody has, ask the next."""
    escalation = await _still(session, row)
    if escalation and escalation.status is Status.OPEN:
        await pass_on(session, escalation, Cause.NOT_ACKNOWLEDGED, now=now)


async def answer_by(session: AsyncSession, row: Notification, *, now: datetime) -> None:
    """The time to answer is over: if no answer came, ask the next and tell the lead."""
    escalation = await _still(session, row)
    if escalation and escalation.is_live:
        await pass_on(session, escalation, Cause.NOT_ANSWERED, now=now)


async def unreachable(session: AsyncSession, row: Notification, *, now: datetime) -> None:
    """The request cannot be delivered: ask the next at once."""
    escalation = await _still(session, row)
    if escalation and escalation.is_live:
        await pass_on(session, escalation, Cause.UNREACHABLE, now=now)


TIMERS: dict[Kind, Callable[..., Awaitable[None]]] = {
    Kind.ACKNOWLEDGE_BY: acknowledge_by,
    Kind.ANSWER_BY: answer_by,
}


async def pass_on(
    session: AsyncSession, escalation: Escalation, cause: Cause, *, now: datetime
) -> None:
    """Ask the next of the chain; tell the lead when an answer is late or nobody is left.

    With nobody left the question stays with the last assignee: it is still owed.
    """
    charter = await charters.in_force(session, escalation.workspace)
    former, number = escalation.assignee, escalation.round
    nearest = await _next(session, escalation, charter)
    _write_down(session, escalation, cause, nearest, now=now)
    if nearest is None or cause is Cause.NOT_ANSWERED:
        leads = (charter.lead_channel,) if charter.lead_channel else charter.leads()
        leads = leads or (escalation.asker,)
        await deadlines.tell_lead(session, escalation, leads, now=now, reason=cause, former=former)
    if nearest:
        await deadlines.tell_former(session, escalation, former, now=now, reason=cause)
        escalation.pass_to(nearest, now=now)
        await deadlines.ask_assignee(session, escalation, now=now)
    audit.record(
        session, "escalation.overdue", escalation, by=CLOCK, now=now, cause=cause, round=number
    )
    await deadlines.show_everyone(session, escalation, now=now)
    waiting = {waiter.person for waiter in await waiters(session, escalation)}
    late = "moved" if nearest else "lead"
    await deadlines.tell_waiting(session, escalation, waiting, now=now, late=late, cause=cause)


async def of_escalation(session: AsyncSession, escalation: Escalation) -> Sequence[Handover]:
    """How an escalation went from hand to hand."""
    query = select(Handover).where(Handover.escalation_id == escalation.id).order_by(Handover.id)
    return (await session.scalars(query)).all()


async def _still(session: AsyncSession, row: Notification) -> Escalation | None:
    """The escalation a row is about, locked, if it is still with the person it was with."""
    escalation = await get(session, row.workspace, row.about, lock=True)
    return escalation if escalation.round == row.facts["round"] else None


async def _next(session: AsyncSession, escalation: Escalation, charter: Charter) -> Nearest | None:
    """The next to ask: nobody who has left, was asked before, or waits for the answer."""
    gone = await people.gone(session, escalation.workspace)
    waiting = {waiter.person for waiter in await waiters(session, escalation)}
    return find_nearest(
        charter,
        charter.topic(escalation.topic),
        asker=escalation.asker,
        after=escalation.step,
        gone={*gone, *escalation.asked, *waiting},
    )


def _write_down(
    session: AsyncSession,
    escalation: Escalation,
    cause: Cause,
    nearest: Nearest | None,
    *,
    now: datetime,
) -> None:
    session.add(
        Handover(
            escalation_id=escalation.id,
            round=escalation.round,
            at=now,
            cause=cause,
            former=escalation.assignee,
            assignee=nearest.person if nearest else None,
        )
    )
