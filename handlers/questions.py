"""Questions: what the asker presses under an answer."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import caveats
from handlers.asking import reader_of, show
from handlers.ui import help as help_ui
from handlers.ui import questions as ui
from handlers.ui.blocks import Message
from handlers.visit import Visit
from knowledge import charters, entries, flags, outcomes, questions, receipts, sight
from knowledge.entry import Entry
from knowledge.entry_errors import NotForAllHere
from knowledge.errors import NoMandate, NotFound
from knowledge.outbox import Kind, notify
from knowledge.question import Feedback, Question, Way
from knowledge.routing import may_say
from knowledge.sight import Reader

Listener = Callable[..., Awaitable[None]]


def register(app: AsyncApp) -> None:
    """Every button under an answer."""
    app.action(ui.HELPFUL)(_says(Feedback.HELPFUL))
    app.action(ui.NOT_HELPFUL)(_says(Feedback.NOT_HELPFUL))
    app.action(ui.THIS_ONE)(_says(Feedback.THIS_ONE))
    app.action(ui.NONE_OF_THESE)(_says(Feedback.NONE_OF_THESE))
    app.action(ui.TAKE_BACK)(_says(None))
    app.action(ui.SHARE)(share)
    app.action(ui.WHY)(why)
    app.action(ui.ASK_PERSON)(ask_person)


def _says(feedback: Feedback | None) -> Listener:
    """The asker says this of the answer; None takes back what they said."""

    async def says(
        ack: AsyncAck, action: dict[str, Any], respond: AsyncRespond, visit: Visit
    ) -> None:
        await ack()
        await _feedback(action, respond, visit, feedback)

    return says


async def share(ack: AsyncAck, action: dict[str, Any], respond: AsyncRespond, visit: Visit) -> None:
    """Show the answer to the whole channel, once, if everybody there may see it."""
    await ack()
    _ = await visit.people.welcome(visit.user)
    number, _sign, which = action["value"].partition(":")
    around = await _around(visit, int(number))
    async with visit.sessions.begin() as session:
        question = await questions.get(session, visit.workspace, int(number), lock=True)
        entry = await _shared_entry(visit, session, question, int(which or 0), around)
        first = await questions.share(session, question, by=visit.user, now=visit.now)
        if first:
            await receipts.shared(session, question, entry, by=visit.user, now=visit.now)
        doubted = await flags.doubted(session, visit.workspace, [entry.id])
        if first and question.way is Way.MENTION:
            await _share_in_thread(session, visit, question, entry)
            return
    if first:
        known = await caveats.for_everybody(
            visit.sessions, visit.readers, [entry], question.channel
        )
        about: dict[str, Any] = {"charter": await visit.charter(), "doubted": bool(doubted)}
        about["known"] = known.get(entry.id)
        message = ui.shared(_, question, entry, visit.user, **about)
        await respond(**message.in_channel())
    else:
        await respond(**ui.shared_already(_).ephemeral())


async def why(ack: AsyncAck, action: dict[str, Any], respond: AsyncRespond, visit: Visit) -> None:
    """The reasons of a decision, in words."""
    await ack()
    _ = await visit.people.greet(visit.user)
    async with visit.sessions.begin() as session:
        question = await questions.get(session, visit.workspace, int(action["value"]))
        question.only_asker(visit.user)
        charter = await charters.at_number(session, visit.workspace, question.charter)
    await respond(**ui.reasons(_, question, charter).ephemeral())


async def why_last(visit: Visit) -> Message:
    """The reasons of the person's last question."""
    _ = await visit.people.greet(visit.user)
    async with visit.sessions.begin() as session:
        question = await questions.last_of(session, visit.workspace, visit.user)
        if question is None:
            return help_ui.how_to_ask(_)
        charter = await charters.at_number(session, visit.workspace, question.charter)
    return ui.reasons(_, question, charter)


async def ask_person(
    ack: AsyncAck, action: dict[str, Any], respond: AsyncRespond, visit: Visit
) -> None:
    """Pass the question to the nearest competent person; the reply then says to whom."""
    await ack()
    await visit.people.welcome(visit.user)
    number = int(action["value"])
    reader = await reader_of(visit, number)
    async with visit.sessions.begin() as session:
        question = await questions.get(session, visit.workspace, number, lock=True)
        how: dict[str, Any] = {"reader": reader, "now": visit.now}
        await questions.ask_person(session, question, by=visit.user, **how)
        outcome = await outcomes.of(session, question, **how)
    await respond(**(await show(visit, outcome)).replacing())


async def _feedback(
    action: dict[str, Any], respond: AsyncRespond, visit: Visit, feedback: Feedback | None
) -> None:
    """Keep it; the reply then shows what was said, and the way back."""
    await visit.people.welcome(visit.user)
    number, _, chosen = action["value"].partition(":")
    reader = await reader_of(visit, int(number))
    async with visit.sessions.begin() as session:
        question = await questions.get(session, visit.workspace, int(number), lock=True)
        await questions.give_feedback(
            session,
            question,
            feedback,
            by=visit.user,
            now=visit.now,
            chosen=int(chosen) if chosen else None,
        )
        outcome = await outcomes.of(session, question, reader=reader, now=visit.now)
    await respond(**(await show(visit, outcome)).replacing())


async def _around(visit: Visit, number: int) -> Reader:
    """All who read what is shared where a question was asked, its asker among them.

    Raises:
        NotFound: it was asked nowhere.
        NotAllowed: somebody else asked it.
    """
    async with visit.sessions.begin() as session:
        question = await questions.get(session, visit.workspace, number)
    question.only_asker(visit.user)
    if not question.channel:
        raise NotFound
    return await visit.readers.everybody_in(question.channel)


async def _shared_entry(
    visit: Visit, session: AsyncSession, question: Question, number: int, around: Reader
) -> Entry:
    """The answer, the first if none is named, if all in its channel may see it and it be said.

    Raises:
        NotFound: it is no longer there.
        NotForAllHere: not for all of them.
        NoMandate: this person may not say it, or nobody may.
    """
    shown = await entries.of_numbers(session, visit.workspace, question.entries)
    entry = shown.get(number or next(iter(question.entries), 0))
    if entry is None:
        raise NotFound
    charter = await charters.in_force(session, visit.workspace)
    if not sight.may_see(entry, around, charter):
        raise NotForAllHere
    if not may_say(question.asker, entry.topic, charter):
        raise NoMandate
    return entry


async def _share_in_thread(
    session: AsyncSession, visit: Visit, question: Question, entry: Entry
) -> None:
    """Where it was asked everybody hears it through the outbox, once."""
    assert question.channel
    await notify(
        session,
        Kind.SHARED,
        key=f"shared:{question.id}",
        workspace=visit.workspace,
        to=question.channel,
        thread_ts=question.thread_ts,
        about=question.id,
        now=visit.now,
        entry=entry.id,
        person=visit.user,
    )
