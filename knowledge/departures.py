"""Departures: somebody leaves, and nothing they did is left to nobody."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import audit, charters, entries, overdue, people, sheets, submission
from knowledge import departure_news as news
from knowledge.charter import Charter
from knowledge.database import alone, of_number
from knowledge.departure import Departure
from knowledge.errors import IllegalMove, NoMandate
from knowledge.outbox import Notification
from knowledge.timeline import CLOCK


async def announce(
    session: AsyncSession,
    workspace: str,
    person: str,
    leaves_at: datetime,
    *,
    by: str,
    now: datetime,
) -> Departure:
    """Somebody will leave; those in charge get their sheet. The same again changes nothing.

    Raises:
        NoMandate: only they, or whoever is in charge, may say so.
    """
    charter, gone = await scene(session, workspace)
    if by != person and by not in news.readers(charter, gone, person):
        raise NoMandate
    one = await _open(session, workspace, person, now=now)
    if one.leaves_at == leaves_at:
        return one
    one.leaves_at, one.announced_by = leaves_at, by
    one.plan += 1
    audit.record(session, "departure.announced", one, by=by, now=now, person=person)
    await news.tell(session, one, charter, gone, now=now)
    return one


async def opened(
    session: AsyncSession, workspace: str, person: str, *, by: str, now: datetime
) -> Departure:
    """What is to be handed over of this person's, whether anybody has announced it or not."""
    one = await _open(session, workspace, person, now=now)
    one.announced_by = one.announced_by or by
    return one


async def left(session: AsyncSession, workspace: str, person: str, *, now: datetime) -> None:
    """Their account is closed: what cannot wait is passed on, the rest is for those in charge.

    Of whom nothing depends on, nobody hears.
    """
    one = await _open(session, workspace, person, now=now)
    if one.has_left:
        return
    one.left_at = now
    one.plan += 1
    audit.record(session, "departure.left", one, by=CLOCK, now=now, person=person)
    await pass_on_what_waits(session, workspace, person, now=now)
    charter, gone = await scene(session, workspace)
    if await _is_settled(session, one, charter, now=now):
        return
    await news.tell(session, one, charter, gone, now=now)


async def returned(session: AsyncSession, workspace: str, person: str, *, now: datetime) -> None:
    """Their account is open again: nothing is to be handed over."""
    one = await open_of(session, workspace, person)
    if one and one.has_left:
        await _cancel(session, one, by=CLOCK, now=now)


async def stay(
    session: AsyncSession, number: int, *, workspace: str, by: str, now: datetime
) -> Departure:
    """They do not leave after all. Saying so twice changes nothing.

    Raises:
        NoMandate: only they, or whoever is in charge, may say so.
        IllegalMove: they have left, or what they did is handed over.
    """
    one = await get(session, workspace, number, lock=True)
    charter, gone = await scene(session, workspace)
    if by != one.person and by not in news.readers(charter, gone, one.person):
        raise NoMandate
    if one.cancelled_at:
        return one
    if one.has_left or not one.is_open:
        raise IllegalMove
    await _cancel(session, one, by=by, now=now)
    return one


async def again(session: AsyncSession, row: Notification, *, now: datetime) -> None:
    """Nobody has dealt with it so far: those in charge see it again."""
    one = await get(session, row.workspace, row.about, lock=True)
    if not one.is_open or one.plan != row.facts["plan"]:
        return
    charter, gone = await scene(session, row.workspace)
    if one.has_left and await _is_settled(session, one, charter, now=now):
        return
    await news.tell(session, one, charter, gone, now=now, times=row.facts["times"] + 1)


async def unreached(session: AsyncSession, row: Notification, *, now: datetime) -> None:
    """Somebody in charge can't be reached: the lead channel is told."""
    charter = await charters.in_force(session, row.workspace)
    await news.tell_lead_channel(session, row, charter, now=now)


async def get(
    session: AsyncSession, workspace: str, number: int, *, lock: bool = False
) -> Departure:
    """The departure of that number.

    Raises:
        NotFound: there is none.
    """
    return await of_number(session, Departure, workspace, number, lock=lock)


async def open_of(session: AsyncSession, workspace: str, person: str) -> Departure | None:
    """What is still to be handed over of this person's, if anything is."""
    query = select(Departure).where(
        Departure.workspace == workspace,
        Departure.person == person,
        Departure.settled_at.is_(None),
        Departure.cancelled_at.is_(None),
    )
    return await session.scalar(query.limit(1))


async def scene(session: AsyncSession, workspace: str) -> tuple[Charter, frozenset[str]]:
    charter = await charters.in_force(session, workspace)
    return charter, await people.gone(session, workspace)


async def _open(session: AsyncSession, workspace: str, person: str, *, now: datetime) -> Departure:
    """The one that is open, else a new one; nobody else's to change until we commit."""
    await alone(session, workspace, "departure", person)
    if known := await open_of(session, workspace, person):
        return known
    new = Departure(workspace=workspace, person=person, opened_at=now, plan=0)
    session.add(new)
    await session.flush()
    return new


async def pass_on_what_waits(
    session: AsyncSession, workspace: str, person: str, *, now: datetime
) -> None:
    """Drafts find another reviewer, and signals another owner."""
    for draft in await entries.drafts_for(session, workspace, person):
        await submission.reassign(session, workspace, draft.id, unreached=person, now=now)
    await overdue.owner_left(session, workspace, person, now=now)


async def _is_settled(
    session: AsyncSession, one: Departure, charter: Charter, *, now: datetime
) -> bool:
    """Whether nothing is left to hand over; then it is over."""
    sheet = await sheets.of(session, one.workspace, one.person, charter=charter, now=now)
    if sheet.is_empty:
        await settle(session, one, by=CLOCK, now=now)
    return sheet.is_empty


async def settle(session: AsyncSession, one: Departure, *, by: str, now: datetime) -> None:
    one.settled_at, one.settled_by = now, by
    audit.record(session, "departure.settled", one, by=by, now=now, person=one.person)
    await news.show(session, one, now=now)


async def _cancel(session: AsyncSession, one: Departure, *, by: str, now: datetime) -> None:
    one.cancelled_at = now
    audit.record(session, "departure.cancelled", one, by=by, now=now, person=one.person)
    await news.show(session, one, now=now)
