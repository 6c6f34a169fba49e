"""Setbacks: the clock was put back; what bears a later time shall not wait until it comes again."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge.inbox import Event
from knowledge.notification import Notification, State

FAR = timedelta(seconds=90)
"""No lease and no pause of ours is longer. Where Slack asks for a longer one it will ask again."""


async def mend(session: AsyncSession, *, now: datetime, but: Collection[int] = ()) -> None:
    """Free what is leased or put off until too far a moment, and make due what was due at once.

    Deadlines and reminders stay at the moment they were set for. `but`: the numbers of the rows of
    the outbox that are being worked on here.
    """
    waits = (Notification.state == State.READY, Notification.id.not_in(but))
    await session.execute(
        update(Notification)
        .where(*waits, Notification.lease_until > now + FAR)
        .values(lease_until=None, owner=None)
    )
    await session.execute(
        update(Notification)
        .where(*waits, Notification.due_at > now, Notification.due_at <= Notification.created_at)
        .values(due_at=now)
    )
    await session.execute(
        update(Event).where(Event.done_at.is_(None), Event.due_at > now + FAR).values(due_at=now)
    )
