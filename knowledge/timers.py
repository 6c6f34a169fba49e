"""Timers: what happens when a time is over, and nobody has done anything."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import (
    absences,
    absent,
    departures,
    duplicates,
    flag_overdue,
    news,
    overdue,
    recall_news,
    settling,
    situation,
    timeline,
    weekly,
)
from knowledge.escalation import Escalation, Status
from knowledge.escalations import get
from knowledge.handovers import Cause, lead_again, pass_on
from knowledge.library import Library
from knowledge.outbox import Kind, Notification
from knowledge.timeline import CLOCK, Deed


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


async def details_by(session: AsyncSession, row: Notification, *, now: datetime) -> None:
    """Its asker was asked for details often enough: the assignee answers with what there is."""
    escalation = await _still(session, row)
    if escalation and escalation.status is Status.PAUSED:
        scene = await situation.of(session, escalation, now=now)
        timeline.record(session, escalation, Deed.RESUMED, by=CLOCK, now=now)
        await absent.resume(session, escalation, scene, now=now)
        await news.tell_assignee(session, escalation, Kind.NO_DETAILS, "no_details", now=now)
        await news.show_everyone(session, escalation, now=now)
        await absent.pass_on_if_away(session, escalation, scene, now=now)


async def tell_leads_again(session: AsyncSession, row: Notification, *, now: datetime) -> None:
    """A working day is over, and nobody has made it theirs."""
    escalation = await _still(session, row)
    if escalation and escalation.is_exhausted:
        await lead_again(session, escalation, times=row.facts["times"], now=now)


async def unreachable(session: AsyncSession, row: Notification, *, now: datetime) -> None:
    """What the assignee should have got cannot be delivered: ask the next at once."""
    escalation = await get(session, row.workspace, row.about, lock=True)
    is_theirs = escalation.round == row.facts["round"] and not escalation.is_exhausted
    if escalation.is_live and is_theirs:
        await pass_on(session, escalation, Cause.UNREACHABLE, now=now, reason=row.trouble)


TIMERS: dict[Kind, Callable[..., Awaitable[None]]] = {
    Kind.ACKNOWLEDGE_BY: acknowledge_by,
    Kind.ANSWER_BY: answer_by,
    Kind.DETAILS_BY: details_by,
    Kind.LEAD_AGAIN: tell_leads_again,
    Kind.UPKEEP: weekly.begin_day,
    Kind.ARCHIVE_BY: weekly.archive_by,
    Kind.ABSENCE_BEGINS: absences.begin,
    Kind.DEPARTURE_AGAIN: departures.again,
    Kind.CONTRADICTION_AGAIN: settling.again,
    Kind.SIGNAL_ANSWER_BY: overdue.answer_by,
    Kind.FLAG_SETTLE_BY: flag_overdue.settle_by,
    Kind.RECALL_LOOK: recall_news.look,
}


async def decide(
    session: AsyncSession, row: Notification, *, library: Library, now: datetime
) -> None:
    """Do what follows now that the time of this row is over."""
    if row.kind is Kind.COMPARE:
        index = await library.index(session, row.workspace)
        await duplicates.compare(session, row, index=index, now=now)
    else:
        await TIMERS[row.kind](session, row, now=now)


async def _still(session: AsyncSession, row: Notification) -> Escalation | None:
    """The escalation a row is about, locked, if its deadlines are still those of the row."""
    escalation = await get(session, row.workspace, row.about, lock=True)
    return escalation if escalation.plan == row.facts.get("plan", 0) else None
