"""Substitutes: who stands in for somebody who is away, and what they are told of it."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import outbox
from knowledge.absence import TOLD, Absence
from knowledge.charter import Charter
from knowledge.outbox import Kind


def of(charter: Charter, person: str) -> str | None:
    """Who stands in for this person, as the charter has it."""
    known = charter.person(person)
    return known.substitute if known else None


def in_turn(charter: Charter, person: str) -> Iterator[str]:
    """Who stands in for this person, who for those, and so on; nobody twice."""
    seen = {person}
    substitute = of(charter, person)
    while substitute and substitute not in seen:
        seen.add(substitute)
        yield substitute
        substitute = of(charter, substitute)


async def tell(
    session: AsyncSession,
    absence: Absence,
    others: Iterable[Absence],
    *,
    charter: Charter,
    now: datetime,
) -> None:
    """Have the substitute hear of an absence that is new or another, or that has ended early.

    `others` are what the person's other sources say. Nobody is told what they know from there, nor
    of quiet hours.
    """
    if absence.source not in TOLD:
        return
    if absence.is_over(now):
        for reader in await told(session, absence):
            await _plan(session, absence, reader, key=f"back:{now.timestamp()}", now=now)
        return
    known = any(one.source in TOLD and one.covers(absence, now) for one in others)
    substitute = of(charter, absence.person)
    if substitute and not known:
        await _plan(session, absence, substitute, key=f"{absence.source}:{absence.number}", now=now)


async def told(session: AsyncSession, absence: Absence, *, sent: bool = False) -> list[str]:
    """Who hears of what is over now, while it lasted; with `sent`, whom that has reached."""
    rows = await outbox.about(session, Kind.SUBSTITUTE, absence.id, workspace=absence.workspace)
    return [
        row.to for row in rows if row.facts["number"] == absence.number - 1 and (row.ts or not sent)
    ]


async def _plan(
    session: AsyncSession, absence: Absence, reader: str, *, key: str, now: datetime
) -> None:
    """Plan a message; one, where several absences of somebody end at the same time."""
    await outbox.notify(
        session,
        Kind.SUBSTITUTE,
        key=f"absence:{absence.person}:{key}:{reader}",
        workspace=absence.workspace,
        to=reader,
        about=absence.id,
        now=now,
        number=absence.number,
        ended=absence.is_over(now),
    )
