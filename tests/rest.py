"""At rest: whether a bot has nothing left to do at this moment."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.running import Bot
from bot.stopping import LISTENER
from knowledge import workspaces
from knowledge.columns import Moment
from knowledge.inbox import LEASE, TRIES, Event
from knowledge.outbox import Kind, Notification, State

PATIENCE = 15.0
"""Seconds a test waits for a bot to come to rest."""

WINK = timedelta(seconds=1)
"""More than passes between our looking at the clock and the database's answer: what the bot does
in between bears a later time than ours."""

SOON = bindparam("soon", type_=Moment)

EVENTS = select(func.count()).where(
    Event.done_at.is_(None),
    ((Event.due_at <= SOON) & (Event.attempts < TRIES))
    | ((Event.due_at > bindparam("since")) & (Event.due_at <= bindparam("until"))),
)
"""Those that are due, and those that were leased lately. Tests ask this all the time: put together
once."""

DUE = (
    select(Notification)
    .where(
        Notification.state == State.READY,
        Notification.due_at <= SOON,
        Notification.workspace.not_in(workspaces.gone()),
        Notification.kind.in_(Kind),  # the others are for a newer release
    )
    .order_by(Notification.due_at, Notification.id)
)
"""The messages that are due."""


async def is_at_rest(bot: Bot) -> bool:
    """Whether no listener runs, no event is being handled, and nothing that is due can be sent.

    In this order: a listener leaves rows behind, and so does the handling of an event.
    """
    if _is_listening():
        return False
    now = bot.services.clock()
    async with bot.services.sessions.begin() as session:
        return not await _events(session, now) and not _sendable(await _due(session, now), now)


def _is_listening() -> bool:
    names = (getattr(task.get_coro(), "__name__", "") for task in asyncio.all_tasks())
    return any(name == LISTENER for name in names)


async def _events(session: AsyncSession, now: datetime) -> int:
    """How many events are due or being handled. One that waits to be tried again is neither."""
    held_since = now + LEASE - timedelta(seconds=PATIENCE)
    times = {"soon": now + WINK, "since": held_since, "until": now + LEASE + WINK}
    return await session.scalar(EVENTS, times) or 0


async def _due(session: AsyncSession, now: datetime) -> Sequence[Notification]:
    return (await session.scalars(DUE, {"soon": now + WINK})).all()


def _sendable(rows: Sequence[Notification], now: datetime) -> bool:
    """Whether the first row of some lane is being sent, or may be: a row put off holds back."""
    first = {row.lane: row for row in reversed(rows)}
    return any(row.owner or not row.lease_until or row.lease_until <= now for row in first.values())
