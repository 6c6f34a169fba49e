"""What was seen of an example at one moment: escalations, what is due about them, who waits."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, Row, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import situation
from knowledge.audit import AuditLine
from knowledge.escalation import Escalation, Status
from knowledge.notification import Kind, Notification, State
from knowledge.timeline import Deed, TimelineEvent
from knowledge.waiter import Waiter
from tests.silence.world import Known

ROWS = Notification.__table__
EVENTS = TimelineEvent.__table__
LINES = AuditLine.__table__
WAITERS = Waiter.__table__

CLOCKS = (Kind.ACKNOWLEDGE_BY, Kind.ANSWER_BY, Kind.DETAILS_BY, Kind.LEAD_AGAIN)
"""The timers of escalations."""

TOLD = (
    Kind.REQUEST,
    Kind.NOT_SOLVED,
    Kind.STATUS,
    Kind.ANSWER,
    Kind.OVERDUE,
    Kind.UNDELIVERED,
    Kind.DETAILS_WANTED,
)
"""What the promises are about."""

LAST: BindParameter[int] = bindparam("last")
NUMBERS: BindParameter[list[int]] = bindparam("numbers", expanding=True)

# Written once: building a statement takes longer than SQLite takes to run it.
_TIMERS = select(ROWS.c.about, ROWS.c.kind, ROWS.c.due_at, ROWS.c.lease_until, ROWS.c.facts).where(
    ROWS.c.state == State.READY, ROWS.c.kind.in_(CLOCKS)
)
_WAITING = select(WAITERS).order_by(WAITERS.c.id)
_TOLD = select(ROWS).where(ROWS.c.kind.in_(TOLD), ROWS.c.about.in_(NUMBERS)).order_by(ROWS.c.id)
_REFRESHES = select(ROWS.c.about, ROWS.c.state).where(
    ROWS.c.kind == Kind.REFRESH, ROWS.c.state.in_([State.READY, State.FAILED])
)
_EVENTS = select(EVENTS).where(EVENTS.c.id > LAST).order_by(EVENTS.c.id)
_LINES = (
    select(LINES.c.subject_id, func.count().label("number"), func.max(LINES.c.id).label("newest"))
    .where(LINES.c.id > LAST, LINES.c.subject == "escalations")
    .group_by(LINES.c.subject_id)
)

Rows = dict[int, list[Row[Any]]]
"""Rows by the escalation that they are about."""


@dataclass
class Moment:
    """Everything the promises look at. `told`, `events` and `lines` are of the touched only."""

    now: datetime
    is_looked: bool
    escalations: Known
    timers: Rows = field(default_factory=dict)
    waiting: dict[int, list[Row[Any]]] = field(default_factory=dict)
    touched: set[int] = field(default_factory=set)
    told: Rows = field(default_factory=dict)
    refreshing: set[int] = field(default_factory=set)
    stuck: set[int] = field(default_factory=set)
    events: dict[int, list[Row[Any]]] = field(default_factory=dict)
    lines: dict[int, int] = field(default_factory=dict)
    worked: dict[int, timedelta] = field(default_factory=dict)


async def look(
    session: AsyncSession,
    moment: Moment,
    before: Moment | None,
    touched: Iterable[int],
    last: tuple[int, int],
) -> tuple[int, int]:
    """Fill in a moment; `last` are the newest timeline event and audit line known before."""
    moment.timers = _by(await _all(session, _TIMERS), "about")
    moment.waiting = _by(await _all(session, _WAITING), "escalation_id")
    known = before.escalations if before else {}
    old = before.waiting if before else {}
    changed = {
        number
        for number, row in moment.escalations.items()
        if known.get(number) != row or old.get(number) != moment.waiting.get(number)
    }
    moment.touched = changed | (set(touched) & moment.escalations.keys())
    if moment.touched:
        told = await _all(session, _TOLD, numbers=sorted(moment.touched))
        moment.told = _by(told, "about")
        refreshes = await _all(session, _REFRESHES)
        moment.refreshing = {row.about for row in refreshes if row.state is State.READY}
        moment.stuck = {row.about for row in refreshes if row.state is State.FAILED}
    for number in moment.touched & known.keys():
        stood = {known[number].status, moment.escalations[number].status}
        if Status.PAUSED in stood and len(stood) > 1:
            moment.worked[number] = await _left(session, number, moment.now)
    events = await _all(session, _EVENTS, last=last[0])
    moment.events = _by(events, "escalation_id")
    lines = await _all(session, _LINES, last=last[1])
    moment.lines = {row.subject_id: row.number for row in lines}
    return (
        max([last[0], *(event.id for event in events)]),
        max([last[1], *(row.newest for row in lines)]),
    )


async def _left(session: AsyncSession, number: int, now: datetime) -> timedelta:
    """How much its assignee will have worked when it is due."""
    escalation = await session.get_one(Escalation, number)
    scene = await situation.of(session, escalation, now=now)
    return scene.time_of(escalation.assignee).between(now, max(now, escalation.due_at))


async def _all(session: AsyncSession, query: Any, **facts: Any) -> Sequence[Any]:
    return (await session.execute(query, facts)).all()


def _by(rows: Iterable[Row[Any]], name: str) -> dict[int, list[Row[Any]]]:
    groups: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, name)].append(row)
    return groups


def asked_last(events: Iterable[Row[Any]]) -> str | None:
    """Who was asked last, by the timeline."""
    asked = [event.person for event in events if event.deed is Deed.ASKED]
    return asked[-1] if asked else None
