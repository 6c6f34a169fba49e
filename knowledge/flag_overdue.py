"""Flags that stay without a word: the next keeper has them; then the leads are told, every day."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import audit, charters, entries, flag_keepers, flag_news, flags, roster, worktime
from knowledge.charter import Charter
from knowledge.entry import Entry
from knowledge.entry import Status as Life
from knowledge.flag import Flag, Status
from knowledge.notification import Kind, Notification, State
from knowledge.roster import Roster
from knowledge.timeline import CLOCK


class Cause(StrEnum):
    """Why a flag does not stay with its owner."""

    LATE = "late"  # its time is over, and it is not settled
    UNREACHABLE = "unreachable"  # the message to its owner cannot be delivered
    AWAY = "away"  # its owner will not be there in time
    HANDED_OVER = "handed_over"  # its owner, or a lead, chose somebody


async def settle_by(session: AsyncSession, row: Notification, *, now: datetime) -> None:
    """The time is over: unless it is settled, the next keeper has it; with none the leads know."""
    if flag := await _still(session, row, now=now):
        await _pass_on(session, flag, Cause.LATE, now=now)


async def unreachable(session: AsyncSession, row: Notification, *, now: datetime) -> None:
    """Its owner cannot be told: the next keeper has it at once, else a lead."""
    flag = await _still(session, row, now=now)
    if flag and flag.owner == row.to:
        await _pass_on(session, flag, Cause.UNREACHABLE, now=now)


async def lead_channel_closed(session: AsyncSession, row: Notification, *, now: datetime) -> None:
    """The lead channel can't be reached: each lead is told, who was not told with it."""
    flag = await _still(session, row, now=now)
    leads = (await charters.in_force(session, row.workspace)).leads()
    if flag and row.to not in leads:
        await flag_news.tell_leads(session, flag, leads, cause=row.facts["cause"], now=now)


async def follow(session: AsyncSession, workspace: str, person: str, *, now: datetime) -> int:
    """Pass on what this person has to see to and will not be back in time for; say how many."""
    passed = 0
    for known in await flags.owed_by(session, workspace, person):
        flag = await flags.get(session, workspace, known.id, lock=True)
        passed += flag.is_open and flag.owner == person and await _is_away(session, flag, now=now)
    return passed


async def keep(session: AsyncSession, *, now: datetime) -> list[Flag]:
    """Plan anew what has no timer left, which there should never be; give those that had none."""
    due = select(Notification.about).where(
        Notification.kind == Kind.FLAG_SETTLE_BY, Notification.state == State.READY
    )
    query = select(Flag).where(Flag.status == Status.OPEN, Flag.id.not_in(due))
    forgotten = list(await session.scalars(query.order_by(Flag.id).with_for_update()))
    for flag in forgotten:
        await _pass_on(session, flag, Cause.LATE, now=now)
    return forgotten


async def _is_away(session: AsyncSession, flag: Flag, *, now: datetime) -> bool:
    charter = await charters.in_force(session, flag.workspace)
    there = await roster.load(session, flag.workspace, charter, now=now)
    back = there.back_at(flag.owner, charter)
    if flag.exhausted_at or (back is not None and back <= flag.due_at):
        return False
    return await _pass_on(session, flag, Cause.AWAY, now=now)


async def _pass_on(session: AsyncSession, flag: Flag, cause: Cause, *, now: datetime) -> bool:
    """Ask the next one; say whether somebody else has it now."""
    charter = await charters.in_force(session, flag.workspace)
    entry = await entries.get(session, flag.workspace, flag.entry_id)
    there = await roster.load(session, flag.workspace, charter, now=now)
    keeper = flag_keepers.find(
        charter,
        entry,
        there,
        allowed=charter.upkeep.flags,
        besides={*flag.asked, *flag.outsiders},
        leads=cause is not Cause.LATE,
    )
    former = flag.owner
    facts = {"cause": cause, "former": former, "owner": keeper.person if keeper else None}
    if keeper:
        await flags.give(session, flag, keeper, charter=charter, there=there, now=now)
        await flag_news.tell_former(session, flag, former, now=now, cause=cause)
    else:
        await _exhaust(session, flag, charter, there, cause, now=now)
    audit.record(session, "flag.passed_on", flag, by=CLOCK, now=now, **facts)
    await flag_news.show_everyone(session, flag, now=now)
    return keeper is not None


async def _exhaust(
    session: AsyncSession,
    flag: Flag,
    charter: Charter,
    there: Roster,
    cause: Cause,
    *,
    now: datetime,
) -> None:
    """Nobody is left. Whoever flagged it hears so once; where nobody leads they hear every day."""
    is_news = flag.exhausted_at is None
    flag.exhaust(now=now)
    flagged = await flags.flaggers(session, flag)
    time = worktime.team(charter)
    leads = there.leads(charter) or flagged
    await flag_news.chase(session, flag, leads, time=time, cause=cause, now=now)
    if is_news:
        await flag_news.tell_news(session, flag, flagged, now=now, news=cause)


async def _still(session: AsyncSession, row: Notification, *, now: datetime) -> Flag | None:
    """The flag a row is about, locked, if a word is still owed by the person it was with.

    An entry that was put aside in the meantime has been answered for.
    """
    flag = await flags.get(session, row.workspace, row.about, lock=True)
    if not flag.is_open or flag.round != row.facts["round"]:
        return None
    entry: Entry = await entries.get(session, row.workspace, flag.entry_id)
    if entry.status is Life.ARCHIVED:
        await flags.settle(session, flag, Status.ARCHIVED, by=CLOCK, now=now)
        return None
    return flag
