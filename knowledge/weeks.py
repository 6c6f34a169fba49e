"""Weeks: from Monday to Monday, and the weekly messages about entries that wait for a word."""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import outbox
from knowledge.entry import Entry
from knowledge.outbox import Kind, Notification

WEEK = timedelta(days=7)
FIRST = timedelta(hours=14)
"""How much earlier than in UTC a day begins where it begins first."""
SHOWN = 5
"""For how many weeks a message is kept up to date."""


def monday(now: datetime) -> date:
    """The day on which this week began, or is beginning, wherever a day begins first."""
    today = (now.astimezone(UTC) + FIRST).date()
    return today - timedelta(days=today.weekday())


def begins(day: date) -> datetime:
    """When a day begins where it begins first."""
    return datetime.combine(day, time(), UTC) - FIRST


def tomorrow(now: datetime) -> datetime:
    """When the next day begins where it begins first."""
    return begins((now.astimezone(UTC) + FIRST).date() + timedelta(days=1))


async def show(session: AsyncSession, entry: Entry, *, now: datetime) -> None:
    """Bring the weekly messages that name this entry up to date."""
    query = select(Notification).where(
        Notification.workspace == entry.workspace,
        Notification.kind == Kind.VERIFY,
        Notification.about > monday(now).toordinal() - SHOWN * WEEK.days,
    )
    for row in await session.scalars(query):
        if entry.id in row.facts["entries"]:
            await outbox.refresh(
                session, row.kind, row.about, workspace=row.workspace, now=now, to=row.to
            )
