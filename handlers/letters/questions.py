"""Letters about questions: what is answered where it was asked."""

from typing import Any

from handlers import caveats
from handlers.letters.desk import Desk, Letter, Withheld
from handlers.ui import consents as consents_ui
from handlers.ui import filters as filters_ui
from handlers.ui import help as help_ui
from handlers.ui import questions as ui
from handlers.ui.blocks import Message
from knowledge import browsing, entries, flags, outcomes, questions, sight
from knowledge.courtesy import Courtesy
from knowledge.errors import NotFound
from knowledge.filters import Filters
from knowledge.outbox import Kind, Notification
from knowledge.question import Way
from knowledge.reactions import shown
from knowledge.routing import Verdict
from knowledge.sight import Reader


async def _reply(desk: Desk) -> Message | None:
    now, reader = desk.services.clock(), await _reader(desk)
    async with desk.session as session:
        question = await questions.get(session, desk.row.workspace, desk.row.about)
        outcome = await outcomes.of(session, question, reader=reader, now=now)
    if _is_aloud(desk.row) and outcome.decision.verdict is Verdict.ANSWER and not outcome.entries:
        raise Withheld
    nearest = outcome.decision.nearest
    persons = [outcome.escalation.assignee] if outcome.escalation else []
    names = await desk.people.names([*persons, *([nearest.person] if nearest else [])])
    known = await caveats.of_question(
        desk.services.sessions, desk.readers, outcome.entries, question
    )
    return ui.outcome(desk.words, outcome, now=now, names=names, caveats=known)


async def _reader(desk: Desk) -> Reader:
    """The asker, and all around where the reply is said aloud: as things stand now."""
    row = desk.row
    async with desk.session as session:
        question = await questions.get(session, row.workspace, row.about)
        private = await entries.audiences(session, row.workspace)
    shown = {question.audience} if question.way is Way.MENTION else private
    asker = await desk.readers.one(question.asker, shown)
    return asker.beside(await desk.readers.everybody_in(row.to)) if _is_aloud(row) else asker


def _is_aloud(row: Notification) -> bool:
    """Whether others than its asker read it."""
    return not row.facts.get("whisper") and row.to[0] in "CG"


async def _help(desk: Desk) -> Message | None:
    if desk.row.facts.get("said") == Courtesy.THANKS:
        return help_ui.welcome(desk.words)
    return help_ui.help_(desk.words, shown(await desk.charter(), desk.services.emoji))


async def _browsed(desk: Desk) -> Message | None:
    """What lies there now, for the person who looked."""
    row = desk.row
    async with desk.session as session:
        private = await entries.audiences(session, row.workspace)
    reader = await desk.readers.one(row.facts["person"], private)
    async with desk.session as session:
        part = await browsing.browse(
            session, row.workspace, Filters(**row.facts["filters"]), reader=reader
        )
    return filters_ui.browsed(desk.words, part)


async def _shared(desk: Desk) -> Message | None:
    """An answer for everybody around, if it still is one, and for all of them."""
    by, number = desk.row.facts["person"], desk.row.facts["entry"]
    async with desk.session as session:
        question = await questions.get(session, desk.row.workspace, desk.row.about)
        known = await entries.of_numbers(session, desk.row.workspace, [number])
        doubted = await flags.doubted(session, desk.row.workspace, [number])
    if number not in known:
        return consents_ui.gone(desk.words) if await _is_erased(desk, number) else None
    charter, around = await desk.charter(), await desk.readers.everybody_in(desk.row.to)
    if not sight.may_see(known[number], around, charter):
        return None
    found = await caveats.for_everybody(
        desk.services.sessions, desk.readers, [known[number]], question.channel
    )
    about: dict[str, Any] = {"charter": charter, "doubted": bool(doubted)}
    return ui.shared(desk.words, question, known[number], by, known=found.get(number), **about)


async def _is_erased(desk: Desk, number: int) -> bool:
    """Whether what was shown is gone altogether: then it must not stand there any longer."""
    if desk.row.ts is None:
        return False
    async with desk.session as session:
        try:
            await entries.get(session, desk.row.workspace, number)
        except NotFound:
            return True
    return False


LETTERS: dict[Kind, Letter] = {
    Kind.REPLY: _reply,
    Kind.HELP: _help,
    Kind.BROWSED: _browsed,
    Kind.SHARED: _shared,
}
