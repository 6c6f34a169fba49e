"""Letters about escalations: to who is asked, to who waits, and to who leads."""

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.letters.desk import Desk, Letter, Withheld
from handlers.replies import is_fresh, written_so_far
from handlers.ui import escalations as ui
from handlers.ui import proposals as proposals_ui
from handlers.ui.blocks import Message
from knowledge import (
    answers,
    charters,
    entries,
    escalations,
    flags,
    handovers,
    news,
    questions,
    sight,
)
from knowledge.charter import Charter
from knowledge.entry import Entry
from knowledge.escalation import Escalation, Status
from knowledge.handovers import Cause, Handover
from knowledge.outbox import Kind
from knowledge.trouble import Trouble


async def _request(desk: Desk) -> Message | None:
    """As things stand; not sent at all to somebody who is no longer asked."""
    async with desk.session as session:
        escalation = await escalations.get(session, desk.row.workspace, desk.row.about)
        charter = await charters.in_force(session, desk.row.workspace)
        handover = await _handed(session, escalation, desk.row.to)
    if desk.row.ts is None and not _still(desk, escalation):
        return None
    return ui.request(
        desk.words,
        escalation,
        charter=charter,
        assignee=desk.row.to,
        proposed=await _proposed(desk, escalation, charter),
        handover=handover,
    )


async def _proposed(desk: Desk, escalation: Escalation, charter: Charter) -> Entry | None:
    if escalation.proposed_id is None:
        return None
    async with desk.session as session:
        entry = await entries.get(session, escalation.workspace, escalation.proposed_id)
    reader = await desk.readers.one(desk.row.to, {entry.audience})
    return entry if sight.may_see(entry, reader, charter) else None


async def _handed(session: AsyncSession, escalation: Escalation, to: str) -> Handover | None:
    """How it came to the reader, if somebody gave it to them and said why."""
    passed = await handovers.of_escalation(session, escalation)
    given = [one for one in passed if one.assignee == to and one.reason]
    return given[-1] if given else None


async def _reminder(desk: Desk) -> Message | None:
    """Of several that are due at once, after a time without a worker, the last one only."""
    escalation, facts = await desk.escalation(), desk.row.facts
    following, now = facts.get("next"), desk.services.clock().timestamp()
    is_overtaken = following is not None and following <= now
    if not _is_planned(desk, escalation) or is_overtaken:
        return None
    return ui.reminder(desk.words, escalation, facts["part"])


async def _passed_on(desk: Desk) -> Message | None:
    if not await _has_heard(desk):
        return None
    return ui.passed_on(desk.words, await desk.escalation(), Cause(desk.row.facts["reason"]))


async def _details(desk: Desk) -> Message | None:
    escalation = await desk.escalation()
    if not _still(desk, escalation):
        return None
    return ui.details(desk.words, escalation, desk.row.facts["number"])


async def _cancelled(desk: Desk) -> Message | None:
    return ui.cancelled(desk.words, await desk.escalation()) if await _has_heard(desk) else None


async def _has_heard(desk: Desk) -> bool:
    """Whether the reader was asked at all: not where the request waited for their working time."""
    async with desk.session as session:
        escalation = await escalations.get(session, desk.row.workspace, desk.row.about)
        return await news.was_asked(session, escalation, desk.row.to)


async def _urgent(desk: Desk) -> Message | None:
    escalation = await desk.escalation()
    if not _still(desk, escalation):
        return None
    return ui.urgent(desk.words, escalation, await desk.charter())


async def _details_wanted(desk: Desk) -> Message | None:
    escalation = await desk.escalation()
    is_wanted = escalation.status is Status.PAUSED and _is_planned(desk, escalation)
    if not is_wanted or escalation.asker != desk.row.to:
        return ui.details_sent(desk.words, escalation) if desk.row.ts else None
    return ui.details_wanted(desk.words, escalation, desk.row.facts["nudge"])


async def _no_details(desk: Desk) -> Message | None:
    escalation = await desk.escalation()
    return ui.no_details(desk.words, escalation) if _still(desk, escalation) else None


async def _solved(desk: Desk) -> Message | None:
    return ui.solved(desk.words, await desk.escalation())


async def _not_solved(desk: Desk) -> Message | None:
    escalation = await desk.escalation()
    return ui.not_solved(desk.words, escalation) if _still(desk, escalation) else None


async def _stood_in(desk: Desk) -> Message | None:
    return ui.stood_in(desk.words, await desk.escalation(), desk.row.facts["substitute"])


