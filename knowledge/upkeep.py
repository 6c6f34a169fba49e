"""Upkeep: an entry is found true again, handed over, read, or says again what it said before."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer, lazyload

from knowledge import audit, charters, entries, outbox, people, review, revisions, weeks
from knowledge.charter import Charter
from knowledge.entry import Change, Entry, Status
from knowledge.errors import IllegalMove, LacksMandate, NoMandate, NotThere
from knowledge.outbox import Kind, Notification
from knowledge.review import has_mandate
from knowledge.timeline import CLOCK
from knowledge.verification import AHEAD, Standing, check_owner, is_due, standing

DAY = timedelta(days=1)


async def verify(
    session: AsyncSession, entry: Entry, *, by: str, charter: Charter, now: datetime
) -> None:
    """*Still true*. The same word of the same person within a day says nothing new.

    Raises:
        NoMandate: this person's word would not count.
        IllegalMove: it is not published any more.
    """
    if not has_mandate(charter, entry.topic, by):
        raise NoMandate
    if entry.status is not Status.PUBLISHED:
        raise IllegalMove
    if entry.verified_by == by and entry.verified_at and now < entry.verified_at + DAY:
        return
    entry.verify(by=by, now=now)
    audit.record(session, "entry.verified", entry, by=by, now=now)
    session.add(Change(workspace=entry.workspace, entry_id=entry.id))
    await weeks.show(session, entry, now=now)


async def hand_over(
    session: AsyncSession, entry: Entry, *, to: str, by: str, charter: Charter, now: datetime
) -> None:
    """Let somebody else keep it true; they hear of it. To whom it belongs already: nothing.

    Raises:
        NotAllowed, NoMandate: it is for its owner, or a lead, to say.
        LacksMandate: the word of that person would not count.
        NotThere: their account is closed.
    """
    check_owner(charter, entry, by)
    if entry.owner == to:
        return
    if not has_mandate(charter, entry.topic, to):
        raise LacksMandate(person=to)
    if to in await people.gone(session, entry.workspace):
        raise NotThere(person=to)
    await _give(session, entry, to, by=by, now=now)


async def stay_with(session: AsyncSession, row: Notification, *, now: datetime) -> None:
    """Whoever was handed an entry cannot be told so: it stays with the one who had it."""
    entry = await entries.get(session, row.workspace, row.about, lock=True)
    former = row.facts["former"] or row.facts["by"]
    if entry.owner == row.to != former:
        await _give(session, entry, former, by=CLOCK, now=now, unreached=row.to)


async def revert(
    session: AsyncSession,
    entry: Entry,
    number: int,
    *,
    by: str,
    charter: Charter,
    now: datetime,
    seen: int,
    why: str,
) -> None:
    """*Go back to this*: what revision `number` said is an edit like any other.

    Raises:
        NotFound, KeptForFewer: see `revisions.back_to`.
        NoMandate, Changed: see `review.edit`.
    """
    review.check(charter, entry, by)
    said = await revisions.back_to(session, entry, number)
    await review.edit(session, entry, by=by, charter=charter, now=now, seen=seen, why=why, **said)


async def viewed(
    session: AsyncSession, workspace: str, numbers: Collection[int], *, now: datetime
) -> None:
    """Note that entries were read: one statement, which writes once a day for each at most.

    An entry that somebody is changing is left out: nobody waits for this, and two who read the
    same entries in another order cannot wait for each other. Nor does this keep anybody from
    writing rows that refer to the entry, such as receipts.
    """
    stale = or_(Entry.viewed_at.is_(None), Entry.viewed_at <= now - DAY)
    chosen = (
        select(Entry.id)
        .where(Entry.workspace == workspace, Entry.id.in_(numbers), stale)
        .with_for_update(skip_locked=True, key_share=True)
    )
    if numbers:
        await session.execute(
            update(Entry)
            .where(Entry.id.in_(chosen.scalar_subquery()))
            .values(viewed_at=now)
            .execution_options(synchronize_session=False)
        )


async def due(
    session: AsyncSession, workspace: str, charter: Charter, *, now: datetime
) -> Sequence[Entry]:
    """The entries whose owners are to say whether they are still true; longest waiting first."""
    shortest = min((charter.upkeep.verify, *_said(charter)))
    since = func.coalesce(Entry.verified_at, Entry.published_at, Entry.created_at)
    query = (
        select(Entry)
        .where(
            Entry.workspace == workspace,
            Entry.status == Status.PUBLISHED,
            or_(Entry.is_lapsed, since <= now + AHEAD - shortest),
        )
        .order_by(since, Entry.id)
    )
    gone = await people.gone(session, workspace)
    return [one for one in await session.scalars(query) if is_due(one, charter, gone, now)]


async def mark_lapsed(session: AsyncSession, workspace: str, *, now: datetime) -> int:
    """Let search know which entries have lapsed, and which no longer have; how many changed."""
    charter = await charters.in_force(session, workspace)
    gone = await people.gone(session, workspace)
    query = (
        select(Entry)
        .where(Entry.workspace == workspace, Entry.status == Status.PUBLISHED)
        .options(defer(Entry.body), lazyload(Entry.variants))
    )
    changed = 0
    for entry in await session.scalars(query):
        has_lapsed = standing(entry, charter, gone, now) is Standing.LAPSED
        if entry.is_lapsed is not has_lapsed:
            entry.is_lapsed = has_lapsed
            session.add(Change(workspace=workspace, entry_id=entry.id))
            changed += 1
    return changed


async def _give(
    session: AsyncSession, entry: Entry, to: str, *, by: str, now: datetime, **facts: Any
) -> None:
    former, entry.owner = entry.owner, to
    audit.record(session, "entry.handed_over", entry, by=by, now=now, former=former, owner=to)
    if to != by:
        await outbox.notify(
            session,
            Kind.OWNED,
            key=f"entry:{entry.id}:owned:{to}:{now.timestamp()}",
            workspace=entry.workspace,
            to=to,
            about=entry.id,
            now=now,
            by=by,
            former=former,
            **facts,
        )
    await weeks.show(session, entry, now=now)


def _said(charter: Charter) -> list[timedelta]:
    topics = [topic.verify for topic in charter.topics if topic.verify]
    return [*charter.upkeep.kinds.values(), *topics]
