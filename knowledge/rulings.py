"""Rulings: finding what reviewers have decided."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge.entry import Entry, Status
from knowledge.ruling import Ruling, Verdict


async def last(session: AsyncSession, entry: Entry, verdict: Verdict) -> Ruling | None:
    """The latest one of this kind about an entry that was not undone."""
    query = select(Ruling).where(
        Ruling.workspace == entry.workspace,
        Ruling.entry_id == entry.id,
        Ruling.verdict == verdict,
        Ruling.undone_at.is_(None),
    )
    return await session.scalar(query.order_by(Ruling.id.desc()).limit(1))


async def kept(session: AsyncSession, workspace: str, number: int) -> Sequence[Ruling]:
    """Every pair this entry is in of which both were kept."""
    query = select(Ruling).where(
        Ruling.workspace == workspace,
        Ruling.verdict == Verdict.KEPT,
        or_(Ruling.entry_id == number, Ruling.other_id == number),
    )
    return (await session.scalars(query)).all()


async def all_kept(session: AsyncSession, workspace: str) -> Sequence[Ruling]:
    """Every pair of which both were kept."""
    query = select(Ruling).where(Ruling.workspace == workspace, Ruling.verdict == Verdict.KEPT)
    return (await session.scalars(query)).all()


async def merged_into(session: AsyncSession, entry: Entry) -> Entry | None:
    """The entry that this one is found as now, however often that one was merged in its turn."""
    seen = {entry.id}
    while entry.status is Status.ARCHIVED and (
        ruling := await last(session, entry, Verdict.MERGED)
    ):
        target = await session.get_one(Entry, ruling.other_id)
        if target.id in seen:
            return None
        seen.add(target.id)
        entry = target
    return entry if len(seen) > 1 else None


async def sources_of(session: AsyncSession, entry: Entry) -> Sequence[Entry]:
    """The entries that were merged into this one, and are still put aside for it: oldest first."""
    query = (
        select(Entry)
        .join(Ruling, Ruling.entry_id == Entry.id)
        .where(
            Ruling.workspace == entry.workspace,
            Ruling.other_id == entry.id,
            Ruling.verdict == Verdict.MERGED,
            Ruling.undone_at.is_(None),
            Entry.status == Status.ARCHIVED,
        )
        .order_by(Ruling.id)
    )
    return (await session.scalars(query)).all()
