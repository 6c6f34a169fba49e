"""Letters about escalations: to who is asked, to who waits, and to who leads."""

from datetime import datetime

from handlers.letters.desk import Desk, Letter
from handlers.replies import written_so_far
from handlers.ui import escalations as ui
from handlers.ui import proposals as proposals_ui
from handlers.ui.blocks import Message
from knowledge import calendar, deadlines, escalations
from knowledge.escalation import Escalation
from knowledge.handovers import Cause
from knowledge.outbox import Kind


async def _request(desk: Desk) -> Message | None:
    """As things stand; not sent at all to somebody who is no longer asked."""
    escalation = await desk.escalation()
    if desk.row.ts is None and not _still(desk, escalation):
        return None
    charter = await desk.charter()
    return ui.request(desk.words, escalation, charter=charter, assignee=desk.row.to)


async def _reminder(desk: Desk) -> Message | None:
    """Of several that are due at once, after a time without a worker, the last one only."""
    escalation, part = await desk.escalation(), desk.row.facts["part"]
    if not _still(desk, escalation) or _is_overtaken(escalation, part, desk.services.clock()):
        return None
    return ui.reminder(desk.words, escalation, part)


def _is_overtaken(escalation: Escalation, part: float, now: datetime) -> bool:
    later = [other for other in deadlines.REMINDERS if other > part]
    moments = (calendar.share(escalation.asked_at, escalation.due_at, other) for other in later)
    return any(moment <= now for moment in moments)


async def _passed_on(desk: Desk) -> Message | None:
    return ui.passed_on(desk.words, await desk.escalation(), Cause(desk.row.facts["reason"]))


async def _details(desk: Desk) -> Message | None:
    escalation = await desk.escalation()
    if not _still(desk, escalation):
        return None
    return ui.details(desk.words, escalation, desk.row.facts["number"])


async def _cancelled(desk: Desk) -> Message | None:
    return ui.cancelled(desk.words, await desk.escalation())


async def _status(desk: Desk) -> Message | None:
    escalation, reader = await desk.escalation(), desk.row.to
    async with desk.session as session:
        waiting = {waiter.person for waiter in await escalations.waiters(session, escalation)}
    if reader not in {*waiting, escalation.asker}:
        return ui.left(desk.words, escalation)
    mine, late = escalation.asker == reader, desk.row.facts.get("late")
    return ui.status(desk.words, escalation, asker_may_cancel=mine, late=late)


async def _proposal(desk: Desk) -> Message | None:
    escalation = await desk.escalation()
    if not _still(desk, escalation):
        return proposals_ui.settled(desk.words, escalation, desk.row.to)
    async with desk.session as session:
        text = await written_so_far(session, desk.row)
    return proposals_ui.proposal(desk.words, escalation, text, desk.row.id)


async def _answer(desk: Desk) -> Message | None:
    person = desk.row.facts["person"]
    in_channel = desk.row.to != person
    return ui.answer(desk.words, await desk.escalation(), person, in_channel=in_channel)


async def _overdue(desk: Desk) -> Message | None:
    facts = desk.row.facts
    escalation = await desk.escalation()
    return ui.overdue(desk.words, escalation, Cause(facts["reason"]), facts["former"])


def _still(desk: Desk, escalation: Escalation) -> bool:
    """Whether the escalation is still owed by the person the row is for."""
    return escalation.is_live and escalation.round == desk.row.facts["round"]


LETTERS: dict[Kind, Letter] = {
    Kind.REQUEST: _request,
    Kind.REMINDER: _reminder,
    Kind.PASSED_ON: _passed_on,
    Kind.DETAILS: _details,
    Kind.CANCELLED: _cancelled,
    Kind.STATUS: _status,
    Kind.PROPOSAL: _proposal,
    Kind.ANSWER: _answer,
    Kind.OVERDUE: _overdue,
}
