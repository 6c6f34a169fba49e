"""Letters: what each kind of due row says when its time comes; None when it is no longer true."""

from handlers.letters import (
    absences,
    capture,
    charter,
    consents,
    departures,
    duplicates,
    entries,
    escalations,
    flags,
    questions,
    recalls,
    signals,
    tips,
    upkeep,
)
from handlers.letters.desk import Desk, Letter
from handlers.locale import Words, words
from handlers.people import People
from handlers.ui.blocks import Message
from handlers.visit import Services
from knowledge import charters
from knowledge.outbox import Kind, Notification

LETTERS: dict[Kind, Letter] = {
    kind: letter
    for letters in (
        escalations.LETTERS,
        entries.LETTERS,
        consents.LETTERS,
        capture.LETTERS,
        tips.LETTERS,
        upkeep.LETTERS,
        duplicates.LETTERS,
        flags.LETTERS,
        recalls.LETTERS,
        questions.LETTERS,
        absences.LETTERS,
        charter.LETTERS,
        departures.LETTERS,
        signals.LETTERS,
    )
    for kind, letter in letters.items()
}


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
