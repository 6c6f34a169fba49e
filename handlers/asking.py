"""Asking: from what somebody wrote to a question, and from what became of it to a reply."""

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from handlers import caveats, threads
from handlers.ui import filters as filters_ui
from handlers.ui import questions as ui
from handlers.ui.blocks import Message
from handlers.ui.text import from_slack, mentions, plain
from handlers.visit import Visit
from knowledge import browsing, entries, questions
from knowledge.asking import Asking, Outcome
from knowledge.errors import EmptyText
from knowledge.filters import Wish, read
from knowledge.question import Way
from knowledge.sight import Reader

SHORTCUT = "ask_relais"
EMOJI = re.compile(r":[^\s:]+:(?::skin-tone-\d:)?")
"""How Slack writes an emoji: `:tada:`, `:wave::skin-tone-2:`."""


def register(app: AsyncApp) -> None:
    """The shortcut; commands and what is written to us ask by the functions below."""
    app.shortcut(SHORTCUT)(asked_about_message)


async def asking(
    visit: Visit,
    text: str,
    *,
    way: Way,
    key: str,
    channel: str | None = None,
    thread_ts: str | None = None,
) -> Asking:
    """A question as `knowledge` knows it: plain text, and what its readers may see.

    In a thread or channel everybody there reads the answer: what is kept for others is not looked
    for, and what guests there may not read is told to its asker alone, as is the answer to what
    speaks to other people too.

    Raises:
        EmptyText: it holds nothing but emoji, whose names are no words.
        UnknownFilter: it wishes to look where there is nothing of that name.
    """
    spoken_to = mentions(text)
    wish = await _wish(
        visit, plain(from_slack(text, names=await visit.people.names(spoken_to))), way
    )
    aloud = channel if way is Way.MENTION else None
    home = await visit.channels.audience_of(aloud) if aloud else None
    return Asking(
        text=wish.text,
        asker=visit.user,
        workspace=visit.workspace,
        way=way,
        key=key,
        channel=channel,
        thread_ts=thread_ts,
        audience=home,
        reader=await reader(visit, way, home),
        around=await visit.readers.everybody_in(aloud) if aloud else None,
        filters=wish.filters,
        discreet=bool(spoken_to),
    )


async def _wish(visit: Visit, text: str, way: Way) -> Wish:
    """The question and its filters; a message somebody else wrote has none."""
    wish = Wish(text)
    if way is not Way.SHORTCUT:
        language = (await visit.people.words_for(visit.user)).language
        wish = read(text, await visit.charter(), language=language)
    if EMOJI.sub("", wish.text).strip():
        return wish
    if not wish.filters:
        raise EmptyText
    return Wish("", wish.filters)


async def reader(visit: Visit, way: Way, home: str | None) -> Reader:
    """Who gets the reply: the asker; beside others, only what is kept for all there counts."""
    if way is Way.MENTION:
        return await visit.readers.one(visit.user, {home})
    async with visit.sessions.begin() as session:
        private = await entries.audiences(session, visit.workspace)
    return await visit.readers.one(visit.user, private)


async def reader_of(visit: Visit, number: int) -> Reader:
    """Who reads the reply to a question of this person's now, as it is drawn anew.

    Raises:
        NotFound: there is no such question.
        NotAllowed: somebody else asked it.
    """
    async with visit.sessions.begin() as session:
        question = await questions.get(session, visit.workspace, number)
    question.only_asker(visit.user)
    asker = await reader(visit, question.way, question.audience)
    if not question.is_public or not question.channel:
        return asker
    return asker.beside(await visit.readers.everybody_in(question.channel))


async def answer(visit: Visit, asking: Asking, *, wants_person: bool = False) -> Message:
    """What the asker is shown."""
    _ = await visit.people.welcome(visit.user)
    async with visit.sessions.begin() as session:
        if not asking.text:
            part = await browsing.browse(
                session, visit.workspace, asking.filters, reader=asking.reader
            )
            return filters_ui.browsed(_, part)
        outcome = await questions.ask(session, asking, library=visit.library, now=visit.now)
    return await show(visit, outcome, wants_person=wants_person)


async def show(visit: Visit, outcome: Outcome, *, wants_person: bool = False) -> Message:
    """An outcome in its asker's words, with the names of those it speaks of."""
    _ = await visit.people.words_for(outcome.question.asker)
    nearest = outcome.decision.nearest
    persons = {outcome.escalation.assignee} if outcome.escalation else set()
    names = await visit.people.names(persons | ({nearest.person} if nearest else set()))
    known = await caveats.of_question(
        visit.sessions, visit.readers, outcome.entries, outcome.question
    )
    return ui.outcome(
        _, outcome, now=visit.now, names=names, wants_person=wants_person, caveats=known
    )


async def asked_about_message(
    ack: AsyncAck, shortcut: dict[str, Any], respond: AsyncRespond, visit: Visit
) -> None:
    """*Ask Relais about this*: only the person who asks sees the answer."""
    await ack()
    visit.begins()
    message = shortcut["message"]
    about = await asking(
        visit,
        threads.text(message, await threads.names(visit, message)),
        way=Way.SHORTCUT,
        key=f"shortcut:{shortcut['trigger_id']}",
        channel=shortcut["channel"]["id"],
    )
    await respond(**(await answer(visit, about)).ephemeral())
