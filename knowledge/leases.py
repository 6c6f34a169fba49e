"""Leases: who works on a due row of the outbox, for how long, and what became of it."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import CTE, ColumnElement, and_, bindparam, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlalchemy.sql.dml import ReturningUpdate

from knowledge import workspaces
from knowledge.columns import Moment
from knowledge.notification import Kind, Notification, State

LEASE = timedelta(seconds=20)
"""How long a worker has for one row before another may take it."""


async def lease_due(
    session: AsyncSession,
    kinds: Sequence[Kind],
    *,
    owner: str,
    now: datetime,
    limit: int = 50,
    but: Collection[int] = (),
) -> Sequence[Notification]:
    """Take what is due, the first of each lane only; attempts are counted as it is taken.

    A row that failed holds back later rows of its own lane and of no other. What is due in a
    workspace that has let us go waits until it lets us in again. What its owner does
    not settle is free again when the lease runs out. `but`: the numbers of rows that the owner is
    still at work on, whatever the clock says of its leases.
    """
    values = {"now": now, "until": now + LEASE, "owner": owner, "limit": limit, "but": [*but]}
    taken = (await session.scalars(_taking(tuple(kinds)), values)).all()
    return sorted(taken, key=lambda row: (row.due_at, row.id))


@cache
def _taking(kinds: tuple[Kind, ...]) -> ReturningUpdate[Notification]:
    """Take them. Put together once: a worker looks often, and mostly for nothing."""
    return (
        update(Notification)
        .where(Notification.id.in_(select(_due(kinds).c.id)))
        .values(
            lease_until=bindparam("until"),
            owner=bindparam("owner"),
            attempts=Notification.attempts + 1,
        )
        .returning(Notification)
        .execution_options(populate_existing=True)
    )


def _due(kinds: tuple[Kind, ...]) -> CTE:
    """The numbers of the rows that may be taken: due, free, and the first of their lane.

    What only a newer release understands waits for one, and holds back nothing: where that release
    has been taken back, it would hold it back for ever.
    """
    earlier, now = aliased(Notification), bindparam("now", type_=Moment)
    blocked = (
        select(earlier.id)
        .where(
            earlier.lane == Notification.lane,
            earlier.state == State.READY,
            earlier.kind.in_(Kind),
            earlier.due_at <= now,
            or_(
                earlier.due_at < Notification.due_at,
                and_(earlier.due_at == Notification.due_at, earlier.id < Notification.id),
            ),
        )
        .exists()
    )
    return (
        select(Notification.id)
        .where(
            Notification.state == State.READY,
            Notification.kind.in_(kinds),
            Notification.due_at <= now,
            Notification.workspace.not_in(workspaces.gone()),
            or_(Notification.lease_until.is_(None), Notification.lease_until <= now),
            Notification.id.not_in(bindparam("but", expanding=True)),
            ~blocked,
        )
        .order_by(Notification.due_at, Notification.id)
        .limit(bindparam("limit"))
        .with_for_update(skip_locked=True)
        .cte()
    )


async def of_newer_release(session: AsyncSession, *, now: datetime) -> dict[str, int]:
    """How many rows are due of each kind that only a newer release understands."""
    query = (
        select(Notification.kind, func.count())
        .where(
            Notification.state == State.READY,
            Notification.due_at <= now,
            Notification.kind.not_in(Kind),
        )
        .group_by(Notification.kind)
    )
    return {kind.value: rows for kind, rows in (await session.execute(query)).all()}


async def settle(
    session: AsyncSession,
    row: Notification,
    state: State,
    *,
    channel: str | None = None,
    ts: str | None = None,
    trouble: str | None = None,
) -> bool:
    """Write down what became of a leased row, unless another worker has taken it over since."""
    result = await session.execute(
        update(Notification)
        .where(_still_held(row))
        .values(state=state, channel=channel, ts=ts, trouble=trouble, lease_until=None)
        .returning(Notification.id)
    )
    return result.first() is not None


async def postpone(
    session: AsyncSession, row: Notification, *, until: datetime, trouble: str
) -> None:
    """Try a leased row again at that moment; its lane waits with it.

    Changes nothing when another worker has taken it over since.
    """
    await session.execute(
        update(Notification)
        .where(_still_held(row))
        .values(lease_until=until, owner=None, trouble=trouble)
    )


async def remember(session: AsyncSession, row: Notification, **facts: Any) -> None:
    """Keep more facts with a leased row, for the next attempt; None takes one out.

    Changes nothing when another worker has taken it over since.
    """
    known = {name: fact for name, fact in (row.facts | facts).items() if fact is not None}
    changed = await session.execute(
        update(Notification).where(_still_held(row)).values(facts=known).returning(Notification.id)
    )
    if changed.first():
        row.facts = known


async def release(session: AsyncSession, *, owner: str | None = None) -> None:
    """Free what this owner has leased and will not settle. Without one, every leased row: for a
    process that knows that nobody else is at work.
    """
    whose = Notification.owner.is_not(None) if owner is None else Notification.owner == owner
    await session.execute(
        update(Notification)
        .where(Notification.state == State.READY, whose)
        .values(lease_until=None, owner=None)
    )


def _still_held(row: Notification) -> ColumnElement[bool]:
    """Whether it is still leased as it was: to the same owner, at the same attempt."""
    return and_(
        Notification.id == row.id,
        Notification.owner == row.owner,
        Notification.attempts == row.attempts,
        Notification.state == State.READY,
    )
