"""What a row would say: the conditions of `handlers/letters/escalations.py`, without the words."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import escalations
from knowledge.escalation import LIVE, Escalation, Status
from knowledge.outbox import Kind, Notification

Sight = tuple[Any, ...]
"""What somebody sees of an escalation: equal where the messages would be."""

LEFT: Sight = ("left",)


async def letter(session: AsyncSession, row: Notification, now: datetime) -> Sight | None:
    """What the row says now; None where it is no longer true."""
    if row.kind not in SAID and row.kind not in ASKED:
        return ("another",)
    escalation = await escalations.get(session, row.workspace, row.about)
    if row.kind is Kind.REMINDER:
        return _reminder(escalation, row, now)
    if row.kind in ASKED:
        return sight(escalation, row.to) if _still(escalation, row) or row.ts else None
    waiting = [one.person for one in await escalations.waiters(session, escalation)]
    return SAID[row.kind](escalation, row, waiting)


def sight(escalation: Any, reader: str) -> Sight:
    """What matters to them: who has it, by when, and whether it is theirs."""
    is_live = escalation.status in LIVE
    times = (escalation.acknowledge_due_at, escalation.due_at) if is_live else ()
    return (
        escalation.status,
        escalation.assignee,
        escalation.exhausted_at is not None,
        escalation.urgent_at is not None,
        times,
        reader == escalation.asker,
    )


def status(escalation: Any, reader: str, waiting: list[str]) -> Sight:
    """Who waits no longer is told just that."""
    return sight(escalation, reader) if reader in {*waiting, escalation.asker} else LEFT


def _reminder(escalation: Escalation, row: Notification, now: datetime) -> Sight | None:
    following = row.facts.get("next")
    if not _is_planned(escalation, row) or (following and following <= now.timestamp()):
        return None
    owes = row.to == escalation.assignee and escalation.status is not Status.PAUSED
    assert owes, "a reminder reaches somebody who owes nothing"
    return sight(escalation, row.to)


def _status(escalation: Escalation, row: Notification, waiting: list[str]) -> Sight | None:
    return status(escalation, row.to, waiting)


def _wanted(escalation: Escalation, row: Notification, waiting: list[str]) -> Sight | None:
    is_wanted = escalation.status is Status.PAUSED and _is_planned(escalation, row)
    return ("wanted",) if is_wanted and escalation.asker == row.to else None


def _answer(escalation: Escalation, row: Notification, waiting: list[str]) -> Sight | None:
    if escalation.answer is None:
        return ("reopened",) if row.ts else None
    return ("answer", escalation.answer)


def _overdue(escalation: Escalation, row: Notification, waiting: list[str]) -> Sight | None:
    if row.facts.get("times", 0) and row.ts is None and not escalation.is_exhausted:
        return None
    return ("overdue",)


def _is_planned(escalation: Escalation, row: Notification) -> bool:
    return escalation.is_live and escalation.plan == row.facts.get("plan", 0)


def _still(escalation: Escalation, row: Notification) -> bool:
    return escalation.is_live and escalation.round == row.facts["round"]


ASKED = {
    Kind.REQUEST,
    Kind.DETAILS,
    Kind.URGENT,
    Kind.NO_DETAILS,
    Kind.NOT_SOLVED,
    Kind.REMINDER,
}
"""What only the person who is asked gets."""

SAID: dict[Kind, Callable[[Escalation, Notification, list[str]], Sight | None]] = {
    Kind.STATUS: _status,
    Kind.DETAILS_WANTED: _wanted,
    Kind.ANSWER: _answer,
    Kind.OVERDUE: _overdue,
}
