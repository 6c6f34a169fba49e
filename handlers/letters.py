"""Letters: what each kind of due row says when its time comes; None when it is no longer true."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.channels import Channels
from handlers.locale import Words, words
from handlers.people import People
from handlers.replies import written_so_far
from handlers.ui import entries as entries_ui
from handlers.ui import escalations as ui
from handlers.ui import filters as filters_ui
from handlers.ui import help as help_ui
from handlers.ui import proposals as proposals_ui
from handlers.ui import questions as questions_ui
from handlers.ui.blocks import Message
from handlers.visit import Services
from knowledge import browsing, calendar, charters, deadlines, entries, escalations, questions
from knowledge.charter import Charter
from knowledge.courtesy import Courtesy
from knowledge.entry import Entry, Status
from knowledge.escalation import Escalation
from knowledge.filters import Filters
from knowledge.handovers import Cause
from knowledge.outbox import Kind, Notification


@dataclass(frozen=True)
class Desk:
    """What a letter is written with: the row, its reader's words, and what can be looked up."""

    row: Notification
    words: Words
    services: Services
    people: People

    @property
    def session(self) -> AbstractAsyncContextManager[AsyncSession]:
        """A short transaction, never around a call to Slack."""
        return self.services.sessions.begin()

    @property
    def channels(self) -> Channels:
        """The channels of the workspace, and who is in them."""
        services = self.services
        now = services.clock()
        return Channels(self.people.client, self.row.workspace, now, services.channels)

    async def escalation(self) -> Escalation:
        """The escalation the row is about."""
        async with self.session as session:
            return await escalations.get(session, self.row.workspace, self.row.about)

    async def charter(self) -> Charter:
        """The charter in force."""
        async with self.session as session:
            return await charters.in_force(session, self.row.workspace)

    async def entry(self) -> Entry:
        """The entry the row is about."""
        async with self.session as session:
            return await entries.get(session, self.row.workspace, self.row.about)


async def write(services: Services, people: People, row: Notification) -> Message | None:
    """The letter, in its reader's language."""
    if row.kind is Kind.REFRESH:
        return await _redraw(services, people, row)
    return await _write(services, people, row)


async def _redraw(services: Services, people: People, row: Notification) -> Message | None:
    """The letter that was sent, as it would be written now."""
    async with services.sessions.begin() as session:
        sent = await session.get_one(Notification, row.about)
    return await _write(services, people, sent) if sent.ts else None


async def _write(services: Services, people: People, row: Notification) -> Message | None:
    _ = await _words(services, people, row)
    return await LETTERS[row.kind](Desk(row, _, services, people))


async def _words(services: Services, people: People, row: Notification) -> Words:
    """A person's own words; in a channel, those of the person it is for, else the charter's."""
    reader = row.facts.get("person") or row.to
    if reader[0] not in "CGD":
        return await people.words_for(reader)
    async with services.sessions.begin() as session:
        charter = await charters.in_force(session, row.workspace)
    return words(charter.language)


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


async def _review(desk: Desk) -> Message | None:
    """The draft as it stands; not sent at all when it was dealt with before."""
    entry = await desk.entry()
    if desk.row.ts is None and entry.status is not Status.IN_REVIEW:
        return None
    similar = await _similar(desk, entry)
    persons = {entry.author, entry.capturer, entry.reviewer} - {None}
    names = await desk.people.names(str(person) for person in persons)
    return entries_ui.review_request(
        desk.words, entry, similar=similar, names=names, charter=await desk.charter()
    )


async def _similar(desk: Desk, entry: Entry) -> list[Entry]:
    """Published entries that seem to answer the same question."""
    if entry.status is not Status.IN_REVIEW:
        return []
    audiences = [entry.audience] if entry.audience else []
    async with desk.session as session:
        index = await desk.services.library.index(session, entry.workspace)
        numbers = [int(hit.key) for hit in index.similar(entry.title, audiences=audiences)]
        known = await entries.of_numbers(session, entry.workspace, numbers)
    return [known[number] for number in numbers if number in known]


async def _published(desk: Desk) -> Message | None:
    entry = await desk.entry()
    if entry.status is not Status.PUBLISHED:
        return None
    return entries_ui.published(desk.words, entry, desk.row.to, charter=await desk.charter())


async def _reply(desk: Desk) -> Message | None:
    async with desk.session as session:
        question = await questions.get(session, desk.row.workspace, desk.row.about)
        outcome = await questions.outcome_of(session, question)
    nearest = outcome.decision.nearest
    persons = [outcome.escalation.assignee] if outcome.escalation else []
    names = await desk.people.names([*persons, *([nearest.person] if nearest else [])])
    return questions_ui.outcome(desk.words, outcome, now=desk.services.clock(), names=names)


async def _help(desk: Desk) -> Message | None:
    if desk.row.facts.get("said") == Courtesy.THANKS:
        return help_ui.welcome(desk.words)
    return help_ui.help_(desk.words)


async def _browsed(desk: Desk) -> Message | None:
    """What lies there now, for the person who looked."""
    row = desk.row
    async with desk.session as session:
        private = await entries.audiences(session, row.workspace)
    audiences = await desk.channels.audiences_of(row.facts["person"], private)
    async with desk.session as session:
        part = await browsing.browse(
            session, row.workspace, Filters(**row.facts["filters"]), audiences=audiences
        )
    return filters_ui.browsed(desk.words, part)


async def _shared(desk: Desk) -> Message | None:
    """An answer for everybody around, if it still is one."""
    by, number = desk.row.facts["person"], desk.row.facts["entry"]
    async with desk.session as session:
        question = await questions.get(session, desk.row.workspace, desk.row.about)
        known = await entries.of_numbers(session, desk.row.workspace, [number])
    if number not in known:
        return None
    charter = await desk.charter()
    return questions_ui.shared(desk.words, question, known[number], by, charter=charter)


LETTERS: dict[Kind, Callable[[Desk], Awaitable[Message | None]]] = {
    Kind.REQUEST: _request,
    Kind.REMINDER: _reminder,
    Kind.PASSED_ON: _passed_on,
    Kind.DETAILS: _details,
    Kind.CANCELLED: _cancelled,
    Kind.STATUS: _status,
    Kind.PROPOSAL: _proposal,
    Kind.ANSWER: _answer,
    Kind.OVERDUE: _overdue,
    Kind.REVIEW: _review,
    Kind.PUBLISHED: _published,
    Kind.REPLY: _reply,
    Kind.HELP: _help,
    Kind.BROWSED: _browsed,
    Kind.SHARED: _shared,
}


def _still(desk: Desk, escalation: Escalation) -> bool:
    """Whether the escalation is still owed by the person the row is for."""
    return escalation.is_live and escalation.round == desk.row.facts["round"]
