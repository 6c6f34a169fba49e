"""Letters about questions: what is answered where it was asked."""

from handlers import caveats
from handlers.letters.desk import Desk, Letter
from handlers.ui import filters as filters_ui
from handlers.ui import help as help_ui
from handlers.ui import questions as ui
from handlers.ui.blocks import Message
from knowledge import browsing, entries, questions
from knowledge.courtesy import Courtesy
from knowledge.filters import Filters
from knowledge.outbox import Kind


async def _reply(desk: Desk) -> Message | None:
    async with desk.session as session:
        question = await questions.get(session, desk.row.workspace, desk.row.about)
        outcome = await questions.outcome_of(session, question, now=desk.services.clock())
    nearest = outcome.decision.nearest
    persons = [outcome.escalation.assignee] if outcome.escalation else []
    names = await desk.people.names([*persons, *([nearest.person] if nearest else [])])
    known = await caveats.of_question(
        desk.services.sessions, desk.channels, outcome.entries, question
    )
    return ui.outcome(desk.words, outcome, now=desk.services.clock(), names=names, caveats=known)


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
    charter, sessions = await desk.charter(), desk.services.sessions
    found = await caveats.for_everybody(
        sessions, desk.row.workspace, [known[number]], question.channel
    )
    return ui.shared(
        desk.words, question, known[number], by, charter=charter, known=found.get(number)
    )


LETTERS: dict[Kind, Letter] = {
    Kind.REPLY: _reply,
    Kind.HELP: _help,
    Kind.BROWSED: _browsed,
    Kind.SHARED: _shared,
}
