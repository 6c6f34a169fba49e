"""SOS: a reaction asks the nearest competent person about a message."""

from dataclasses import replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import concerns, gestures, sources
from handlers.asking import EMOJI, reader
from handlers.threads import Found
from handlers.ui.text import cut, plain
from handlers.visit import Visit
from knowledge import askers, charters, escalations, outbox, questions
from knowledge.asking import Asking
from knowledge.entry_errors import MessageGone, TakenOn
from knowledge.errors import EmptyText
from knowledge.escalation import Escalation, Status
from knowledge.gestures import Gesture
from knowledge.outbox import Kind
from knowledge.question import QUESTION_LIMIT, Question, Way, readable
from knowledge.reactions import Deed

DONE = (Status.ANSWERED, Status.CLOSED)


async def reacted(event: dict[str, Any], visit: Visit) -> None:
    """An emoji asks about the message.

    Raises:
        StrangersNotServed: it is somebody of another organisation.
    """
    await visit.people.greet(visit.user)
    if not (await visit.people.get(visit.user)).is_bot:
        await gestures.begin(event, visit, Deed.ASK)


async def unreacted(event: dict[str, Any], visit: Visit) -> None:
    """Whoever asked by it cancels, as long as nobody has taken it.

    Raises:
        TakenOn: somebody has.
    """
    async with visit.sessions.begin() as session:
        gesture = await gestures.take_back(session, event, visit, Deed.ASK)
        question = await _asked(session, gesture) if gesture else None
        escalation = await escalations.of_question(session, question.id) if question else None
        taken = bool(
            question and escalation and not await _cancel(session, escalation, question, visit)
        )
    if taken and escalation:
        raise TakenOn(assignee=escalation.assignee)


async def perform(visit: Visit, found: Found, gesture: Gesture) -> None:
    """Ask about the message, in the name of who reacted; its thread learns who was asked.

    Raises:
        MessageGone: it was deleted in the meantime.
        EmptyText: it holds nothing to read.
        NobodyToAsk, NobodyToTell: the charter names nobody.
    """
    about = await _asking(visit, found, gesture)
    await visit.library.ponder(visit.workspace, about.text)
    suggested = await gestures.suggestion(visit, found, gesture, about.text)
    async with visit.sessions.begin() as session:
        charter = await charters.in_force(session, visit.workspace)
        where = await concerns.belonging(session, visit, charter, about.text, about.audience)
        suggested = replace(suggested, topic=where.topic)
        if await gestures.counts(session, visit, gesture, charter, suggested):
            outcome = await questions.ask(session, about, library=visit.library, now=visit.now)
            await _tell(session, visit, outcome.question)


async def _asking(visit: Visit, found: Found, gesture: Gesture) -> Asking:
    """The message as a question of who reacted. Of a long one, as much as a question may hold."""
    if found.message is None:
        raise MessageGone
    text = plain(await sources.words(visit, found.message))
    if not EMOJI.sub("", text).strip(" …") or not sources.says_something(found.message):
        raise EmptyText
    is_dm = found.channel.startswith("D")
    home = None if is_dm else await visit.channels.audience_of(found.channel)
    return Asking(
        text=readable(cut(text, QUESTION_LIMIT)),
        asker=visit.user,
        workspace=visit.workspace,
        way=Way.DM if is_dm else Way.MENTION,
        key=_key(gesture),
        channel=found.channel,
        thread_ts=found.thread_ts,
        audience=home,
        reader=await reader(visit, Way.DM if is_dm else Way.MENTION, home),
        around=None if is_dm else await visit.readers.everybody_in(found.channel),
        wants_person=True,
    )


def _key(gesture: Gesture) -> str:
    """What names the question: one emoji asks once, put there again it asks again."""
    return f"sos:{gesture.channel}:{gesture.ts}:{gesture.person}:{gesture.stamp}"


async def _asked(session: AsyncSession, gesture: Gesture) -> Question | None:
    """What this person has asked last about the message."""
    beginning = f"sos:{gesture.channel}:{gesture.ts}:{gesture.person}:"
    return await questions.last_with_key(session, gesture.workspace, beginning)


async def _cancel(
    session: AsyncSession, escalation: Escalation, question: Question, visit: Visit
) -> bool:
    """Whether this person waits no longer: not where somebody is at work on it for them."""
    await session.refresh(escalation, with_for_update=True)
    if escalation.status in DONE:
        return True
    if escalation.asker != visit.user:
        await askers.leave(session, escalation, question.id, by=visit.user, now=visit.now)
        return True
    if escalation.status is not Status.OPEN:
        return False
    await askers.cancel(session, escalation, by=visit.user, now=visit.now)
    return True


async def _tell(session: AsyncSession, visit: Visit, question: Question) -> None:
    """Its thread learns who was asked, as after a mention; in a DM, who reacted."""
    await outbox.notify(
        session,
        Kind.REPLY,
        key=f"reply:{question.id}",
        workspace=visit.workspace,
        to=str(question.channel),
        thread_ts=question.thread_ts,
        about=question.id,
        now=visit.now,
        person=visit.user,
        whisper=False,
    )
