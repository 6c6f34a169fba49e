"""The outbox: messages and timers that are due, written in the transaction that made them due.

A row says what kind, about what, for whom, when. It is rendered, or decided, when its time comes:
what is no longer true by then renders to nothing. Nothing is ever cancelled.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge.database import MADE_DUE, insert_once, of_number
from knowledge.notification import ERRANDS, TIMERS, Kind, Notification, State

__all__ = ["ERRANDS", "TIMERS", "Kind", "Notification", "State"]


async def notify(
    session: AsyncSession,
    kind: Kind,
    *,
    key: str,
    workspace: str,
    to: str,
    about: int,
    now: datetime,
    at: datetime | None = None,
    thread_ts: str | None = None,
    lane: str | None = None,
    **facts: Any,
) -> None:
    """Plan one row. The same key twice is one row, so that a repeated use case repeats nothing."""
    await insert_once(
        session,
        Notification,
        key=f"{workspace}:{key}",
        workspace=workspace,
        kind=kind,
        about=about,
        to=to,
        thread_ts=thread_ts,
        lane=f"{workspace}:{lane or to}",
        facts=facts,
        created_at=now,
        due_at=at or now,
        state=State.READY,
        attempts=0,
    )
    session.sync_session.info[MADE_DUE] = True


async def refresh(
    session: AsyncSession,
    kind: Kind,
    about: int,
    *,
    workspace: str,
    now: datetime,
    to: str | None = None,
) -> None:
    """Have every sent message of this kind about this thing show what is true now.

    `to`: only those that this person or channel got.

    One that may be on its way counts, even if whoever sent it has died since: its lane keeps the
    refresh behind it, as long as the refresh is not due before it, whatever the clock says.
    """
    query = select(Notification).where(
        Notification.workspace == workspace,
        Notification.kind == kind,
        Notification.about == about,
        Notification.state.in_([State.DONE, State.READY]),
        or_(Notification.ts.is_not(None), Notification.attempts > 0),
        true() if to is None else Notification.to == to,
    )
    for sent in await session.scalars(query.order_by(Notification.id)):
        await notify(
            session,
            Kind.REFRESH,
            key=f"refresh:{sent.id}:{uuid4().hex}",
            workspace=workspace,
            to=sent.to,
            about=sent.id,
            now=now,
            at=max(now, sent.due_at) if sent.state is State.READY else now,
        )


async def bring_forward(
    session: AsyncSession, kind: Kind, about: int, *, workspace: str, now: datetime
) -> None:
    """What waits for a later moment is due now."""
    await session.execute(
        update(Notification)
        .where(
            Notification.workspace == workspace,
            Notification.kind == kind,
            Notification.about == about,
            Notification.state == State.READY,
            Notification.due_at > now,
        )
        .values(due_at=now)
    )
    session.sync_session.info[MADE_DUE] = True


async def is_held_up(session: AsyncSession, workspace: str, lane: str, *, now: datetime) -> bool:
    """Whether the first of a lane was put off, so that whatever comes behind it waits."""
    query = (
        select(Notification)
        .where(Notification.lane == f"{workspace}:{lane}", Notification.state == State.READY)
        .order_by(Notification.due_at, Notification.id)
        .limit(1)
    )
    first = await session.scalar(query)
    return bool(first and first.owner is None and first.lease_until and first.lease_until > now)


async def get(session: AsyncSession, workspace: str, number: int) -> Notification:
    """The row of that number in this workspace.

    Raises:
        NotFound: there is none.
    """
    return await of_number(session, Notification, workspace, number)


async def with_key(session: AsyncSession, workspace: str, key: str) -> Notification | None:
    """The row that was planned under this key."""
    return await session.scalar(
        select(Notification).where(Notification.key == f"{workspace}:{key}")
    )


async def about(
    session: AsyncSession, kind: Kind, number: int, *, workspace: str
) -> Sequence[Notification]:
    """All rows of this kind about this thing, oldest first."""
    query = select(Notification).where(
        Notification.workspace == workspace,
        Notification.kind == kind,
        Notification.about == number,
    )
    return (await session.scalars(query.order_by(Notification.id))).all()


async def sent_as(
    session: AsyncSession, workspace: str, channel: str, ts: str
) -> Notification | None:
    """The row that was sent as this message, if it is one of ours."""
    query = select(Notification).where(
        Notification.workspace == workspace,
        Notification.channel == channel,
        Notification.ts == ts,
        Notification.kind != Kind.REFRESH,
    )
    return await session.scalar(query.order_by(Notification.id).limit(1))
