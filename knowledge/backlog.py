"""Backlog: how much waits, in all workspaces together; counted by indexes, so that it is cheap."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge.entry import Entry
from knowledge.entry import Status as Written
from knowledge.escalation import LIVE, Escalation
from knowledge.escalation import Status as Owed
from knowledge.flag import Flag
from knowledge.flag import Status as Flagged
from knowledge.inbox import TRIES, Event
from knowledge.notification import Notification, State
from knowledge.trouble import Trouble

RATE_LIMITED = "ratelimited"
OTHER = "other"


class Waits(StrEnum):
    """What a row of the outbox waits for."""

    TIME = "its_time"  # it is planned for later
    WORKER = "worker"  # it is due, or somebody is at work on it
    RETRY = "another_try"  # it could not be sent
    NOTHING = "nothing"  # it cannot be delivered, ever


@dataclass(frozen=True)
class Backlog:
    """What waits at one moment. Of rows that wait for another try, or failed, the reason is told:
    a `Trouble`, Slack's `ratelimited`, or `other`.
    """

    due_since: datetime | None = None
    outbox: Mapping[tuple[Waits, str], int] = field(default_factory=dict)
    events: int = 0
    events_given_up: int = 0
    escalations: Mapping[Owed, int] = field(default_factory=dict)
    overdue: int = 0
    in_review: int = 0
    flags: int = 0


async def count(session: AsyncSession, *, now: datetime) -> Backlog:
    """Count what waits."""
    events = await _events(session)
    return Backlog(
        due_since=await longest_due(session, now=now),
        outbox=await _outbox(session, now),
        events=events[False],
        events_given_up=events[True],
        escalations=await _escalations(session),
        overdue=await _number(session, select(Escalation.id).where(*_is_overdue(now))),
        in_review=await _number(session, select(Entry.id).where(Entry.status == Written.IN_REVIEW)),
        flags=await _number(session, select(Flag.id).where(Flag.status == Flagged.OPEN)),
    )


async def longest_due(session: AsyncSession, *, now: datetime) -> datetime | None:
    """Since when a lane waits for a worker; None if none does.

    A lane whose first row is being sent, or was put off, waits for that and for no worker.
    """
    due_at, held = func.min(Notification.due_at), func.max(Notification.lease_until)
    lanes = (
        select(due_at.label("due_at"), held.label("held_until"))
        .where(Notification.state == State.READY, Notification.due_at <= now)
        .group_by(Notification.lane)
        .having(or_(held.is_(None), held <= now))
        .subquery()
    )
    was_held = lanes.c.held_until > lanes.c.due_at
    since = case((was_held, lanes.c.held_until), else_=lanes.c.due_at)
    first: datetime | None = await session.scalar(select(func.min(since)))
    return first


async def _outbox(session: AsyncSession, now: datetime) -> dict[tuple[Waits, str], int]:
    """What is planned for later may be very much, and is counted without being read."""
    later = select(Notification.id).where(
        Notification.state == State.READY, Notification.due_at > now
    )
    counted = {(Waits.TIME, ""): await _number(session, later)}
    waits, due = _waits(now), and_(Notification.state == State.READY, Notification.due_at <= now)
    for these in (due, Notification.state == State.FAILED):
        rows = select(waits, Notification.trouble).where(these).subquery()
        query = select(rows.c.waits, rows.c.trouble, func.count()).group_by(
            rows.c.waits, rows.c.trouble
        )
        for word, trouble, number in await session.execute(query):
            name = (Waits(word), _reason(Waits(word), trouble))
            counted[name] = counted.get(name, 0) + number
    return counted


def _waits(now: datetime) -> ColumnElement[str]:
    is_put_off = and_(Notification.owner.is_(None), Notification.lease_until > now)
    return case(
        (Notification.state == State.FAILED, Waits.NOTHING.value),
        (is_put_off, Waits.RETRY.value),
        else_=Waits.WORKER.value,
    ).label("waits")


def _reason(waits: Waits, trouble: str | None) -> str:
    """One of few words: what another system said may be anything."""
    if waits is Waits.WORKER:
        return ""
    return str(trouble) if trouble in (RATE_LIMITED, *Trouble) else OTHER


async def _events(session: AsyncSession) -> dict[bool, int]:
    """How many events are not done, by whether nobody tries any more."""
    query = select(Event.attempts, func.count()).where(Event.done_at.is_(None))
    counted = {False: 0, True: 0}
    for attempts, number in await session.execute(query.group_by(Event.attempts)):
        counted[attempts >= TRIES] += number
    return counted


async def _escalations(session: AsyncSession) -> dict[Owed, int]:
    """How many are in each state in which an answer is owed."""
    query = select(Escalation.status, func.count()).where(Escalation.status.in_(LIVE))
    found = {row[0]: row[1] for row in await session.execute(query.group_by(Escalation.status))}
    return {status: found.get(status, 0) for status in LIVE}


def _is_overdue(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """While its clock stands still, nothing is overdue."""
    return (Escalation.status.in_([Owed.OPEN, Owed.ACKNOWLEDGED]), Escalation.due_at < now)


async def _number(session: AsyncSession, query: Select[int]) -> int:
    return await session.scalar(select(func.count()).select_from(query.subquery())) or 0
