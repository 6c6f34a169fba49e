"""The inbox: what came in is kept before it is acknowledged, so that none is lost or done twice."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    Index,
    String,
    bindparam,
    delete,
    false,
    inspect,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql.dml import ReturningUpdate

from knowledge import correlation
from knowledge.database import Base, insert_all_once, insert_once

LEASE = timedelta(seconds=40)
"""How long an event is one worker's: what a worker that died has left is done within a minute."""

KEPT = timedelta(days=3)
"""Longer than Slack redelivers (hourly for a day at most)."""
TRIES = 8
"""Attempts before an event is given up for which something goes wrong on our side each time."""


WAITING = text("done_at IS NULL")


class Event(Base):
    """One event, kept until it is done, and known for some days so that it stays done once.

    `is_awaited`: it is a command or a click, and somebody looks at the screen for the reply.
    """

    __tablename__ = "inbox"
    __table_args__ = (
        Index(None, "done_at", "due_at"),
        Index(
            "ix_inbox_waiting",
            *("is_awaited", "received_at", "id"),
            postgresql_where=WAITING,
            sqlite_where=WAITING,
        ),
    )

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    workspace: Mapped[str | None] = mapped_column(String(32))
    body: Mapped[dict[str, Any]]
    received_at: Mapped[datetime]
    due_at: Mapped[datetime]
    attempts: Mapped[int]
    correlation_id: Mapped[str | None] = mapped_column(String(64), default=correlation.current)
    done_at: Mapped[datetime | None]
    is_awaited: Mapped[bool] = mapped_column(default=False, server_default=false())


COLUMNS = [column.key for column in inspect(Event).column_attrs]


def received(name: str, body: dict[str, Any], *, now: datetime, is_awaited: bool = False) -> Event:
    """What came in, due at once."""
    return Event(
        id=name,
        workspace=_heard_in(body),
        body=body,
        received_at=now,
        due_at=now,
        attempts=0,
        correlation_id=correlation.current(),
        is_awaited=is_awaited,
    )


async def keep_all(session: AsyncSession, events: Sequence[Event]) -> None:
    """Keep what came in at one moment. What is there already changes nothing."""
    await insert_all_once(session, Event, [_row(event) for event in events])


async def keep(
    session: AsyncSession, event_id: str, body: dict[str, Any], *, now: datetime
) -> bool:
    """Keep an event; say whether it is new. A redelivered one changes nothing."""
    return await insert_once(session, Event, **_row(received(event_id, body, now=now)))


def _row(event: Event) -> dict[str, Any]:
    return {name: getattr(event, name) for name in COLUMNS}


def _heard_in(body: dict[str, Any]) -> str | None:
    """The workspace that it is told for: of a shared channel's, not the sender's."""
    for heard in (*(body.get("authorizations") or ()), body):
        if team := heard.get("team_id"):
            return str(team)
    team = body.get("team")
    return str(team["id"]) if isinstance(team, dict) and "id" in team else None


async def lease_due(
    session: AsyncSession, *, now: datetime, limit: int = 20, is_awaited: bool = False
) -> Sequence[Event]:
    """Take the oldest that wait. One that was not done is due again after its lease."""
    values = {"now": now, "until": now + LEASE, "limit": limit}
    events = (await session.scalars(_taking(is_awaited), values)).all()
    return sorted(events, key=lambda event: (event.received_at, event.id))


@cache
def _taking(is_awaited: bool) -> ReturningUpdate[Event]:
    """Take them. Put together once: a worker looks often, and mostly for nothing."""
    waiting = (
        select(Event.id)
        .where(
            Event.done_at.is_(None),
            Event.is_awaited.is_(is_awaited),
            Event.due_at <= bindparam("now"),
            Event.attempts < TRIES,
        )
        .order_by(Event.received_at, Event.id)
        .limit(bindparam("limit"))
        .with_for_update(skip_locked=True)
        .cte()
    )
    return (
        update(Event)
        .where(Event.id.in_(select(waiting.c.id)))
        .values(due_at=bindparam("until"), attempts=Event.attempts + 1)
        .returning(Event)
    )


async def done(session: AsyncSession, event_id: str, *, now: datetime) -> None:
    """The event has had its effect."""
    await session.execute(update(Event).where(Event.id == event_id).values(done_at=now, body={}))


async def retry(session: AsyncSession, event_id: str, *, at: datetime, counts: bool = True) -> None:
    """The event was not done; look at it again then. It is never given up for what does not count:
    something was away that it needs.
    """
    attempts = Event.attempts if counts else Event.attempts - 1
    await session.execute(
        update(Event).where(Event.id == event_id).values(due_at=at, attempts=attempts)
    )


async def put_off(session: AsyncSession, event_id: str, *, at: datetime) -> None:
    """It has to wait its turn: that is no attempt at it, and it waits as often as it must."""
    values = {"due_at": at, "attempts": Event.attempts - 1}
    await session.execute(update(Event).where(Event.id == event_id).values(values))


async def release(session: AsyncSession, *, now: datetime) -> None:
    """Free every leased event: for a process that knows that nobody else is at work. That whoever
    was at work is gone does not count as an attempt: no event is given up for that.
    """
    leased = (Event.done_at.is_(None), Event.due_at > now, Event.attempts.between(1, TRIES))
    await session.execute(
        update(Event).where(*leased).values(due_at=now, attempts=Event.attempts - 1)
    )


async def forget(session: AsyncSession, *, now: datetime) -> None:
    """Drop what was done long ago, and what never could be."""
    old = or_(Event.done_at < now - KEPT, Event.received_at < now - 10 * KEPT)
    await session.execute(delete(Event).where(old))
