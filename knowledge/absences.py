"""Absences: who is away, from when until when; said by people themselves or by Slack's signs."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import absent, audit, charters, outbox, substitutes
from knowledge.absence import (
    TOLD,
    Absence,
    Source,
    check_length,
    check_mandate,
    current,
    get,
    of_person,
)
from knowledge.charter import Charter
from knowledge.database import alone
from knowledge.outbox import Kind, Notification

__all__ = ["begin", "come_back", "current", "get", "heard", "of_person", "stay_away"]


async def stay_away(
    session: AsyncSession,
    workspace: str,
    person: str,
    *,
    until: datetime | None,
    from_at: datetime,
    by: str,
    now: datetime,
) -> Absence:
    """Let somebody be away; what was said before is replaced. The same again changes nothing.

    `until` None: until further notice. What begins in the past begins now.

    Raises:
        NoMandate: only they, or a lead, may say so.
        BackTooSoon: it would be over before it begins.
    """
    charter = await charters.in_force(session, workspace)
    check_mandate(charter, person, by)
    check_length(from_at, until, now)
    start = max(from_at, now)
    one = await _of_source(session, workspace, person, Source.PERSON, now=now)
    if one.is_over(now) or not one.says(start, until, now):
        one.restate(start, until)
        await _keep(session, one, "absence.said", charter=charter, by=by, now=now)
    return one


async def come_back(
    session: AsyncSession, workspace: str, person: str, *, by: str, now: datetime
) -> Sequence[Absence]:
    """Let somebody be there again, whatever any source says; give the absences that this ends.

    Who is not away takes back what they had announced. Twice changes nothing.

    Raises:
        NoMandate: only they, or a lead, may say so.
    """
    charter = await charters.in_force(session, workspace)
    check_mandate(charter, person, by)
    await alone(session, workspace, "absences", person)
    said = await of_person(session, workspace, person, now=now)
    announced = [one for one in said if one.source is Source.PERSON]
    ended = [one for one in said if one.is_on(now)] or announced
    for one in ended:
        one.ended_at = now
    for one in ended:
        await _keep(session, one, "absence.ended", charter=charter, by=by, now=now)
    return ended


async def heard(
    session: AsyncSession,
    workspace: str,
    person: str,
    *,
    source: Source,
    from_at: datetime | None,
    until_at: datetime | None,
    now: datetime,
) -> Absence | None:
    """Note what a sign of Slack's says; `from_at` None: it says nothing any more.

    Nothing is written where it says what it said before, nor of people the charter does not name.
    What it says again after somebody has come back is nothing new.
    """
    one = await _of_source(session, workspace, person, source, now=now)
    if from_at is None:
        return await _unsay(session, one, now=now)
    charter = await charters.in_force(session, workspace)
    if one.says(from_at, until_at, now) or person not in charter.everyone():
        return None
    one.restate(from_at, until_at)
    await _keep(session, one, "absence.heard", charter=charter, by=person, now=now)
    return one


async def begin(session: AsyncSession, row: Notification, *, now: datetime) -> None:
    """An absence that was announced begins: what they owe is looked after."""
    one = await get(session, row.workspace, row.about)
    if one.number == row.facts["number"] and one.is_on(now):
        await absent.follow(session, one.workspace, one.person, now=now)


async def _of_source(
    session: AsyncSession, workspace: str, person: str, source: Source, *, now: datetime
) -> Absence:
    """The last word of a source, nobody else's to change until we commit; an empty one at first."""
    await alone(session, workspace, "absences", person)
    said = (Absence.workspace == workspace, Absence.person == person, Absence.source == source)
    query = select(Absence).where(*said).execution_options(populate_existing=True)
    known = await session.scalar(query)
    return known or Absence(
        workspace=workspace, person=person, source=source, from_at=now, until_at=now, number=0
    )


async def _unsay(session: AsyncSession, one: Absence, *, now: datetime) -> Absence | None:
    """A sign is gone: what it said is over, and may be said anew."""
    was_over = one.is_over(now)
    if one.until_at is None or one.until_at > now:
        one.until_at = now
    if was_over:
        return None
    charter = await charters.in_force(session, one.workspace)
    await _keep(session, one, "absence.ended", charter=charter, by=one.person, now=now)
    return one


async def _keep(
    session: AsyncSession, one: Absence, deed: str, *, charter: Charter, by: str, now: datetime
) -> None:
    """Write it down; who stands in hears of it, and what is owed is looked after."""
    one.number += 1
    session.add(one)
    await session.flush()
    moments = {"from_at": one.from_at, "until_at": one.until_at}
    told = {name: moment and moment.isoformat() for name, moment in moments.items()}
    audit.record(session, deed, one, by=by, now=now, source=one.source, **told)
    others = await of_person(session, one.workspace, one.person, now=now)
    rest = [other for other in others if other is not one]
    await substitutes.tell(session, one, rest, charter=charter, now=now)
    if one.is_on(now):
        await absent.follow(session, one.workspace, one.person, now=now)
    elif one.is_over(now):
        await absent.is_back(session, one.workspace, one.person, now=now)
    elif one.source in TOLD:
        await _plan_begin(session, one, now=now)


async def _plan_begin(session: AsyncSession, one: Absence, *, now: datetime) -> None:
    key = f"absence:{one.id}:{one.number}:begins"
    await outbox.notify(
        session,
        Kind.ABSENCE_BEGINS,
        key=key,
        workspace=one.workspace,
        to=one.person,
        about=one.id,
        now=now,
        at=one.from_at,
        lane=key,
        number=one.number,
    )
