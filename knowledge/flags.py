"""Flags: giving one to somebody, saying the last word on it, and finding those there are."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import audit, entries, flag_news
from knowledge.charter import Charter
from knowledge.database import of_number
from knowledge.entry import Entry
from knowledge.flag import Doubt, Flag, Remark, Status
from knowledge.flag_keepers import Keeper
from knowledge.roster import Roster


async def settle(
    session: AsyncSession,
    flag: Flag,
    status: Status,
    *,
    by: str,
    now: datetime,
    reason: str | None = None,
) -> None:
    """The last word on it; whoever flagged the entry hears it."""
    flag.settle(status, by=by, now=now, reason=reason)
    audit.record(session, f"flag.{status}", flag, by=by, now=now)
    told = [person for person in await flaggers(session, flag) if person != by]
    await flag_news.tell_news(session, flag, told, now=now, news=status)
    await flag_news.show_everyone(session, flag, now=now)


async def give(
    session: AsyncSession,
    flag: Flag,
    keeper: Keeper,
    *,
    charter: Charter,
    there: Roster,
    now: datetime,
) -> None:
    """Let this person see to it from now on; they are told when they work."""
    time = there.time_of(keeper.person, charter).reckoned(now)
    flag.pass_to(keeper, charter.upkeep.flags, time=time, now=now)
    await flag_news.ask_owner(session, flag, time=time, now=now)


async def get(session: AsyncSession, workspace: str, number: int, *, lock: bool = False) -> Flag:
    """The flag of that number in this workspace.

    Raises:
        NotFound: there is none.
    """
    return await of_number(session, Flag, workspace, number, lock=lock)


async def with_entry(session: AsyncSession, workspace: str, number: int) -> tuple[Flag, Entry]:
    """A flag and its entry, both ours alone until we commit: the entry first, as everywhere.

    Raises:
        NotFound: there is none.
    """
    known = await get(session, workspace, number)
    entry = await entries.get(session, workspace, known.entry_id, lock=True)
    await session.refresh(known, with_for_update=True)
    return known, entry


async def open_of(session: AsyncSession, entry: Entry, *, lock: bool = False) -> Flag | None:
    """The open flag of an entry, if it has one."""
    query = select(Flag).where(Flag.entry_id == entry.id, Flag.status == Status.OPEN)
    return await session.scalar(query.with_for_update() if lock else query)


async def remarks(session: AsyncSession, flag: Flag) -> Sequence[Remark]:
    """What is held against the entry, oldest first."""
    query = select(Remark).where(Remark.flag_id == flag.id).order_by(Remark.id)
    return (await session.scalars(query)).all()


async def flaggers(session: AsyncSession, flag: Flag) -> list[str]:
    """The people who flagged it, first of all the first one."""
    persons = (remark.person for remark in await remarks(session, flag))
    return list(dict.fromkeys(person for person in persons if person))


async def owed_by(session: AsyncSession, workspace: str, person: str) -> Sequence[Flag]:
    """What this person has to see to, the most urgent first."""
    query = _open(workspace).where(Flag.owner == person)
    return (await session.scalars(query.order_by(Flag.due_at, Flag.id))).all()


async def open_ones(session: AsyncSession, workspace: str) -> Sequence[Flag]:
    """Every flag that is open, the most urgent first."""
    return (await session.scalars(_open(workspace).order_by(Flag.due_at, Flag.id))).all()


async def by_topic(session: AsyncSession, workspace: str) -> dict[str | None, int]:
    """How many flags are open on each topic, most first."""
    query = select(Entry.topic).join(Flag, Flag.entry_id == Entry.id)
    query = query.where(Flag.workspace == workspace, Flag.status == Status.OPEN)
    return dict(Counter(await session.scalars(query)).most_common())


async def doubted(
    session: AsyncSession, workspace: str, numbers: Collection[int]
) -> frozenset[int]:
    """Those of these entries that somebody says are wrong, and nobody has said more yet."""
    query = (
        select(Flag.entry_id)
        .join(Remark, Remark.flag_id == Flag.id)
        .where(
            Flag.workspace == workspace,
            Flag.entry_id.in_(numbers),
            Flag.status == Status.OPEN,
            Remark.doubt == Doubt.WRONG,
        )
    )
    return frozenset(await session.scalars(query)) if numbers else frozenset()


def _open(workspace: str) -> Any:
    return select(Flag).where(Flag.workspace == workspace, Flag.status == Status.OPEN)
