"""Letters about questions: what is answered where it was asked."""

from handlers.letters.desk import Desk, Letter
from handlers.ui import filters as filters_ui
from handlers.ui import help as help_ui
from handlers.ui import questions as ui
from handlers.ui.blocks import Message
from knowledge import browsing, entries, flags, questions
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
    return ui.outcome(desk.words, outcome, now=desk.services.clock(), names=names)


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
        doubted = await flags.doubted(session, desk.row.workspace, [number])
    if number not in known:
        return None
    charter = await desk.charter()
    entry, is_doubted = known[number], bool(doubted)
    return ui.shared(desk.words, question, entry, by, charter=charter, doubted=is_doubted)


LETTERS: dict[Kind, Letter] = {
    Kind.REPLY: _reply,
    Kind.HELP: _help,
    Kind.BROWSED: _browsed,
    Kind.SHARED: _shared,
}
