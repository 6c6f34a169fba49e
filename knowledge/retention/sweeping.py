"""Sweeping: what is past its time goes, a few rows at a time, so that nobody waits for it."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, false, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import audit, audit_door, retraction
from knowledge.audit import AuditLine
from knowledge.audit_door import Purpose
from knowledge.database import Sessions
from knowledge.entry import Entry
from knowledge.retention.periods import Kept, Periods
from knowledge.retention.rules import RULES, Rule
from knowledge.timeline import CLOCK

BATCH = 500
"""Rows that go in one transaction."""

UNSEEN = {"synchronize_session": False}
"""Nothing of what goes was loaded."""

BATCHES = 40
"""Transactions for one rule in one sweep; what is left goes in the next."""


async def past(session: AsyncSession, periods: Periods, *, now: datetime) -> Counter[Kept]:
    """How many rows of each kind the sweeps to come would take."""
    counts: Counter[Kept] = Counter()
    for rule in RULES:
        if period := periods[rule.kept]:
            goes = await _goes(session, rule, now - period)
            query = select(func.count()).select_from(rule.table).where(goes)
            counts[rule.kept] += await session.scalar(query) or 0
    return counts


async def sweep(sessions: Sessions, periods: Periods, *, now: datetime) -> Counter[Kept]:
    """Let go of what is past its time; how many rows of each kind went."""
    counts: Counter[Kept] = Counter()
    for rule, period in [(rule, period) for rule in RULES if (period := periods[rule.kept])]:
        for _ in range(BATCHES):
            async with sessions.begin() as session:
                went = await _step(session, rule, now - period, now=now)
            counts[rule.kept] += went
            if went < BATCH:
                break
    return +counts


async def _step(session: AsyncSession, rule: Rule, moment: datetime, *, now: datetime) -> int:
    """One batch, the oldest first; what somebody else is at work on is left for later."""
    query = (
        select(rule.table.id)
        .where(await _goes(session, rule, moment))
        .order_by(rule.table.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True, of=rule.table)
    )
    numbers = (await session.scalars(query)).all()
    if numbers:
        await _let_go(session, rule, numbers, now=now)
    return len(numbers)


async def _goes(session: AsyncSession, rule: Rule, moment: datetime) -> ColumnElement[bool]:
    """Which rows go, and where to stop looking for them.

    Rows are numbered as they are written: from the first that was written after that moment on
    none is old enough. The last row of a table never goes, for SQLite would give its number to the
    next one, and messages about the former would be taken for messages about that.
    """
    number = rule.table.id
    end = await session.scalar(select(func.max(number)))
    if rule.made is not None:
        young = select(number).where(rule.made >= rule.since(moment)).order_by(number).limit(1)
        end = await session.scalar(young) or end
    return and_(number < end, rule.is_past(moment)) if end else false()


async def _let_go(
    session: AsyncSession, rule: Rule, numbers: Sequence[int], *, now: datetime
) -> None:
    these = rule.table.id.in_(numbers)
    if rule.kept is Kept.ARCHIVED:
        for entry in (await session.scalars(select(Entry).where(these))).all():
            audit.record(session, "entry.removed", entry, by=CLOCK, now=now)
            await retraction.redraw(session, entry, now=now)
            await retraction.erase(session, entry)
    elif rule.kept is Kept.AUDIT:
        await _cut(session, numbers)
    elif rule.blank:
        await session.execute(
            update(rule.table).where(these).values(rule.blank), execution_options=UNSEEN
        )
    else:
        await session.execute(delete(rule.table).where(these), execution_options=UNSEEN)


async def _cut(session: AsyncSession, numbers: Sequence[int]) -> None:
    """The audit log forgets its oldest lines: through the door of each workspace they are of."""
    these = AuditLine.id.in_(numbers)
    for workspace in (
        await session.scalars(select(AuditLine.workspace).where(these).distinct())
    ).all():
        async with audit_door.opened(session, workspace, Purpose.REMOVAL):
            mine = delete(AuditLine).where(these, AuditLine.workspace == workspace)
            await session.execute(mine, execution_options=UNSEEN)
