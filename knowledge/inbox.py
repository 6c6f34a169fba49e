"""The inbox: events are kept before they are acknowledged, so that none is lost or done twice."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Index, String, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Base, insert_once

LEASE = timedelta(seconds=60)
KEPT = timedelta(days=3)
"""Longer than Slack redelivers (hourly for a day at most)."""
TRIES = 8


class Event(Base):
    """One event, kept until it is done, and known for some days so that it stays done once."""

    __tablename__ = "inbox"
    __table_args__ = (Index(None, "done_at", "due_at"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    workspace: Mapped[str | None] = mapped_column(String(32))
    body: Mapped[dict[str, Any]]
    received_at: Mapped[datetime]
    due_at: Mapped[datetime]
    attempts: Mapped[int]
    done_at: Mapped[datetime | None]


async def keep(
    session: AsyncSession, event_id: str, body: dict[str, Any], *, now: datetime
) -> bool:
    """Keep an event; say whether it is new. A redelivered one changes nothing."""
    facts = {"body": body, "received_at": now, "due_at": now, "attempts": 0}
    return await insert_once(session, Event, id=event_id, workspace=_heard_in(body), **facts)


def _heard_in(body: dict[str, Any]) -> str | None:
    """The workspace that an event is told for: of a shared channel's, not the sender's."""
    for heard in (*(body.get("authorizations") or ()), body):
        if team := heard.get("team_id"):
            return str(team)
    return None


async def lease_due(session: AsyncSession, *, now: datetime, limit: int = 20) -> Sequence[Event]:
    """Take the oldest events that wait. One that was not done is due again after its lease."""
    waiting = (
        select(Event.id)
        .where(Event.done_at.is_(None), Event.due_at <= now, Event.attempts < TRIES)
        .order_by(Event.received_at, Event.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte()
    )
    query = (
        update(Event)
        .where(Event.id.in_(select(waiting.c.id)))
        .values(due_at=now + LEASE, attempts=Event.attempts + 1)
        .returning(Event)
    )
    events = (await session.scalars(query)).all()
    return sorted(events, key=lambda event: (event.received_at, event.id))


async def done(session: AsyncSession, event_id: str, *, now: datetime) -> None:
    """The event has had its effect."""
    await session.execute(update(Event).where(Event.id == event_id).values(done_at=now, body={}))


async def retry(session: AsyncSession, event_id: str, *, at: datetime) -> None:
    """The event failed; look at it again then."""
    await session.execute(update(Event).where(Event.id == event_id).values(due_at=at))


async def release(session: AsyncSession, *, now: datetime) -> None:
    """Free every leased event: for a process that knows that nobody else is at work."""
    leased = (Event.done_at.is_(None), Event.due_at > now, Event.attempts < TRIES)
    await session.execute(update(Event).where(*leased).values(due_at=now))


async def forget(session: AsyncSession, *, now: datetime) -> None:
    """Drop what was done long ago, and what never could be."""
    old = or_(Event.done_at < now - KEPT, Event.received_at < now - 10 * KEPT)
    await session.execute(delete(Event).where(old))
