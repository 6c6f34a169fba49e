"""Overdue: a signal that stays without a word goes to the next owner; then the leads are told."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import audit, charters, people, tidings, worktime
from knowledge.charter import Charter
from knowledge.notification import Notification
from knowledge.owners import find_owner, next_owner
from knowledge.signal import Signal
from knowledge.signals import get, give, supporters
from knowledge.timeline import CLOCK


class Cause(StrEnum):
    """Why a signal does not stay with its owner."""

    LATE = "late"  # its time is over, and nobody knows what becomes of it
    UNREACHABLE = "unreachable"  # the message to its owner cannot be delivered


async def answer_by(session: AsyncSession, row: Notification, *, now: datetime) -> None:
    """The time is over: unless the owner has said what becomes of it, the next one has it.

    With no other owner the leads are told, every day again until somebody answers.
    """
    signal = await _still(session, row)
    if signal:
        again = bool(row.facts.get("again"))
        await _pass_on(session, signal, Cause.LATE, now=now, is_news=not again)


async def unreachable(session: AsyncSession, row: Notification, now: datetime) -> None:
    """The owner cannot be told: the next one has it at once, else a lead."""
    signal = await _still(session, row)
    if signal:
        await _pass_on(session, signal, Cause.UNREACHABLE, now=now, is_news=True)


async def owner_leaves(session: AsyncSession, signal: Signal, *, now: datetime) -> None:
    """Its owner goes for good: the next one has it at once, else a lead."""
    await _pass_on(session, signal, Cause.UNREACHABLE, now=now, is_news=True)


async def lead_channel_closed(session: AsyncSession, row: Notification, now: datetime) -> None:
    """The lead channel can't be reached: each lead is told."""
    signal = await _still(session, row)
    leads = (await charters.in_force(session, row.workspace)).leads()
    if signal and row.to not in leads:
        await tidings.tell_leads(session, signal, leads, now=now, cause=row.facts["cause"])


async def _pass_on(
    session: AsyncSession, signal: Signal, cause: Cause, *, now: datetime, is_news: bool
) -> None:
    charter = await charters.in_force(session, signal.workspace)
    former, number = signal.owner, signal.round
    owner = await _other(session, signal, charter, cause)
    if owner:
        await tidings.tell_former(session, signal, former, now=now, cause=cause)
        await give(session, signal, owner, charter=charter, now=now)
    else:
        signal.round += 1
        await _tell_leads(session, signal, charter, cause, now=now, is_news=is_news)
    facts = {"cause": cause, "round": number, "owner": owner}
    audit.record(session, "signal.overdue", signal, by=CLOCK, now=now, **facts)
    await tidings.show_everyone(session, signal, now=now)


async def _tell_leads(
    session: AsyncSession,
    signal: Signal,
    charter: Charter,
    cause: Cause,
    *,
    now: datetime,
    is_news: bool,
) -> None:
    """Where the charter names no lead, whoever passed it on is told that nobody answers."""
    leads = (charter.lead_channel,) if charter.lead_channel else charter.leads()
    time = worktime.team(charter)
    await tidings.chase(session, signal, leads or (signal.by,), time=time, now=now, cause=cause)
    if is_news:
        who = await supporters(session, signal)
        await tidings.tell_news(session, signal, who, now=now, news=cause)


async def _other(
    session: AsyncSession, signal: Signal, charter: Charter, cause: Cause
) -> str | None:
    """Who has it next: nobody who has left, had it before, or passes it on themselves.

    A lead becomes the owner of what nobody has received; of what is late they are told.
    """
    gone = await people.gone(session, signal.workspace)
    passing = {supporter.person for supporter in await supporters(session, signal)}
    find = find_owner if cause is Cause.UNREACHABLE else next_owner
    return find(charter, signal.process, besides={*gone, *signal.asked, *passing})


async def _still(session: AsyncSession, row: Notification) -> Signal | None:
    """The signal a row is about, locked, if a word is still owed by the person it was with."""
    signal = await get(session, row.workspace, row.about, lock=True)
    return signal if signal.is_live and signal.round == row.facts["round"] else None
