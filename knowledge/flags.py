"""Flags: what those do with one who keep its entry true; and which flags there are."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import audit, entries, flag_news, review, roster
from knowledge.charter import Charter
from knowledge.database import of_number
from knowledge.entry import Entry
from knowledge.entry import Status as Life
from knowledge.errors import EmptyText, IllegalMove, LacksMandate, NothingChanged, NotThere
from knowledge.flag import Doubt, Flag, Remark, Status
from knowledge.keepers import Keeper
from knowledge.roster import Roster


async def correct(
    session: AsyncSession,
    entry: Entry,
    *,
    by: str,
    charter: Charter,
    now: datetime,
    reason: str,
    **change: Any,
) -> None:
    """Change what the entry says (see `review.edit`); that settles its flag, if it has one.

    Raises:
        NoMandate: the charter gives this person no say.
        NothingChanged: it says what it said when it was flagged.
        Changed: somebody else has changed it since.
    """
    before = entry.revision
    await review.edit(session, entry, by=by, charter=charter, now=now, **change)
    flag = await open_of(session, entry, lock=True)
    if entry.revision == (flag.revision if flag else before):
        raise NothingChanged
    if flag:
        await settle(session, flag, Status.CORRECTED, by=by, now=now, reason=reason.strip() or None)


async def uphold(
    session: AsyncSession,
    flag: Flag,
    entry: Entry,
    reason: str,
    *,
    by: str,
    charter: Charter,
    now: datetime,
) -> None:
    """The entry is right, because … Saying so twice changes nothing.

    Raises:
        NoMandate: the charter gives this person no say.
        EmptyText: without a reason nobody has been answered.
        IllegalMove: it was settled otherwise.
    """
    review.check(charter, entry, by)
    reason = reason.strip()
    if not reason:
        raise EmptyText
    if not flag.was_settled(Status.UPHELD, by=by, reason=reason):
        await settle(session, flag, Status.UPHELD, by=by, now=now, reason=reason)


async def archive(
    session: AsyncSession,
    entry: Entry,
    *,
    by: str,
    charter: Charter,
    now: datetime,
    reason: str | None = None,
) -> None:
    """Nobody finds the entry any more; that settles its flag, if it has one. Twice is once.

    Raises:
        NoMandate: the charter gives this person no say.
    """
    review.check(charter, entry, by)
    if entry.status is Life.ARCHIVED:
        return
    entry.move_to(Life.ARCHIVED)
    entry.archived_at = now
    await entries.changed(session, entry, by=by, now=now, deed="entry.archived")
    await review.show_reviewer(session, entry, now=now)
    if flag := await open_of(session, entry, lock=True):
        await settle(session, flag, Status.ARCHIVED, by=by, now=now, reason=reason)


async def hand_over(
    session: AsyncSession,
    flag: Flag,
    entry: Entry,
    person: str,
    *,
    by: str,
    charter: Charter,
    now: datetime,
    seen: int,
) -> None:
    """Somebody else sees to it. `seen` is the round in which it was decided.

    Raises:
        NoMandate: the charter gives this person no say.
        LacksMandate: nor the one they have chosen.
        NotThere: that one cannot be reached.
        IllegalMove: it has moved on in the meantime.
    """
    if (flag.round, flag.owner) == (seen + 1, person):
        return
    review.check(charter, entry, by)
    if not flag.is_open or flag.round != seen:
        raise IllegalMove
    if not review.may_review(charter, entry, person):
        raise LacksMandate(person=person)
    there = await roster.load(session, flag.workspace, charter, now=now)
    if person in there.gone:
        raise NotThere(person=person)
    former = flag.owner
    await give(session, flag, Keeper(person), charter=charter, there=there, now=now)
    if former not in (by, person):
        await flag_news.tell_former(session, flag, former, now=now, cause="handed_over")
    audit.record(session, "flag.handed_over", flag, by=by, now=now, owner=person)
    await flag_news.show_everyone(session, flag, now=now)


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
