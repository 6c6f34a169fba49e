"""Rounds: what is planned about a thing that is asked of one person after the other.

All of it holds for the round it was planned in: in a later one it renders to nothing.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import outbox
from knowledge.flag import Flag
from knowledge.outbox import Kind
from knowledge.signal import Signal
from knowledge.worktime import WorkingTime

REMINDERS = (0.5, 0.8)
"""When somebody is reminded, as shares of their time to answer."""


class Reminder(NamedTuple):
    """When it is due, by which name, and what it says of the time: how much of it is over, and when
    the `next` reminder comes, in seconds since 1970.
    """

    name: str
    at: datetime
    facts: dict[str, Any]


def reminders(time: WorkingTime, due_at: datetime, *, now: datetime) -> Iterator[Reminder]:
    """Those of a deadline that is set now."""
    due = [(part, time.share(now, due_at, part)) for part in REMINDERS]
    following = [at.timestamp() for _part, at in due[1:]] + [None]
    for (part, at), after in zip(due, following, strict=True):
        yield Reminder(f"remind{round(part * 100)}", at, {"part": part, "next": after})


async def plan(
    noun: str,
    session: AsyncSession,
    thing: Flag | Signal,
    kind: Kind,
    name: str,
    *,
    to: str,
    now: datetime,
    at: datetime | None = None,
    **facts: Any,
) -> None:
    """Make one thing due about a flag or a signal (`noun`), in its present round."""
    timer = kind in outbox.TIMERS
    await outbox.notify(
        session,
        kind,
        key=f"{noun}:{thing.id}:{thing.round}:{name}",
        workspace=thing.workspace,
        to=to,
        about=thing.id,
        now=now,
        at=at,
        lane=f"{noun}:{thing.id}" if timer else None,
        round=thing.round,
        **facts,
    )