async def _status(desk: Desk) -> Message | None:
    reader = desk.row.to
    async with desk.session as session:
        escalation = await escalations.get(session, desk.row.workspace, desk.row.about)
        waiting = {one.person: one for one in await escalations.waiters(session, escalation)}
        mine = waiting.get(reader)
        joined = mine is not None and mine.question_id != escalation.question_id
        question = (
            await questions.get(session, desk.row.workspace, mine.question_id)
            if (mine and joined and escalation.asker != reader)
            else None
        )
    if reader not in {*waiting, escalation.asker}:
        return ui.left(desk.words, escalation)
    late, may = desk.row.facts.get("late"), escalation.asker == reader
    return ui.status(desk.words, escalation, asker_may_cancel=may, late=late, question=question)


async def _proposal(desk: Desk) -> Message | None:
    escalation = await desk.escalation()
    if not _still(desk, escalation) or not is_fresh(desk.row, escalation):
        return proposals_ui.settled(desk.words, escalation, desk.row.to)
    async with desk.session as session:
        text = await written_so_far(session, desk.row, escalation)
    return proposals_ui.proposal(desk.words, escalation, text, desk.row.id)


async def _answer(desk: Desk) -> Message | None:
    """As it was given; who said that it did not settle their question reads that below it."""
    person, facts = desk.row.facts["person"], desk.row.facts
    in_channel, escalation = desk.row.to != person, await desk.escalation()
    if facts.get("plan", escalation.plan) != escalation.plan:
        return await _reopened(desk, escalation) if desk.row.ts else None
    if desk.row.ts is None:
        await _check_sight(desk, escalation)
    published, doubted = await _became(desk, escalation)
    how = {"in_channel": in_channel, "is_published": published, "doubted": doubted}
    return ui.answer(desk.words, escalation, person, **how)


async def _became(desk: Desk, escalation: Escalation) -> tuple[bool, bool]:
    """Whether the answer is an entry that everybody finds, and whether somebody doubts it."""
    numbers = [escalation.entry_id] if escalation.entry_id else []
    async with desk.session as session:
        known = await entries.of_numbers(session, escalation.workspace, numbers)
        return bool(known), bool(await flags.doubted(session, escalation.workspace, numbers))


async def _check_sight(desk: Desk, escalation: Escalation) -> None:
    """
    Raises:
        Withheld: an entry is the answer, and not all who would read it here may see it now.
    """
    async with desk.session as session:
        entry = await answers.entry_given(session, escalation)
    if entry:
        reader = await desk.readers.of_message(desk.row.to, {entry.audience})
        if not sight.may_see(entry, reader, await desk.charter()):
            raise Withheld


async def _reopened(desk: Desk, escalation: Escalation) -> Message | None:
    """In place of an answer that did not settle it. To the others it may be all they need."""
    if desk.row.facts["person"] != escalation.asker:
        return None
    async with desk.session as session:
        given = await answers.given(session, escalation, desk.row.facts["plan"])
    return ui.reopened(desk.words, escalation, given)


async def _overdue(desk: Desk) -> Message | None:
    facts = desk.row.facts
    escalation, cause = await desk.escalation(), Cause(facts["reason"])
    times = facts.get("times", 0)
    if times and desk.row.ts is None and not escalation.is_exhausted:
        return None
    reads = await _reads(desk, escalation)
    return ui.overdue(desk.words, escalation, cause, facts["former"], times, reads=reads)


async def _undelivered(desk: Desk) -> Message | None:
    facts = desk.row.facts
    escalation = await desk.escalation()
    about = (facts["unreached"], Trouble(facts["trouble"]))
    reads = await _reads(desk, escalation)
    return ui.undelivered(desk.words, escalation, *about, reads=reads)


async def _reads(desk: Desk, escalation: Escalation) -> bool:
    """Whether a lead, or all in the lead channel, may read what was asked."""
    to = desk.row.to
    reader = await desk.readers.of_message(to, {escalation.audience})
    return escalation.is_readable(to, reader.audiences)


def _is_planned(desk: Desk, escalation: Escalation) -> bool:
    """Whether an answer is owed, by the deadlines that the row was planned for."""
    return escalation.is_live and escalation.plan == desk.row.facts.get("plan", 0)


def _still(desk: Desk, escalation: Escalation) -> bool:
    """Whether the escalation is still owed by the person the row is for."""
    return escalation.is_live and escalation.round == desk.row.facts["round"]


LETTERS: dict[Kind, Letter] = {
    Kind.REQUEST: _request,
    Kind.REMINDER: _reminder,
    Kind.PASSED_ON: _passed_on,
    Kind.DETAILS: _details,
    Kind.CANCELLED: _cancelled,
    Kind.URGENT: _urgent,
    Kind.DETAILS_WANTED: _details_wanted,
    Kind.NO_DETAILS: _no_details,
    Kind.SOLVED: _solved,
    Kind.NOT_SOLVED: _not_solved,
    Kind.STOOD_IN: _stood_in,
    Kind.STATUS: _status,
    Kind.PROPOSAL: _proposal,
    Kind.ANSWER: _answer,
    Kind.OVERDUE: _overdue,
    Kind.UNDELIVERED: _undelivered,
}
