"""Duplicates: finding pairs of entries that answer the same, and seeing them settled."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import audit, charters, entries, review, rulings, settling, twins
from knowledge.charter import Charter
from knowledge.database import alone, insert_once, of_number
from knowledge.duplicate import Duplicate, Outcome, are_translations, may_meet, ordered
from knowledge.entry import Entry, Status
from knowledge.errors import EmptyText, NotFound
from knowledge.outbox import Notification
from knowledge.ruling import WHY_LIMIT, Ruling, Verdict
from knowledge.search.index import Index
from knowledge.twins import Twin


async def compare(session: AsyncSession, row: Notification, *, index: Index, now: datetime) -> None:
    """An entry was published, changed or put aside: see what it duplicates or contradicts now."""
    entry = await session.get(Entry, row.about)
    if entry is None or entry.workspace != row.workspace:
        return
    await alone(session, "duplicates", entry.workspace)
    found = {one.entry.id: one for one in await _sure(session, entry, index)}
    for known in await of_entry(session, entry):
        if known.beside(entry.id) not in found:
            await _recheck(session, known, entry, index, now=now)
    for one in found.values():
        await keep(session, entry, one, now=now)


async def _sure(session: AsyncSession, entry: Entry, index: Index) -> list[Twin]:
    if entry.status is not Status.PUBLISHED:
        return []
    audiences = await entries.audiences(session, entry.workspace)
    found = await twins.of(session, entry, index=index, audiences=audiences, limit=twins.NEAR)
    return [one for one in found if counts(entry, one)]


def counts(entry: Entry, found: Twin) -> bool:
    """Whether a pair is to be settled: surely the same question, and more than a translation."""
    is_pair = found.is_sure and may_meet(entry, found.entry)
    return is_pair and (found.contradicts or not are_translations(entry, found.entry))


async def _recheck(
    session: AsyncSession, known: Duplicate, entry: Entry, index: Index, *, now: datetime
) -> None:
    """It was not found from this side: look from the other one before it is closed."""
    other = await session.get_one(Entry, known.beside(entry.id))
    if Status.PUBLISHED is entry.status is other.status:
        again = {one.entry.id: one for one in await _sure(session, other, index)}
        if entry.id in again:
            await keep(session, other, again[entry.id], now=now)
            return
        await close(session, known, Outcome.CHANGED, now=now)
    else:
        await close(session, known, Outcome.GONE, now=now)


async def keep(session: AsyncSession, entry: Entry, found: Twin, *, now: datetime) -> Duplicate:
    """Write a pair down; a contradiction that is news is told to who settles it."""
    one, other = ordered(entry, found.entry)
    await insert_once(
        session,
        Duplicate,
        workspace=entry.workspace,
        one_id=one,
        other_id=other,
        contradicts=False,
        confidence=0.0,
        round=0,
        found_at=now,
        closed_at=now,
    )
    query = select(Duplicate).where(Duplicate.one_id == one, Duplicate.other_id == other)
    known = (await session.scalars(query)).one()
    was_told = known.is_open and known.contradicts
    is_news = known.begin(
        contradicts=found.contradicts, confidence=round(found.confidence, 3), now=now
    )
    if is_news:
        charter = await charters.in_force(session, entry.workspace)
        await settling.announce(session, known, entry, found.entry, charter=charter, now=now)
    elif was_told and not known.contradicts:
        await session.flush()
        await settling.show(session, known, now=now)
    return known


async def close(
    session: AsyncSession, known: Duplicate, outcome: Outcome, *, now: datetime
) -> None:
    """It is settled; who was asked to settle it sees so."""
    known.close(outcome, now=now)
    await session.flush()
    await settling.show(session, known, now=now)


async def keep_both(
    session: AsyncSession,
    entry: Entry,
    other: Entry,
    *,
    why: str,
    by: str,
    charter: Charter,
    now: datetime,
) -> None:
    """Both are right, for a reason: they are not brought up again until one of them changes in
    what matters. A draft is published with that. Saying so twice changes nothing.

    Raises:
        NoMandate: the charter gives this person no say over one of them.
        EmptyText: no reason is given.
        NeedsOtherEyes, NobodyElse, IllegalMove: see `review.publish`.
    """
    for one in (entry, other):
        review.check(charter, one, by)
    if not why.strip():
        raise EmptyText
    await alone(session, "duplicates", entry.workspace)
    if not await _is_kept(session, entry, other):
        await _rule(session, entry, other, why=why, by=by, now=now)
    if entry.is_pending:
        await review.publish(session, entry, by=by, charter=charter, now=now)


async def _rule(
    session: AsyncSession, entry: Entry, other: Entry, *, why: str, by: str, now: datetime
) -> None:
    ruling = Ruling(
        workspace=entry.workspace,
        verdict=Verdict.KEPT,
        entry_id=entry.id,
        other_id=other.id,
        why=why.strip()[:WHY_LIMIT],
        by=by,
        at=now,
        facts={"fingerprints": twins.fingerprints(entry, other)},
    )
    session.add(ruling)
    audit.record(session, "entry.kept_beside", entry, by=by, now=now, other=other.id)
    for known in await of_entry(session, entry):
        if known.beside(entry.id) == other.id:
            await close(session, known, Outcome.KEPT, now=now)


async def _is_kept(session: AsyncSession, entry: Entry, other: Entry) -> bool:
    settled = twins.kept_apart(await rulings.kept(session, entry.workspace, entry.id))
    return twins.is_kept(entry, other, settled)


async def get(session: AsyncSession, workspace: str, number: int) -> Duplicate:
    """The pair of that number in this workspace.

    Raises:
        NotFound: there is none.
    """
    return await of_number(session, Duplicate, workspace, number)


async def both(session: AsyncSession, known: Duplicate) -> tuple[Entry, Entry]:
    """The two entries of a pair."""
    one, other = [await session.get(Entry, number) for number in known.pair]
    if one is None or other is None:
        raise NotFound
    return one, other


async def of_entry(session: AsyncSession, entry: Entry) -> Sequence[Duplicate]:
    """The open pairs it is in."""
    query = select(Duplicate).where(
        Duplicate.workspace == entry.workspace,
        Duplicate.closed_at.is_(None),
        or_(Duplicate.one_id == entry.id, Duplicate.other_id == entry.id),
    )
    return (await session.scalars(query.order_by(Duplicate.id))).all()


async def listed(session: AsyncSession, workspace: str) -> Sequence[Duplicate]:
    """Every open pair: contradictions first, then the surest."""
    query = (
        select(Duplicate)
        .where(Duplicate.workspace == workspace, Duplicate.closed_at.is_(None))
        .order_by(Duplicate.contradicts.desc(), Duplicate.confidence.desc(), Duplicate.id)
    )
    return (await session.scalars(query)).all()


async def contradicted(
    session: AsyncSession, workspace: str, numbers: Collection[int]
) -> list[tuple[int, Entry]]:
    """Those of these entries that another published one contradicts, each with that other one,
    whoever may see it.
    """
    query = select(Duplicate).where(
        Duplicate.workspace == workspace,
        Duplicate.closed_at.is_(None),
        Duplicate.contradicts,
        or_(Duplicate.one_id.in_(numbers), Duplicate.other_id.in_(numbers)),
    )
    rows = (await session.scalars(query.order_by(Duplicate.id))).all()
    known = await entries.of_numbers(session, workspace, {n for row in rows for n in row.pair})
    return [
        (number, known[row.beside(number)])
        for row in rows
        for number in row.pair
        if number in numbers and row.beside(number) in known
    ]
