"""Settling: who hears that two entries contradict each other, until somebody has settled it."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import charters, outbox, people, review
from knowledge.charter import Charter
from knowledge.duplicate import Duplicate
from knowledge.entry import Entry
from knowledge.outbox import Kind, Notification

AGAIN = timedelta(days=7)
"""A contradiction has no deadline, but it is told every week until it is settled."""

LEADS_FROM = 2
"""The repetition from which the leads hear of it as well."""


def settlers(charter: Charter, one: Entry, other: Entry, *, gone: Collection[str]) -> list[str]:
    """Who may settle it and is there, the nearest first: owners, reviewers, the topic's reviewer,
    leads. Where nobody of them has a say over both, those who have one over either.
    """
    topic = charter.topic(one.topic) or charter.topic(other.topic)
    near = [one.owner, other.owner, one.reviewer, other.reviewer]
    near += [charter.reviewer_for(topic, besides=gone), *charter.leads()]
    there = dict.fromkeys(person for person in near if person and person not in gone)
    say = {
        person: sum(review.may_review(charter, entry, person) for entry in (one, other))
        for person in there
    }
    return [person for person in there if say[person] == 2] or [p for p in there if say[p]]


async def announce(
    session: AsyncSession,
    known: Duplicate,
    one: Entry,
    other: Entry,
    *,
    charter: Charter,
    now: datetime,
    times: int = 0,
) -> None:
    """Tell who settles it, and plan to tell it again."""
    gone = await people.gone(session, known.workspace)
    persons = settlers(charter, one, other, gone=gone)[:1]
    if times >= LEADS_FROM:
        persons += [lead for lead in charter.leads() if lead not in gone]
    for person in dict.fromkeys(persons):
        await tell(session, known, person, times=times, now=now)
    await outbox.notify(
        session,
        Kind.CONTRADICTION_AGAIN,
        key=f"duplicate:{known.id}:{known.round}:{times}:again",
        workspace=known.workspace,
        to="timer",
        lane=f"duplicate:{known.id}",
        about=known.id,
        now=now,
        at=now + AGAIN,
        round=known.round,
        times=times + 1,
    )


async def tell(
    session: AsyncSession, known: Duplicate, person: str, *, times: int, now: datetime
) -> None:
    """Ask one person to settle it."""
    await outbox.notify(
        session,
        Kind.CONTRADICTION,
        key=f"duplicate:{known.id}:{known.round}:{times}:{person}",
        workspace=known.workspace,
        to=person,
        about=known.id,
        now=now,
        round=known.round,
        times=times,
    )


async def again(session: AsyncSession, row: Notification, *, now: datetime) -> None:
    """A week is over: whoever settles it now hears of it again."""
    known = await session.get(Duplicate, row.about)
    is_owed = known and known.is_open and known.contradicts
    if not known or not is_owed or known.round != row.facts["round"]:
        return
    one, other = [await session.get_one(Entry, number) for number in known.pair]
    charter = await charters.in_force(session, row.workspace)
    how = {"charter": charter, "now": now, "times": row.facts["times"]}
    await announce(session, known, one, other, **how)


async def unreachable(session: AsyncSession, row: Notification, *, now: datetime) -> None:
    """Who was to settle it can't be reached: each lead hears of it instead."""
    known = await session.get(Duplicate, row.about)
    charter = await charters.in_force(session, row.workspace)
    gone = {*await people.gone(session, row.workspace), row.to}
    for lead in charter.leads() if known else ():
        if known and lead not in gone:
            await tell(session, known, lead, times=row.facts["times"], now=now)


async def show(session: AsyncSession, known: Duplicate, *, now: datetime) -> None:
    """Bring what was told of it up to date."""
    await outbox.refresh(session, Kind.CONTRADICTION, known.id, workspace=known.workspace, now=now)
